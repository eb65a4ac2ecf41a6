// The coordinator's board: pairs are found, explained, refused, pinned, found again, accepted and compared, and the order
// on them is a document. A head says whom the school would like to work with.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { prepareMatching } from './kit/matching.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, coordinator, colleague, observer, head, phone, known;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  known = await prepareMatching(server.origin);
  coordinator = await insider(browser, server.origin, 'rahimova-lf');
  colleague = await insider(browser, server.origin, 'zavyalova-kd');
  observer = await insider(browser, server.origin, 'lihacheva-sg');
  head = await insider(browser, server.origin, 'gordeev-ai', {
    viewport: PHONE,
  });
  phone = await insider(browser, server.origin, 'rahimova-lf', {
    viewport: PHONE,
  });
});
after(() => closeAll(coordinator, colleague, observer, head, phone, browser, server));

const name = (word) => known.schools[word].short_name;
/** The card of a proposed pair, by the school that needs help and what in. */
const card = (page, word, theme) =>
  page
    .getByRole('article')
    .filter({ hasText: name(word) })
    .filter({ hasText: theme });
/** A need in the picture of two columns. */
const needRow = (page, word, theme) =>
  page
    .getByRole('list', { name: 'Потребности школ' })
    .getByRole('button', { name: new RegExp(`^${name(word)}`) })
    .filter({ hasText: theme });
const number = (page) => Number(new URL(page.url()).searchParams.get('run'));

let first, refused;

journey('a coordinator finds pairs and reads why', async () => {
  const { page } = coordinator;
  await page.goto('/pairings/board');
  await page.getByRole('button', { name: 'Подобрать пары' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Лучшее распределение').waitFor();
  await dialog.getByRole('button', { name: 'Подобрать пары' }).click();
  await page.getByText(/Подбор №\s\d+ готов/).waitFor();
  first = number(page);
  assert.ok(first >= 1, 'the address names the run');

  const pair = card(page, 'Увал', 'Дисциплина и уклад школы');
  await pair.getByText('Почему эта пара').click();
  await pair.getByText(/Балл пары: \d+ из 1000/).waitFor();
  await pair.getByRole('list', { name: 'Из чего сложился балл' }).waitFor();
  // Who stayed without, and what stands in the way.
  const left = page.getByRole('region', { name: 'Остались без наставника' });
  await left.getByText(name('Липки')).waitFor();
  await left.getByText(/Никто на территории не предлагает.*Оснащение и ресурсы/).waitFor();
});

journey('a refusal says why, a pin holds, and the rest is found again', async () => {
  const { page } = coordinator;
  const pair = card(page, 'Увал', 'Дисциплина и уклад школы');
  refused = (await pair.getAttribute('aria-label')).split(' и наставник ')[1];
  await pair.getByRole('button', { name: 'Отклонить пару' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Отклонить' }).click();
  await dialog.getByText('Заполните это поле').waitFor();
  await dialog.getByLabel('Причина').fill('Весной туда не доехать');
  await dialog.getByRole('button', { name: 'Отклонить' }).click();
  await pair.getByText('Отклонена').waitFor();
  await pair.getByText('Причина: Весной туда не доехать').waitFor();

  const other = card(page, 'Ошлан', 'Цифровая среда');
  await other.getByRole('button', { name: 'Закрепить пару' }).click();
  await other.getByText('Закреплена').waitFor();

  await page.getByText('Решения изменились после подбора').waitFor();
  await page.getByRole('button', { name: 'Подобрать остальное заново' }).click();
  await page.getByText(`Подбор № ${first + 1} готов`).waitFor();
  assert.equal(number(page), first + 1);
  await card(page, 'Ошлан', 'Цифровая среда').getByText('Закреплена').waitFor();
  const now = card(page, 'Увал', 'Дисциплина и уклад школы');
  await now.waitFor();
  assert.ok(
    !(await now.getAttribute('aria-label')).endsWith(refused),
    'the refused mentor is not proposed again',
  );
});

journey('an accepted pair can be taken back and accepted again', async () => {
  const { page } = coordinator;
  const pair = card(page, 'Увал', 'Дисциплина и уклад школы');
  await pair.getByRole('button', { name: 'Принять пару' }).click();
  await pair.getByText('Принята', { exact: true }).waitFor();
  await pair.getByRole('button', { name: 'Отменить решение' }).click();
  await page.getByText('Решение отменено').waitFor();
  await pair.getByRole('button', { name: 'Принять пару' }).click();
  await pair.getByText('Принята', { exact: true }).waitFor();
  await pair.getByRole('link', { name: 'Страница пары' }).waitFor();
});

journey('two runs are compared, and weights are tried', async () => {
  const { page } = coordinator;
  await page.getByRole('link', { name: 'Сравнить', exact: true }).click();
  await page.getByRole('heading', { name: `№ ${first + 1} по сравнению с № ${first}` }).waitFor();
  await page.getByRole('region', { name: 'Сменился наставник' }).getByText(name('Увал')).waitFor();
  await page.getByText(/Сумма баллов (та же|выше|ниже)/).waitFor();
  await page.getByRole('link', { name: 'Если веса другие' }).click();
  await page.getByText('Сопоставимые условия: больше на 20 %').waitFor();
});

journey('the picture is walked by keys', async () => {
  const { page } = coordinator;
  await page.getByRole('link', { name: 'Схема' }).click();
  const row = needRow(page, 'Увал', 'Дисциплина и уклад школы');
  await row.focus();
  await page.keyboard.press('Enter');
  await page
    .locator('button[aria-pressed=true]')
    .filter({ hasText: name('Увал') })
    .waitFor();
  await card(page, 'Увал', 'Дисциплина и уклад школы')
    .getByText(/Балл пары/)
    .waitFor();
  await page.getByRole('link', { name: 'Близость школ' }).click();
  const point = page.locator('svg [role=button][tabindex="0"]');
  await point.focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('svg [role=button][aria-pressed=true]').waitFor();
  await page.getByRole('button', { name: 'Показать таблицей' }).click();
  await page.getByRole('rowheader', { name: name('Увал') }).waitFor();
});

journey('the order is a document with the number and the date that were typed', async () => {
  const { page } = coordinator;
  await page.getByRole('button', { name: 'Приказ' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Номер').fill('112-од');
  await dialog.getByLabel('Дата').fill('2026-12-01');
  await dialog.getByLabel('О чём приказ').fill('О наставничестве школ');
  for (const form of ['DOCX', 'PDF']) {
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: `Скачать ${form}` }).click();
    const file = await coming;
    assert.ok(file.suggestedFilename().endsWith(form.toLowerCase()), file.suggestedFilename());
  }
  await dialog.getByRole('button', { name: 'Закрыть' }).click();
  // What was typed is still there.
  await page.getByRole('button', { name: 'Приказ' }).click();
  assert.equal(await page.getByRole('dialog').getByLabel('Номер').inputValue(), '112-од');
  await page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();
});

journey('weights are saved as a new version, and all noughts are refused', async () => {
  const { page } = coordinator;
  await page.getByRole('link', { name: 'Веса', exact: true }).click();
  for (const term of [
    'Сопоставимые условия',
    'Сильное к слабому',
    'Показанный опыт',
    'Доступность',
    'Пожелания',
  ])
    await page.getByLabel(new RegExp(`^${term}.*Вес`)).fill('0');
  await page.getByText('Хотя бы один вес должен быть больше нуля').waitFor();
  await page.getByLabel(/^Доступность.*Вес/).fill('300');
  await page.getByLabel(/^Сопоставимые условия.*Вес/).fill('100');
  await page.getByText('доля в балле 75 %').waitFor();
  await page.getByLabel('Почему так').fill('Важнее всего дорога');
  await page.getByRole('button', { name: 'Сохранить новую версию' }).click();
  await page.getByText(/Сохранена версия \d+/).waitFor();
  await page.getByRole('region', { name: 'Версии' }).getByText('Важнее всего дорога').waitFor();
});

journey('a head ranks schools and refuses one, on a phone', async () => {
  const { page } = head;
  await page.goto('/pairings/wishes');
  for (const [word, act] of [
    ['№ 1 рп', 'В желанные'],
    ['№ 2 рп', 'В желанные'],
    ['Ключ', 'Отказаться'],
  ]) {
    await page.getByLabel('Найти школу').fill(name(word).split(' ').slice(-2).join(' '));
    await page
      .getByRole('option')
      .filter({ hasText: name(word) })
      .click();
    await page.getByRole('button', { name: act }).click();
  }
  await page.getByRole('button', { name: `Выше: ${name('№ 2 рп')}` }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Без причины отказ не сохранить').waitFor();
  await page.getByLabel(`Почему: ${name('Ключ')}`).fill('Нет дороги в распутицу');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Пожелания сохранены').waitFor();
  await page.reload();
  const ranked = page.getByRole('region', { name: 'Хотели бы работать' }).getByRole('listitem');
  await ranked.first().getByText(name('№ 2 рп')).waitFor();
  assert.equal(await page.getByLabel(`Почему: ${name('Ключ')}`).inputValue(), 'Нет дороги в распутицу');
});

journey('on a phone the picture is two lists, and the explanation comes over them', async () => {
  const { page } = phone;
  await page.goto('/pairings/board?view=graph');
  const row = needRow(page, 'Увал', 'Дисциплина и уклад школы');
  await row.getByText(/наставник: /).waitFor();
  assert.equal(await page.locator('main svg:has(text)').isVisible(), false, 'there are no lines');
  await row.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Балл пары/).waitFor();
  await dialog.getByRole('button', { name: 'Закрыть' }).click();
  await dialog.waitFor({ state: 'detached' });
});

journey('a mentor is chosen by hand, and the next run keeps it', async () => {
  const { page } = coordinator;
  await page.goto('/pairings/board');
  const left = page.getByRole('region', { name: 'Остались без наставника' });
  await left
    .getByRole('button', { name: `Выбрать наставника: ${name('Липки')}, Оснащение и ресурсы` })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('По этой теме помощь никто не предлагает').waitFor();
  await dialog.getByRole('button', { name: 'Закрыть' }).click();

  const pair = card(page, 'Ташлык', 'Дисциплина и уклад школы');
  await pair.getByRole('button', { name: /^Другой наставник/ }).click();
  await dialog.getByRole('button', { name: 'Закрепить наставника' }).click();
  await dialog.getByText('Выберите школу из списка').waitFor();
  const free = dialog.locator('input[type=radio]:enabled');
  const other = free.last();
  const label = dialog.locator(`label[for="${await other.getAttribute('id')}"]`);
  const mentor = (await label.textContent()).trim().replace(/\s/g, ' ');
  await other.check();
  await dialog.getByLabel('Почему эта школа').fill('Сами просили');
  await dialog.getByRole('button', { name: 'Закрепить наставника' }).click();
  await page.getByText(`Наставник закреплён: ${mentor}`).waitFor();
  await page.getByRole('button', { name: 'Подобрать остальное заново' }).click();
  await page.getByText(/Подбор №\s\d+ готов/).waitFor();
  const kept = card(page, 'Ташлык', 'Дисциплина и уклад школы');
  await kept.getByText('Закреплена', { exact: true }).waitFor();
  assert.ok((await kept.getAttribute('aria-label')).endsWith(mentor), 'the run kept who was chosen');
});

journey('a colleague sees new runs and decisions at once, and loses nothing that was typed', async () => {
  const { page } = colleague;
  await page.goto(`/pairings/board?territory=${known.district.id}`);
  const pair = card(page, 'Разъезжая', 'Цифровая среда');
  await pair.getByRole('button', { name: /^Другой наставник/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Почему эта школа').fill('Рядом по трассе');
  const other = await apiAs(server.origin, 'rahimova-lf');
  const runs = `/organisations/${known.district.id}/match-runs`;
  const run = await other.post(runs, { mode: 'flow' });
  await page.getByText(`Есть подбор новее, № ${run.number}`).waitFor();
  assert.equal(await dialog.getByLabel('Почему эта школа').inputValue(), 'Рядом по трассе');
  await dialog.getByRole('button', { name: 'Закрыть' }).click();
  const found = run.pairs_list.find(({ need }) => need.school.id === known.schools['Разъезжая'].id);
  await other.post(`/match-runs/${run.id}/decisions`, {
    need_id: found.need.id,
    mentor_id: found.mentor.id,
    kind: 'veto',
    reason: 'Ремонт дороги',
  });
  await pair.getByText('Причина: Ремонт дороги').waitFor();
  await page.getByRole('link', { name: `Открыть подбор № ${run.number}` }).click();
  await page.waitForURL(new RegExp(`run=${run.number}`));
  // What was typed waits where it was typed.
  await card(page, 'Разъезжая', 'Цифровая среда').getByText('Причина: Ремонт дороги').waitFor();
});

journey('an observer reads the board and is offered nothing to do', async () => {
  const { page } = observer;
  await page.goto('/pairings/board');
  await page.getByText('Вы смотрите подбор как наблюдатель').waitFor();
  await card(page, 'Увал', 'Дисциплина и уклад школы').waitFor();
  for (const act of ['Подобрать пары', 'Подобрать остальное заново', 'Приказ', 'Проверить повтором'])
    assert.equal(await page.getByRole('button', { name: act }).count(), 0, act);
  for (const act of [
    /^Принять пару/,
    /^Закрепить пару/,
    /^Отклонить пару/,
    /^Выбрать наставника/,
    /^Другой наставник/,
    /^Отменить/,
  ])
    assert.equal(await page.getByRole('button', { name: act }).count(), 0, String(act));
  assert.equal(await page.getByRole('link', { name: 'Близость школ' }).count(), 0);
  assert.equal(await page.getByText('Причина:').count(), 0, 'reasons are for coordinators');
  await page.getByRole('link', { name: 'Сравнить', exact: true }).click();
  await page.getByText(/по сравнению с №/).waitFor();
  await page.getByRole('link', { name: 'Веса', exact: true }).click();
  await page.getByText('Веса меняет координатор').waitFor();
});
