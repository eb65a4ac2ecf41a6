// The life of a pair of schools: proposed, agreed to, signed by both heads, begun, planned, a visit signed by both; and what
// the curator sees of it on a phone.
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { promise } from './kit/pairs.mjs';
import { startServer } from './kit/server.mjs';

const REASON = 'Соседи по дороге, в обеих школах сельские дети и маленькие классы';
const AGREED = 'Показать урок с полосками в пятом классе';

let server, browser, helps, helped, coordinator, curator, pair;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const antipina = await apiAs(server.origin, 'antipina-es');
  const gordeev = await apiAs(server.origin, 'gordeev-ai');
  const rahimova = await apiAs(server.origin, 'rahimova-lf');
  const [mentor, mentee] = [antipina, gordeev].map(({ me }) => me.affiliations[0].org.id);
  await promise(antipina, mentor, 'statistics');
  const mine = await rahimova.get(`/pairings?school=${mentee}&live=true`);
  const known = mine.items.find(({ theme, mentor: org }) => theme === 'statistics' && org.id === mentor);
  pair =
    known ??
    (await rahimova.post('/pairings', {
      mentor_id: mentor,
      mentee_id: mentee,
      theme_kind: 'subject',
      theme: 'statistics',
      skills: [],
      reason: REASON,
    }));
  helps = await insider(browser, server.origin, 'antipina-es');
  helped = await insider(browser, server.origin, 'gordeev-ai');
  coordinator = await insider(browser, server.origin, 'rahimova-lf');
  curator = await insider(browser, server.origin, 'bahtiyarova-rsh', {
    viewport: PHONE,
  });
});
after(() => closeAll(helps, helped, coordinator, curator, browser, server));

const open = ({ page }, tab = '') => page.goto(`/pairings/${pair.id}${tab && `?tab=${tab}`}`);
const next = ({ page }) => page.getByRole('region', { name: 'Что дальше' });

journey('both schools find the pair among theirs and agree to it', async () => {
  await helped.page.goto('/pairings');
  const card = helped.page.getByRole('listitem').filter({ hasText: `Пара № ${pair.number}` });
  await card.getByText('Ждёт вас: Согласиться на пару').waitFor();
  await card.getByRole('link', { name: `Пара № ${pair.number}` }).click();
  await helped.page.getByText(REASON).waitFor();
  await next(helped).getByRole('button', { name: 'Согласиться на пару' }).click();
  await helped.page.getByText('Согласие записано').waitFor();

  await open(helps);
  await next(helps).getByRole('button', { name: 'Согласиться на пару' }).click();
  await helps.page.getByText('Обе школы согласны').first().waitFor();
  // Told by the live stream: nobody reloads.
  await helped.page.getByText('Обе школы согласны').first().waitFor();
});

journey(
  'the mentor’s deputy writes the agreement, both heads sign, and the page says whose word is missing',
  async () => {
    const { page } = helps;
    await next(helps).getByRole('link', { name: 'Подготовить соглашение' }).click();
    await page.getByRole('button', { name: 'Подготовить соглашение' }).click();
    await page.getByLabel('Номер').fill('17-м');
    await page.getByText('Сохранено', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Отправить на подпись' }).click();
    await page.getByText('Отправлено директорам обеих школ').waitFor();
    await page.getByRole('heading', { name: 'Соглашение № 17-м' }).waitFor();
    await page.getByRole('button', { name: 'Подписать соглашение' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Подписать', exact: true }).click();
    await page.getByText('Ждёт второй подписи').waitFor();
    await page.getByText('подписи ещё нет').waitFor();

    await next(helped).getByRole('link', { name: 'Подписать соглашение' }).click();
    await helped.page.getByRole('button', { name: 'Подписать соглашение' }).click();
    await helped.page.getByRole('dialog').getByRole('button', { name: 'Подписать', exact: true }).click();
    await helped.page.getByText('Подписано', { exact: true }).waitFor();
    const paper = helped.page.waitForEvent('download');
    await helped.page.getByRole('button', { name: 'PDF' }).click();
    await paper;
  },
);

journey('the coordinator begins the work, and it is seen in the picture of the territory', async () => {
  const { page } = coordinator;
  await page.goto('/pairings?state=agreed');
  await page.getByRole('link', { name: `Пара № ${pair.number}` }).click();
  await next(coordinator).getByRole('button', { name: 'Начать работу пары' }).click();
  await page.getByText('Пара начала работу').waitFor();
  await page.goto('/pairings/network');
  await page.getByRole('heading', { level: 1, name: 'Кто кому помогает' }).waitFor();
  await page
    .getByRole('button', {
      name: 'Подопечная школа: МБОУ ООШ № 12 п. Малый Увал',
    })
    .click();
  await page.getByRole('figure').getByText('→').last().waitFor();
});

journey('a ready plan is taken, a visit of it is held, and what was agreed stands in the plan', async () => {
  const { page } = helps;
  await open(helps, 'plan');
  await page.getByRole('button', { name: 'Взять готовый план' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Взять этот план' }).first().click();
  await page.getByText('План добавлен. Поправьте сроки и людей под себя.').waitFor();
  await page.getByRole('button', { name: 'Назначить посещение' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Назначить' }).click();
  await page
    .getByLabel('С кем встретились')
    .fill('Завуч, учитель математики, классные руководители пятых классов');
  await page.getByLabel('Что увидели').fill('Считают быстро, условие задачи читают на бегу.');
  await page.getByRole('button', { name: 'Добавить договорённость' }).click();
  await page.getByLabel('Договорённость 1', { exact: true }).fill(AGREED);
  await page.getByText('Сохранено', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Состоялось', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Состоялось', exact: true }).click();
  await page.getByRole('button', { name: 'Подписать', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Подписать', exact: true }).click();
  await page.getByText('подпись: Антипина Е. С.').waitFor();

  await open(helped, 'visits');
  await helped.page.getByText('Состоялось, ждёт подписей').waitFor();
  await helped.page.getByRole('article').getByRole('link').first().click();
  await helped.page.getByRole('button', { name: 'Подписать', exact: true }).click();
  await helped.page.getByRole('dialog').getByRole('button', { name: 'Подписать', exact: true }).click();
  await helped.page.getByText('Подписано обеими').first().waitFor();
  await open(helped, 'plan');
  await helped.page.getByRole('heading', { name: AGREED }).waitFor();
});

journey('what is done by mistake is undone', async () => {
  const { page } = helps;
  await open(helps, 'plan');
  const item = page.getByRole('article').filter({ hasText: AGREED });
  await item.getByRole('button', { name: 'Сделано' }).click();
  await page.getByLabel('Сколько часов заняло').fill('1,5');
  await page.getByRole('dialog').getByRole('button', { name: 'Сделано' }).click();
  await page.getByText('Отмечено: сделано').waitFor();
  await page.getByRole('button', { name: 'Вернуть', exact: true }).click();
  await item.getByRole('button', { name: 'Сделано' }).waitFor();
});

const order = ({ page }) => page.getByRole('list', { name: 'По порядку' });
const titles = (person) => order(person).locator('li p:first-child').allTextContents();
const second = async (person, title) =>
  order(person).getByRole('listitem').nth(1).filter({ hasText: title }).waitFor();

journey(
  'an item is moved by a button and by the keyboard, and the other school sees it at once',
  async () => {
    const { page } = helps;
    const moved = (press) => Promise.all([page.waitForResponse(/\/move$/), press]);
    await open(helps, 'plan');
    await page.getByRole('link', { name: 'По порядку' }).click();
    await open(helped, 'plan&order=own');
    for (const one of [helps, helped]) await order(one).getByRole('button').first().waitFor();
    const before = await titles(helps);
    const down = page.getByRole('button', { name: `Ниже: ${before[0]}`, exact: true });
    await moved(down.click());
    const after = [before[1], before[0], ...before.slice(2)];
    await second(helped, before[0]);
    if ((await titles(helped)).join() !== after.join()) throw new Error('the other school has another order');
    // The finger stays on the same button: one press more brings it down once more, the other button back.
    await moved(page.keyboard.press('Enter'));
    await second(helps, before[2]);
    await moved(page.getByRole('button', { name: `Выше: ${before[0]}`, exact: true }).press('Enter'));
    await helped.page.reload();
    await second(helped, before[0]);
    if ((await titles(helped)).join() !== after.join()) throw new Error('an order was lost');
  },
);

journey('an item is tied to an event that is there, and let go again', async () => {
  const { page } = helps;
  const antipina = await apiAs(server.origin, 'antipina-es');
  const title = 'Семинар о полосках, который уже назначен';
  await antipina.post('/events', { title, host: antipina.me.affiliations[0].org.id });
  await open(helps, 'plan');
  const item = page.getByRole('article').filter({ hasText: AGREED });
  await item.getByRole('button', { name: 'Действия' }).click();
  await page.getByRole('menuitem', { name: 'Связать с событием' }).click();
  const row = page.getByRole('dialog').getByRole('listitem').filter({ hasText: title });
  await row.getByRole('button', { name: 'Связать' }).click();
  await page.getByText('Событие связано с пунктом').waitFor();
  await item.getByRole('link', { name: 'Событие: черновик' }).waitFor();
  await item.getByRole('button', { name: 'Действия' }).click();
  await page.getByRole('menuitem', { name: 'Отвязать событие' }).click();
  await page.getByText('Пункт свободен, событие осталось в календаре').waitFor();
  await item.getByRole('button', { name: 'Создать событие' }).waitFor();
});

journey(
  'two people change the same item: both versions stand side by side, nothing typed is lost',
  async () => {
    const edit = async ({ page }) => {
      await page
        .getByRole('article')
        .filter({ hasText: AGREED })
        .getByRole('button', { name: 'Действия' })
        .click();
      await page.getByRole('menuitem', { name: 'Изменить' }).click();
      await page.getByRole('dialog').getByLabel('Зачем').waitFor();
    };
    await open(helped, 'plan');
    await open(helps, 'plan');
    await edit(helps);
    await edit(helped);
    await helped.page.getByRole('dialog').getByLabel('Зачем').fill('Чтобы полоски увидели все');
    await helped.page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await helped.page.getByText('Чтобы полоски увидели все').waitFor();
    const { page } = helps;
    await page.getByRole('dialog').getByLabel('Зачем').fill('Чтобы разобрать задание 8');
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await page.getByRole('dialog').getByText('Чтобы полоски увидели все').waitFor();
    await page.getByRole('button', { name: 'Оставить оба, одно под другим' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const goal = page.getByRole('article').filter({ hasText: AGREED });
    await goal.getByText('Чтобы полоски увидели все').waitFor();
    await goal.getByText('Чтобы разобрать задание 8').waitFor();
  },
);

journey('the curator of the school sees on a phone that a pair has gone quiet', async () => {
  const { page } = curator;
  // The clock of the server is not ours: what it says of the last deed is made older on its way.
  await page.route('**/api/v1/pairings*', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    for (const one of body.items) if (one.id === pair.id) one.silent_days = 41;
    await route.fulfill({ response: answer, json: body });
  });
  await page.goto('/pairings');
  const card = page.getByRole('listitem').filter({ hasText: `Пара № ${pair.number}` });
  await card.getByText('тихо 41 день').waitFor();
  await card.getByRole('link', { name: `Пара № ${pair.number}` }).click();
  await page.getByRole('link', { name: 'План', exact: true }).click();
  await page.getByRole('heading', { name: AGREED }).waitFor();
  // A curator reads and does not write.
  if (await page.getByRole('button', { name: 'Сделано' }).count())
    throw new Error('a curator may mark things as done');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) throw new Error(`${wide} px wider than the phone`);
});
