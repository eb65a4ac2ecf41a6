// Planning beyond one event: a series from a rule, what else is at that time, teachers a head sends together.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, insider, journey, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

const TITLE = 'Кружок задач: проценты по вторникам';
let server, browser, head, series;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  head = await insider(browser, server.origin, 'gordeev-ai');
});
after(() => closeAll(head, browser, server));

/** A Tuesday, three weeks on or so. */
const tuesday = (() => {
  const at = new Date(Date.now() + 21 * 24 * 3_600_000);
  while (at.getUTCDay() !== 2) at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
})();

journey('a rule in the form makes events of their own, published by one press', async () => {
  const { page } = head;
  await page.goto('/events/new');
  await page.getByLabel('Название').fill(TITLE);
  await page.getByLabel('Коротко о главном').fill('По одной задаче в неделю.');
  await page.getByRole('button', { name: 'Сохранить и дальше' }).click();
  await page.getByLabel('Начало').fill(`${tuesday}T15:00`);
  await page.getByLabel('Конец').fill(`${tuesday}T16:00`);
  await page.getByLabel('Чьё это время').selectOption('Europe/Moscow');
  await page.getByLabel('Место', { exact: true }).fill('Кабинет 12');
  await page.getByLabel('Сколько мест').fill('12');
  await page.getByLabel('Повторяется').check();
  await page.getByText('Получится 4 события').waitFor();
  await page.getByRole('button', { name: 'Сохранить и дальше' }).click();
  await page.getByRole('button', { name: 'Добавить пункт' }).click();
  await page.getByLabel('Что будет').fill('Задача недели');
  await page.getByRole('button', { name: 'Создать серию' }).click();
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await page.getByText('каждую неделю: вт · 4 раза').waitFor();
  await page.getByRole('button', { name: 'Опубликовать 4' }).click();
  await page.getByText('Опубликовано 4 события').waitFor();
  series = new URL(page.url()).pathname;
});

journey('a change of one event reaches those that follow', async () => {
  const { page } = head;
  await page.getByRole('link', { name: TITLE }).nth(1).click();
  await page.getByText('2-е из 4 в серии').waitFor();
  await page.getByRole('link', { name: 'Править' }).click();
  await page.getByLabel('Название').fill(`${TITLE}, с чаем`);
  await page.getByLabel('это и следующие').check();
  await page.getByRole('button', { name: 'Сохранить и дальше' }).click();
  await page.waitForURL(/step=2/);
  await page.goto(series);
  await page
    .getByRole('link', { name: `${TITLE}, с чаем` })
    .nth(2)
    .waitFor();
  assert.equal(await page.getByRole('link', { name: `${TITLE}, с чаем` }).count(), 3);
});

journey('who plans is told what is at the same time', async () => {
  const { page } = head;
  const me = await apiAs(server.origin, 'gordeev-ai');
  const draft = await me.post('/events', {
    kind: 'seminar',
    title: 'Разбор контрольной',
    host: me.me.affiliations[0].org.id,
    starts: `${tuesday}T15:30`,
    ends: `${tuesday}T17:00`,
    time_zone: 'Europe/Moscow',
    room: { capacity: 5, waiting: null },
  });
  await page.goto(`/e/${draft.id}/edit?step=2`);
  await page.getByRole('heading', { name: 'В это время уже есть' }).waitFor();
  await page.getByRole('link', { name: TITLE, exact: true }).waitFor();
});

journey('a head sends two teachers together, and gives their places back', async () => {
  const coordinator = await apiAs(server.origin, 'rahimova-lf');
  const wallAt = (hour) => `${tuesday}T${hour}`;
  const draft = await coordinator.post('/events', {
    kind: 'seminar',
    title: 'Районный семинар: чтение условия задачи',
    summary: 'Как читать условие вдвоём.',
    host: coordinator.me.grants.find(({ scope }) => scope).scope.id,
    subjects: ['math'],
    starts: wallAt('10:00'),
    ends: wallAt('12:00'),
    time_zone: 'Europe/Moscow',
    place: 'Управление образования, зал',
    audience: 'network',
    room: { capacity: 10, waiting: 5 },
    programme: [{ minute: 0, minutes: 120, title: 'Работа в парах', who: '' }],
  });
  const event = await coordinator.post(`/events/${draft.id}/publish`);
  const { page } = head;
  await page.goto(event.path);
  await page.getByRole('button', { name: 'Записать своих учителей' }).click();
  const dialog = page.getByRole('dialog');
  const teachers = dialog.getByRole('checkbox');
  await teachers.nth(1).waitFor();
  const free = await teachers.evaluateAll((boxes) =>
    boxes.flatMap((box, no) => (box.disabled ? [] : [no])).slice(0, 2),
  );
  for (const no of free) await teachers.nth(no).check();
  await dialog.getByRole('button', { name: 'Записать 2 вместе' }).click();
  await page.getByText('Записаны 2 учителя').waitFor();
  await dialog.getByText('место уже есть').nth(1).waitFor();
  await dialog
    .getByRole('button', { name: /^Запись: / })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Отменить запись всей группы' }).click();
  await page.getByRole('button', { name: 'Отменить запись всей группы' }).click();
  await dialog.getByText('место уже есть').first().waitFor({ state: 'detached' });
});
