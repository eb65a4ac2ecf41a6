// The day of an event: the host scans at the door without a line, shows the code on the screen, keeps the list; a
// colleague types the code and shows her pass.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { artifacts, closeAll, eventually, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { filmOf } from './kit/camera.mjs';
import { readQr } from './kit/qr.mjs';
import { startServer } from './kit/server.mjs';

const TITLE = 'Проценты на школьной ярмарке';
let server, browser, host, guest, event, pass, folder;
let gordeev;

/** What the wall shows in Moscow so many minutes from now. */
function wall(minutes) {
  const at = new Date(Date.now() + (minutes + 180) * 60_000);
  return at.toISOString().slice(0, 16);
}

before(async () => {
  server = await startServer();
  gordeev = await apiAs(server.origin, 'gordeev-ai');
  const plan = {
    kind: 'seminar',
    audience: 'network',
    level: 'school',
    registration: 'open',
    title: TITLE,
    summary: 'Считаем выручку ярмарки вместе.',
    host: gordeev.me.affiliations[0].org.id,
    subjects: ['math'],
    starts: wall(20),
    ends: wall(80),
    time_zone: 'Europe/Moscow',
    place: 'Кабинет 12',
    room: { capacity: 5, waiting: 5 },
    programme: [{ minute: 0, minutes: 60, title: 'Ярмарка', who: '' }],
  };
  const draft = await gordeev.post('/events', plan);
  event = await gordeev.post(`/events/${draft.id}/publish`);
  const somova = await apiAs(server.origin, 'somova-ea');
  const mine = await somova.post(`/events/${event.id}/registrations`, { way: 'room' });
  const latypova = await apiAs(server.origin, 'latypova-am');
  await latypova.post(`/events/${event.id}/registrations`, { way: 'room' });
  pass = `${server.origin}${event.path}#pass=${mine.id}`;
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'staffroom-film-'));
  browser = await startBrowser(filmOf(pass, path.join(folder, 'pass.y4m')));
  host = await insider(browser, server.origin, 'gordeev-ai', { viewport: PHONE, permissions: ['camera'] });
  guest = await insider(browser, server.origin, 'latypova-am', { viewport: PHONE });
});
after(async () => {
  await closeAll(host, guest, browser, server);
  fs.rmSync(folder, { recursive: true, force: true });
});

const listed = () => gordeev.get(`/events/${event.id}/attendance`);

journey('a pass scanned without a line is kept, and sent when the line is back', async () => {
  const { page, context } = host;
  await page.goto(event.path);
  await page.getByRole('link', { name: 'День события' }).click();
  await page.getByRole('heading', { level: 1, name: 'День события' }).waitFor();
  await page.getByRole('link', { name: /^Сомова/ }).waitFor();
  // The scanner came with the page: a cellar has no line.
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Сканировать' }).click();
  await page
    .getByRole('dialog')
    .getByText(/^Сомова/)
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();
  await page.getByText('Связи нет: 1 отметка ждёт').waitFor();
  await page.getByRole('button', { name: /^Здесь: Сомова/ }).waitFor();
  assert.equal((await listed()).filter((row) => row.attended_at).length, 0);
  await context.setOffline(false);
  await page.getByText('Связи нет: 1 отметка ждёт').waitFor({ state: 'detached' });
  await eventually(async () => (await listed()).find((row) => row.attended_at)?.marks[0].method, 'scan');
});

journey('the code on the screen, typed on a phone, says who is there', async () => {
  await host.page.getByRole('button', { name: 'Код на экран' }).click();
  const screen = host.page.getByRole('dialog', { name: TITLE });
  const code = await screen.getByText(/^[0-9A-Z]{3} [0-9A-Z]{3}$/).textContent();
  const qr = screen.getByRole('img', { name: /^QR-код, который открывает/ });
  assert.equal(await readQr(qr), `${server.origin}${event.path}?code=${code.replace(' ', '')}`);

  await guest.page.goto(event.path);
  await guest.page.getByLabel('Код с экрана').fill('000 000');
  await guest.page.getByRole('button', { name: 'Я здесь' }).click();
  await guest.page.getByText('Код не подошёл').waitFor();
  await guest.page.goto(`${event.path}?code=${code.replace(' ', '').toLowerCase()}`);
  await guest.page.getByRole('button', { name: 'Показать мой QR' }).click();
  const own = await readQr(guest.page.getByRole('img', { name: 'QR-код вашей записи' }));
  assert.match(own, /^http.*\/e\/\d+#pass=[0-9a-f-]{36}$/);
  await guest.page.getByRole('button', { name: 'Я здесь' }).click();
  await guest.page.getByText(/^Вы отмечены/).waitFor();
  await screen.getByText('Отметились 2 человека').waitFor({ timeout: 20_000 });
  await screen.getByRole('button', { name: 'Закрыть' }).click();
});

journey('the list of the host has the last word', async () => {
  const { page } = host;
  await page.getByLabel('Найти по фамилии или школе').fill('латып');
  await page.getByRole('button', { name: /^Здесь: Латыпова/ }).click();
  await page.getByRole('button', { name: /^Отметить: Латыпова/ }).waitFor();
  await eventually(async () => (await listed()).filter((row) => row.attended_at).length, 1);
  await page.getByLabel('Найти по фамилии или школе').fill('');
  await page.getByRole('button', { name: 'Ещё нет', exact: true }).click();
  await page.getByRole('link', { name: /^Латыпова/ }).waitFor();
  assert.equal(await page.getByRole('link', { name: /^Сомова/ }).count(), 0);
});

journey('the poster and the month fit their sheets', async () => {
  const { page } = host;
  const sheets = async (name) => {
    fs.mkdirSync(artifacts, { recursive: true });
    const pdf = await page.pdf({ preferCSSPageSize: true, path: path.join(artifacts, `${name}.pdf`) });
    return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  };
  await page.goto(`${event.path}/poster`);
  const code = page.getByRole('img', { name: 'QR-код страницы события' });
  await code.waitFor();
  assert.equal(await readQr(code), `${server.origin}${event.path}`);
  assert.equal(await sheets('print-poster'), 1);
  await page.goto('/events?view=month');
  await page.getByRole('table').waitFor();
  await page.waitForLoadState('networkidle');
  assert.ok((await sheets('print-month')) <= 2);
});
