// The calendar besides the agenda: a month by keys, one's own calendar with what collides, a list that becomes a feed,
// and what coordinators and teachers count.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, insider, journey, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, teacher, coordinator;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  teacher = await insider(browser, server.origin, 'somova-ea');
  coordinator = await insider(browser, server.origin, 'rahimova-lf');
});
after(() => closeAll(teacher, coordinator, browser, server));

const dateIn = (page) => new URL(page.url()).searchParams.get('date');

journey('a month is walked by arrows, and the day that is chosen is told below', async () => {
  const { page } = teacher;
  await page.goto('/events?subject=math');
  await page.getByRole('link', { name: 'Месяц' }).click();
  await page.getByRole('table', { name: /^События по дням/ }).waitFor();
  await page.locator('[data-day] a[aria-current="date"]').focus();
  const today = await page.locator('[data-day]:has(:focus)').getAttribute('data-day');
  await page.keyboard.press('ArrowDown');
  const next = await page.locator('[data-day]:has(:focus)').getAttribute('data-day');
  assert.equal(Date.parse(next) - Date.parse(today), 7 * 24 * 3_600_000);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('date') === next);
  await page.getByRole('link', { name: 'Позже' }).click();
  await page.waitForURL((url) => url.searchParams.get('date') > next);
  assert.equal(dateIn(page).slice(8), '01');
  assert.match(page.url(), /subject=math/);
  await page.getByRole('link', { name: 'Неделя' }).click();
  await page.getByRole('listitem').getByRole('heading', { level: 3 }).first().waitFor();
  await page.getByRole('link', { name: 'Повестка' }).click();
  await page.waitForURL((url) => !url.searchParams.has('date') && !url.searchParams.has('view'));
});

journey('what one sees becomes a calendar of one’s own', async () => {
  const { page } = teacher;
  await page.goto('/events?subject=math&kind=open_lesson');
  await page.getByRole('button', { name: 'В свой календарь' }).click();
  const window = page.getByRole('dialog', { name: 'В свой календарь' });
  assert.equal(await window.getByLabel('Как назвать').inputValue(), 'Математика · Открытый урок');
  await window.getByRole('button', { name: 'Получить адрес' }).click();
  await window.getByLabel('Адрес календаря').waitFor();
  const me = await apiAs(server.origin, 'somova-ea');
  const [feed] = await me.get('/calendar-feeds');
  assert.deepEqual([feed.scope.subject, feed.scope.kind, feed.scope.mine], ['math', 'open_lesson', false]);
});

journey('events that collide are marked in one’s calendar', async () => {
  const head = await apiAs(server.origin, 'gordeev-ai');
  const day = new Date(Date.now() + 12 * 24 * 3_600_000).toISOString().slice(0, 10);
  const me = await apiAs(server.origin, 'somova-ea');
  for (const [title, starts, ends] of [
    ['Чертёж по клеточкам', '15:00', '16:30'],
    ['Задачи без чисел', '16:00', '17:00'],
  ]) {
    const draft = await head.post('/events', {
      kind: 'seminar',
      audience: 'network',
      level: 'school',
      registration: 'open',
      title,
      summary: 'Пробуем вместе.',
      host: head.me.affiliations[0].org.id,
      subjects: ['math'],
      starts: `${day}T${starts}`,
      ends: `${day}T${ends}`,
      time_zone: 'Europe/Moscow',
      place: 'Кабинет 3',
      room: { capacity: 9, waiting: null },
      programme: [{ minute: 0, minutes: 30, title: 'Проба', who: '' }],
    });
    const event = await head.post(`/events/${draft.id}/publish`);
    await me.post(`/events/${event.id}/registrations`, { way: 'room' });
  }
  const { page } = teacher;
  await page.goto('/events?filter=mine');
  await page.getByText('В то же время: Задачи без чисел').waitFor();
  await page.getByText('В то же время: Чертёж по клеточкам').waitFor();
  await page.getByRole('link', { name: 'Чертёж по клеточкам', exact: true }).click();
  await page.getByText('В это время вы уже записаны:').waitFor();
});

journey('a coordinator sees who took part, by schools and as a sheet', async () => {
  const { page } = coordinator;
  await page.goto('/events');
  await page.getByRole('button', { name: 'Ещё о календаре' }).click();
  await page.getByRole('menuitem', { name: 'Охват' }).click();
  await page.getByRole('heading', { level: 1, name: 'Охват' }).waitFor();
  await page.getByRole('button', { name: 'Таблицей' }).click();
  assert.ok((await page.getByRole('table').getByRole('rowheader').count()) > 1);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Таблица XLSX' }).click();
  assert.match((await coming).suggestedFilename(), /\.xlsx$/);
  await page.getByLabel('Предмет').selectOption('math');
  await page.waitForURL(/subject=math/);
});

journey('a teacher reads her hours', async () => {
  const { page } = teacher;
  await page.goto('/events/hours');
  await page.getByRole('heading', { level: 1, name: 'Мои часы' }).waitFor();
  await page.getByRole('button', { name: 'Пять лет' }).click();
  await page.waitForURL(/from=/);
});
