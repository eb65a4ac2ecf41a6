// A seminar from its plan to the last place: the host publishes, one colleague registers and gives the place back, the
// next in the queue gets it.
import { after, before } from 'node:test';
import { closeAll, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

const TITLE = 'Чеки из буфета: процент за одну перемену';

let server, browser, host, first, second, address;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  host = await insider(browser, server.origin, 'gordeev-ai');
  first = await insider(browser, server.origin, 'somova-ea', {
    viewport: PHONE,
  });
  second = await insider(browser, server.origin, 'latypova-am');
});
after(() => closeAll(host, first, second, browser, server));

/** In ten days: what the wall shows there at this hour. */
const wall = (hour) => `${new Date(Date.now() + 10 * 24 * 3_600_000).toISOString().slice(0, 10)}T${hour}`;

journey('a head plans a seminar in three steps and publishes it', async () => {
  const { page } = host;
  await page.goto('/events');
  await page.getByRole('link', { name: 'Новое событие' }).first().click();
  await page.getByLabel('Название').fill(TITLE);
  await page.getByLabel('Коротко о главном').fill('Считаем скидки по настоящим чекам.');
  await page.getByRole('button', { name: 'Сохранить и дальше' }).click();
  await page.getByLabel('Начало').fill(wall('15:00'));
  await page.getByLabel('Конец').fill(wall('17:00'));
  await page.getByLabel('Чьё это время').selectOption('Europe/Moscow');
  await page.getByLabel('Место', { exact: true }).fill('Кабинет 12');
  await page.getByLabel('Сколько мест').fill('1');
  await page.getByRole('button', { name: 'Сохранить и дальше' }).click();
  await page.getByRole('button', { name: 'Добавить пункт' }).click();
  await page.getByLabel('Что будет').fill('Раздаём чеки');
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await page.getByRole('button', { name: 'Опубликовать' }).click();
  await page.getByText('Опубликовано: событие видят те, для кого оно').waitFor();
  await page.goto('/events?filter=hosting');
  address = await page.getByRole('link', { name: TITLE }).getAttribute('href');
});

journey('a colleague registers, the next one waits, and a place given back finds its owner', async () => {
  await first.page.goto(address);
  await first.page.getByText('15:00–17:00 МСК (17:00 у вас)').waitFor();
  await first.page.getByText('свободно 1 из 1').waitFor();
  await first.page.getByRole('button', { name: 'Записаться' }).click();
  await first.page.getByText('Вы записаны. Напомним за день и за час до начала.').waitFor();

  await second.page.goto(address);
  await second.page.getByRole('button', { name: 'Встать в очередь' }).click();
  await second.page.getByText(/Вы в очереди, 1-й номер\. Освободится место/).waitFor();

  await first.page.getByRole('button', { name: 'Отменить запись' }).click();
  await first.page.getByRole('button', { name: 'Отказаться' }).click();
  await first.page
    .getByRole('button', { name: 'Встать в очередь' })
    .or(first.page.getByRole('button', { name: 'Записаться' }))
    .waitFor();
  // Told by the live stream: nobody reloads.
  await second.page.getByText('Вы записаны. Напомним за день и за час до начала.').waitFor();
});

journey('the address of one’s calendar is told once and can be taken back', async () => {
  const { page } = second;
  await page.goto('/events/calendars');
  await page.getByRole('button', { name: 'Получить адрес' }).click();
  await page.getByLabel('Адрес календаря').waitFor();
  await page.getByRole('button', { name: 'Отозвать' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
  await page.getByText('Пока ни одного.').waitFor();
});
