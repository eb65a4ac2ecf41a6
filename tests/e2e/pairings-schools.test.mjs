// What is known of schools: a deputy head of a strong school fills in its conditions and offers help, a coordinator
// reads the table and brings figures from a workbook, a head of another school names a need.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, eventually, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';
import { workbook } from './kit/xlsx.mjs';

let server, browser, deputy, coordinator, head;
let mentor, mentee;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const schoolOf = async (login, role) => {
    const { me } = await apiAs(server.origin, login);
    return me.grants.find((grant) => grant.role === role).scope;
  };
  mentor = await schoolOf('maslova-tl', 'deputy_head');
  mentee = await schoolOf('kobzar-rp', 'school_head');
  deputy = await insider(browser, server.origin, 'maslova-tl');
  coordinator = await insider(browser, server.origin, 'dyachkova-iv');
  head = await insider(browser, server.origin, 'kobzar-rp', {
    viewport: PHONE,
  });
});
after(() => closeAll(deputy, coordinator, head, browser, server));

const year = (() => {
  const now = new Date();
  return now.getMonth() >= 8 ? now.getFullYear() : now.getFullYear() - 1;
})();
/** The demo has told of this year; the next one is prepared before it begins. */
const next = year + 1;

journey('a deputy head fills in the conditions of the school; what is wrong is said at once', async () => {
  const { page } = deputy;
  await page.goto(`/organisations/${mentor.id}`);
  await page.getByRole('link', { name: 'Потребности и помощь' }).click();
  await page.getByRole('heading', { name: 'Условия школы' }).waitFor();
  await page.goto(`/organisations/${mentor.id}/context?year=${next}`);
  await page.getByRole('button', { name: 'Взять из него' }).waitFor();
  await page.getByLabel('Учеников').fill('640');
  await page.getByLabel('Вид школы').selectOption({ label: 'Лицей' });
  const part = page.getByLabel('Дети из неполных семей: сколько');
  await part.fill('700');
  await page.getByLabel('Дети из неполных семей: из скольких').fill('640');
  await page.getByText('Больше ста процентов').waitFor();
  await part.fill('96');
  await page.getByText('15 %').waitFor();
  await page.getByLabel('Дети на учёте: сколько').fill('3');
  await page.getByLabel('Дети на учёте: из скольких').focus();
  assert.equal(await page.getByLabel('Дети на учёте: из скольких').inputValue(), '640');
  await page
    .getByRole('group', { name: 'Образование родителей' })
    .getByText('высшее примерно у половины')
    .click();
  await page.getByLabel('По какому опросу или источнику').first().fill('Анкета родителей, октябрь');
  await page.getByLabel(/^Педагогов\s*·/).fill('48');
  await page.getByLabel('Педагогов до 35 лет').fill('60');
  await page.getByText('Вместе получается больше, чем всего педагогов').waitFor();
  await page.getByLabel('Педагогов до 35 лет').fill('12');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Условия школы сохранены').waitFor();
  await page.reload();
  assert.equal(await page.getByLabel('Учеников').inputValue(), '640');
});

journey('two who save at once decide between both versions', async () => {
  const { page } = deputy;
  const api = await apiAs(server.origin, 'maslova-tl');
  const path = `/organisations/${mentor.id}/contexts/${next}`;
  const before = await api.get(path);
  await page.getByLabel('Учеников').fill('655');
  const shares = before.shares.map(({ key, numerator, denominator }) => ({
    key,
    numerator: numerator.value,
    denominator: denominator.value,
  }));
  const { revision, kind, languages, source_note } = before;
  await api.put(path, {
    revision,
    kind,
    languages,
    source_note,
    pupils: 650,
    shares,
    levels: before.levels,
  });
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('650', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Оставить моё' }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Условия школы сохранены').waitFor();
  assert.equal((await api.get(path)).pupils.value, 655);
});

journey('the same deputy head offers help, pauses it and takes it up again', async () => {
  const { page } = deputy;
  await page.goto(`/organisations/${mentor.id}/offer`);
  await page.getByLabel('Со сколькими школами одновременно').fill('3');
  await page.getByText('Семинар', { exact: true }).click();
  await page.getByText('Открытый урок', { exact: true }).click();
  const theme = page
    .getByRole('group')
    .filter({ has: page.getByLabel('Тема') })
    .first();
  await theme.getByLabel('Тема').selectOption({ label: 'Математика' });
  await theme.getByLabel('Специалистов по теме').fill('2');
  await theme.getByLabel('Что говорит, что школа в этом сильна').fill('Три года ОГЭ выше ожидаемого');
  // What was typed outlives a closed tab.
  await page.waitForTimeout(1500);
  await page.reload();
  await page.getByText('Вернули то, что вы не успели сохранить').waitFor();
  assert.equal(
    await page.getByLabel('Что говорит, что школа в этом сильна').inputValue(),
    'Три года ОГЭ выше ожидаемого',
  );
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Предложение сохранено').waitFor();
  await page.getByText('занято 0 из 3', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Поставить на паузу' }).click();
  await page.getByText('пауза', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Снова принимать' }).click();
  await page.getByText('принимает школы').waitFor();
});

journey('a head names a need on a phone', async () => {
  const { page } = head;
  await page.goto(`/organisations/${mentee.id}?tab=help`);
  await page.getByRole('button', { name: 'Назвать потребность' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Тема').selectOption({ label: 'Работа с родителями' });
  await form.getByLabel('в первую очередь').check();
  await form.getByLabel('Подробнее').fill('Родители пятых классов не приходят на собрания');
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Потребность сохранена').waitFor();
  const need = page.getByRole('article', { name: 'Работа с родителями' });
  await need.getByText('в первую очередь').waitFor();
  await need.getByRole('button', { name: 'Действия с потребностью «Работа с родителями»' }).click();
  await page.getByRole('menuitem', { name: 'Изменить потребность' }).click();
  await form.getByLabel('когда получится').check();
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await need.getByText('когда получится').waitFor();
});

journey('a coordinator finds both in the table and gives a status by an order', async () => {
  const { page } = coordinator;
  await page.goto('/pairings/schools');
  const line = (school) =>
    page.getByRole('listitem').filter({
      has: page.getByRole('link', { name: school.short_name, exact: true }),
    });
  await line(mentor).getByText('занято 0 из 3').waitFor();
  await line(mentee).getByText('Работа с родителями').waitFor();
  await page.getByLabel('Какие школы').selectOption({ label: 'Кто готов помогать' });
  await page.waitForURL(/only=offers/);
  await line(mentor).first().waitFor();
  assert.equal(await line(mentee).count(), 0);
  await page.getByLabel('Какие школы').selectOption({ label: 'Кому нужна помощь' });
  await page.waitForURL(/only=needs/);
  await line(mentee).getByRole('link', { name: mentee.short_name, exact: true }).click();
  await page.getByRole('button', { name: 'Присвоить статус' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Статус').selectOption({ label: 'Школа роста' });
  await form.getByLabel('С какого дня').fill(`${year}-09-01`);
  await form.getByLabel('Приказ', { exact: true }).fill('О перечне школ роста');
  await form.getByLabel('Номер приказа').fill('214');
  await form.getByLabel('Дата приказа').fill(`${year}-08-28`);
  await form.getByRole('button', { name: 'Присвоить статус' }).click();
  await page.getByText('О перечне школ роста, № 214').waitFor();
});

journey('a coordinator brings figures from a workbook after a trial run', async () => {
  const { page } = coordinator;
  await page.goto(`/pairings/schools?year=${next}`);
  await page.getByRole('button', { name: 'Загрузить из файла' }).click();
  const form = page.getByRole('dialog');
  const [template] = await Promise.all([
    page.waitForEvent('download'),
    form.getByRole('button', { name: 'Скачать шаблон' }).click(),
  ]);
  assert.equal(
    fs
      .readFileSync(await template.path())
      .subarray(0, 2)
      .toString(),
    'PK',
  );
  const file = (pupils) => ({
    name: 'школы.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: workbook([
      ['Школа', 'Число учеников', 'Дети на учёте: число', 'Дети на учёте: из скольких'],
      [mentee.short_name, pupils, 9, 231],
    ]),
  });
  const field = form.getByLabel('Файл XLSX или CSV');
  await field.setInputFiles(file('много'));
  await form.getByText('Не понята 1 ячейка, ничего не записано').waitFor();
  await form.getByText('«Число учеников»').waitFor();
  assert.ok(await form.getByRole('button', { name: 'Записать' }).isDisabled());
  await field.setInputFiles(file(231));
  await form.getByText('Новых: 1, изменится: 0, без изменений: 0.').waitFor();
  await form.getByRole('button', { name: 'Записать' }).click();
  await page.getByText('Записана 1 школа').waitFor();
  const api = await apiAs(server.origin, 'kobzar-rp');
  assert.equal((await api.get(`/organisations/${mentee.id}/contexts/${next}`)).pupils.value, 231);
});

journey('a curator is named for a school and hands it over', async () => {
  const { page } = coordinator;
  await page.goto('/pairings/curators');
  const without = page.getByRole('button', { name: /^Назначить куратора: / }).first();
  const school = (await without.getAttribute('aria-label')).replace('Назначить куратора: ', '');
  const form = page.getByRole('dialog');
  const pick = async (label, surname) => {
    await form.getByLabel(label).fill(surname);
    await page.getByRole('option').filter({ hasText: surname }).first().click();
  };
  await without.click();
  await pick('Куратор', 'Бикбулатова');
  await form.getByLabel('Номер приказа').fill('31');
  await form.getByRole('button', { name: 'Назначить куратора' }).click();
  await page.getByText('Куратор назначен: Бикбулатова').waitFor();
  await page.getByRole('button', { name: `Действия: куратор, ${school}` }).click();
  await page.getByRole('menuitem', { name: 'Передать школу' }).click();
  await pick('Новый куратор', 'Гущина');
  await form.getByLabel('Что важно знать следующему').fill('Директор ждёт в среду');
  await form.getByRole('button', { name: 'Передать школу' }).click();
  await page.getByText('Школу принимает Гущина').waitFor();
  await page.getByText('После: Бикбулатова').waitFor();
  await page.getByText('Раньше: ').first().click();
});

journey('a school of which too little is known says what is missing', async () => {
  const { page } = head;
  await page.goto(`/organisations/${mentee.id}/like`);
  await page.getByRole('heading', { level: 1, name: 'Похожие школы' }).waitFor();
  await page.getByText(/^1-я из \d+ по близости условий/).waitFor();
  await page.getByText('Чем отличаются').first().waitFor();
  await page.goto(`/organisations/${mentee.id}/like?year=${next}`);
  await page.getByText('Недостаточно данных').waitFor();
  await page.getByText('Микроклимат в классах').waitFor();
});

journey('a teacher opens a weak spot and finds the school that is willing to help with it', async () => {
  // Of a school that has no pair with any of them.
  const teacher = await insider(browser, server.origin, 'latypova-am');
  const { page } = teacher;
  await page.goto('/skills?subject=math&grade=5');
  await page.getByRole('link', { name: 'проценты' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Проценты' }).waitFor();
  const shelf = page.getByRole('region', { name: 'Школы, которые готовы помочь' });
  const first = shelf.getByRole('article').first();
  await first.getByText('помогает именно с этим умением').waitFor();
  await first.getByText(/^есть место ещё для/).waitFor();
  await shelf.getByText('Скажите директору или завучу').waitFor();
  assert.equal(await shelf.getByText('Записать потребность').count(), 0);
  const school = (await first.getByRole('heading').innerText()).trim();
  await first.getByRole('link', { name: school }).click();
  await page.getByRole('heading', { level: 1, name: school }).waitFor();
  await page.getByRole('heading', { name: 'Готова помогать' }).waitFor();
  assert.equal(await page.getByText(/\d+\s%$/).count(), 0, 'results are not for those outside');
  await page.goto(`/search?q=${encodeURIComponent('проценты готова помочь')}&kind=offer`);
  await page.locator('a[data-hit]').filter({ hasText: school }).first().click();
  await page.getByRole('heading', { name: 'Готова помогать' }).waitFor();
  await teacher.close();
});

journey('a head begins a need at the same weak spot, on a phone', async () => {
  const { page } = head;
  const api = await apiAs(server.origin, 'kobzar-rp');
  const { items } = await api.get('/skills?subject=math&grade=5&limit=100');
  const percent = items.find(({ code }) => code === '8');
  await page.goto(`/skills/${percent.id}`);
  await page.getByRole('link', { name: 'Записать потребность' }).click();
  const form = page.getByRole('dialog');
  await eventually(
    () =>
      form
        .getByLabel('Тема')
        .locator('option:checked')
        .innerText()
        .then((text) => text.trim()),
    'Математика',
  );
  await form.getByRole('link', { name: /МА-5/ }).waitFor();
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Потребность сохранена').waitFor();
  await page.waitForURL((url) => !url.searchParams.has('need'));
  const need = page.getByRole('article', { name: 'Математика' });
  await need.getByRole('link', { name: /МА-5/ }).waitFor();
  // From the same place one goes on with what is written down already.
  await page.goto(`/skills/${items.find(({ code }) => code === '7').id}`);
  await page.getByRole('link', { name: 'Записать потребность' }).click();
  await form.getByRole('heading', { name: 'Изменить потребность' }).waitFor();
  await eventually(() => form.getByRole('link', { name: /МА-5/ }).count(), 2);
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.searchParams.has('need'));
});
