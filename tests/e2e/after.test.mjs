// What stays of an event: certificates, materials, minutes and what participants say; and a guest who came by a letter.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, eventually, insider, journey, PHONE, startBrowser, visitor } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

const TITLE = 'Проценты по чекам: что взять на урок в понедельник';
const OPEN = 'Открытый вечер задач для родителей';
const GUEST = { name: 'Павел Дремов', email: 'dremov@uval.example' };
let server, browser, host, somova, path, open;

/** The wall of Moscow so many minutes from now. */
const wall = (minutes) => new Date(Date.now() + (minutes + 180) * 60_000).toISOString().slice(0, 16);
const plan = (host) => ({
  kind: 'seminar',
  level: 'school',
  audience: 'network',
  registration: 'open',
  host,
  subjects: ['math'],
  grades: [5],
  time_zone: 'Europe/Moscow',
  place: 'Кабинет 12',
  room: { capacity: 20, waiting: null },
  programme: [{ minute: 0, minutes: 60, title: 'Разбираем чеки', who: '' }],
});

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const head = await apiAs(server.origin, 'gordeev-ai');
  const school = head.me.affiliations[0].org.id;
  // It has begun already: who came is marked, and it can be called held.
  const draft = await head.post('/events', {
    ...plan(school),
    title: TITLE,
    summary: 'Считаем скидки по настоящим чекам.',
    starts: wall(-30),
    ends: wall(30),
  });
  const event = await head.post(`/events/${draft.id}/publish`);
  path = event.path;
  for (const login of ['somova-ea', 'latypova-am']) {
    const { me } = await apiAs(server.origin, login);
    const { id } = await head.post(`/events/${event.id}/registrations`, {
      way: 'room',
      person_id: me.id,
    });
    const at = new Date().toISOString();
    const marks = [{ registration_id: id, method: 'list', present: true, at }];
    await head.post(`/events/${event.id}/attendance/marks`, { marks });
  }
  const evening = await head.post('/events', {
    ...plan(school),
    kind: 'parent_meeting',
    audience: 'everyone',
    guests: true,
    title: OPEN,
    summary: 'Решаем вместе.',
    starts: wall(7 * 24 * 60),
    ends: wall(7 * 24 * 60 + 90),
  });
  open = await head.post(`/events/${evening.id}/publish`);
  host = await insider(browser, server.origin, 'gordeev-ai');
  somova = await insider(browser, server.origin, 'somova-ea', {
    viewport: PHONE,
  });
});
after(() => closeAll(host, somova, browser, server));

journey('the host gives certificates to everybody who was there', async () => {
  const { page } = host;
  await page.goto(path);
  await page.getByRole('button', { name: 'Действия с событием' }).click();
  await page.getByRole('menuitem', { name: 'Отметить: состоялось' }).click();
  await page.getByText('Отмечено: состоялось').waitFor();
  await page.getByRole('button', { name: 'Действия с событием' }).click();
  await page.getByRole('menuitem', { name: 'Сертификаты' }).click();
  await page.getByRole('heading', { level: 1, name: 'Сертификаты участников' }).waitFor();
  await page.getByText('Сомовой Елене Андреевне').waitFor();
  await page.getByRole('button', { name: 'Выдать 2' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Выдать' }).click();
  await page.getByText('выдан', { exact: true }).nth(1).waitFor();
  const archive = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Все в одном архиве' }).click();
  assert.match((await archive).suggestedFilename(), /\.zip$/);
});

journey('a participant finds her certificate, takes the PDF, and its number can be checked', async () => {
  const { page } = somova;
  await page.goto('/events/certificates');
  await page.getByRole('link', { name: TITLE }).waitFor();
  const paper = page.waitForEvent('download');
  const mine = page.getByRole('listitem').filter({ hasText: TITLE });
  await mine.getByRole('button', { name: 'Скачать PDF' }).click();
  assert.match((await paper).suggestedFilename(), /\.pdf$/);
  const number = mine.getByRole('link', { name: '№' });
  const address = await number.getAttribute('href');
  await number.click();
  await page.getByText('Сертификат подлинный').waitFor();
  // The same number for somebody from outside, without the application.
  const stranger = await visitor(browser, server.origin);
  await stranger.page.goto(address);
  await stranger.page.getByText('Сомова Е. А.').waitFor();
  await stranger.close();
});

journey('materials and minutes of the host are on the page of the event', async () => {
  const { page } = host;
  await page.goto(path);
  await page.getByRole('button', { name: 'Добавить материал' }).click();
  await page.getByLabel('Что это').selectOption('link');
  await page.getByLabel('Адрес').fill('https://uval.example/cheki');
  await page.getByLabel('Как назвать').fill('Чеки для печати');
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await page.getByRole('link', { name: 'Чеки для печати' }).waitFor();
  await page.getByRole('button', { name: 'Написать протокол' }).click();
  await page.getByRole('button', { name: 'Добавить решение' }).click();
  await page.getByRole('textbox', { name: 'Решение 1' }).fill('Собрать чеки к четвёртой неделе');
  await page.getByLabel('Или имя, если человека нет в сети').fill('родительский комитет');
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await page.getByText('Собрать чеки к четвёртой неделе').waitFor();

  await somova.page.goto(path);
  await somova.page.getByRole('link', { name: 'Чеки для печати' }).waitFor();
  await somova.page.getByText('Собрать чеки к четвёртой неделе').waitFor();
});

journey('who was there says how useful it was, and few answers stay closed', async () => {
  const { page } = somova;
  await page.goto(path);
  await page.getByText('4', { exact: true }).click();
  await page.getByLabel('Что возьмёте в работу?').fill('Чеки из столовой');
  await page.getByRole('button', { name: 'Отправить' }).click();
  await page.getByText('Спасибо, ответ записан').first().waitFor();
  await host.page.goto(path);
  await host.page.getByText('Ответов пока меньше трёх').waitFor();
});

journey(
  'a guest without an account registers by a letter, is on the list, and gives the place back',
  async () => {
    const guest = await visitor(browser, server.origin, { viewport: PHONE });
    const { page } = guest;
    await page.goto(open.path);
    await page.getByRole('link', { name: 'Записаться гостем' }).click();
    await page.getByLabel('Имя и фамилия').fill(GUEST.name);
    await page.getByLabel('Почта').fill(GUEST.email);
    await page.getByLabel('Даю согласие').check();
    await page.getByRole('button', { name: 'Записаться' }).click();
    await page.getByText(`Письмо отправлено на ${GUEST.email}`).waitFor();
    const letter = page.getByRole('article').filter({ hasText: GUEST.email }).first();
    await eventually(async () => {
      await page.goto('/dev/mail');
      return (await letter.count()) > 0;
    }, true);
    await letter.getByRole('link').first().click();
    await page.getByText(`${GUEST.name}, вы записаны.`).waitFor();

    await host.page.goto(open.path);
    await host.page.getByRole('button', { name: 'Действия с событием' }).click();
    await host.page.getByRole('menuitem', { name: 'Участники' }).click();
    await host.page.getByText('1 гость без учётной записи').waitFor();
    await host.page.getByText(GUEST.name).waitFor();

    await page.getByRole('button', { name: 'Отменить запись' }).click();
    await page.getByRole('button', { name: 'Отказаться' }).click();
    await page.getByRole('heading', { name: 'Запись отменена' }).waitFor();
    await guest.close();
  },
);
