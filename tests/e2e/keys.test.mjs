// The keyboard alone, the other language, and the looks.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, eventually, insider, journey, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, somova, api, space;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  somova = await insider(browser, server.origin, 'somova-ea');
  api = await apiAs(server.origin, 'belyaeva-nv');
  space = await api.space('РМО математиков Журавлинского');
});
after(() => closeAll(somova, browser, server));

const focusedPost = (page) =>
  page.evaluate(() => document.querySelector('article.current')?.dataset.no ?? null);

journey('a topic is read and answered with the keyboard alone', async () => {
  const topic = await api.topic(space, 'Без мыши');
  for (const no of [2, 3, 4]) await api.post(`/topics/${topic.id}/posts`, { body: `Мысль ${no}.` });
  const { page } = somova;
  await page.goto(`/t/${topic.id}`);
  await page.getByRole('article', { name: /^Сообщение № 4,/ }).waitFor();
  await page.keyboard.press('j');
  const first = Number(await focusedPost(page));
  await page.keyboard.press('j');
  await eventually(() => focusedPost(page), String(first + 1));
  await page.keyboard.press('k');
  await eventually(() => focusedPost(page), String(first));
  await page.keyboard.press('r');
  await page.getByText(new RegExp(`в ответ на №\\s${first},`)).waitFor();
  await page.keyboard.type('Отвечаю не трогая мыши.');
  await page.keyboard.press('Control+Enter');
  const reply = page.getByRole('article', { name: /^Сообщение № 5,/ });
  await reply.getByText('Отвечаю не трогая мыши.').waitFor();
  await reply.getByText(`в ответ на № ${first},`).waitFor();
});

journey('«/» searches from anywhere and Enter opens what was found', async () => {
  const { page } = somova;
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('/');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('петрова');
  await page
    .getByRole('option', { name: /Петрова Анна/ })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await eventually(() => page.evaluate(() => document.activeElement.role), 'combobox');
  await page.keyboard.type('Общая учит');
  // The first is the query spelt out, the space stands among the spaces.
  const space = page
    .getByRole('group', { name: 'Пространства' })
    .getByRole('option', { name: /^Общая учительская/ });
  await space.waitFor();
  for (let press = 0; press < 15; press += 1) {
    await page.keyboard.press('ArrowDown');
    if ((await space.getAttribute('aria-selected')) === 'true') break;
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Общая учительская' }).waitFor();
});

journey('the first Tab offers to skip the navigation, and the focus is always seen', async () => {
  const { page } = somova;
  await page.goto('/people');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  await eventually(
    () => page.evaluate(() => document.activeElement?.textContent?.trim()),
    'Сразу к содержанию',
  );
  await page.keyboard.press('Enter');
  await eventually(() => page.evaluate(() => document.activeElement?.id), 'content');
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const at = document.activeElement;
      const { width, height } = at.getBoundingClientRect();
      const { outlineStyle, boxShadow } = getComputedStyle(at);
      const around = at.parentElement && getComputedStyle(at.parentElement).outlineStyle !== 'none';
      return {
        what: at.outerHTML.slice(0, 120),
        ok: width * height > 0 && (outlineStyle !== 'none' || boxShadow !== 'none' || around),
      };
    });
    assert.ok(seen.ok, `the focus cannot be seen on ${seen.what}`);
  }
});

journey('the language changes without a reload and stays', async () => {
  const { page } = somova;
  await page.goto('/spaces');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (window.sameDocument = true));
  // The account does not hear of it: the line breaks in this moment.
  await page.route('**/api/v1/me', (route) => route.abort());
  await look(page, 'English');
  await page.getByRole('link', { name: 'People and schools' }).first().waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  await page.unroute('**/api/v1/me');
  await page.reload();
  await page.getByRole('link', { name: 'People and schools' }).first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  const known = async () => (await (await apiAs(server.origin, 'somova-ea')).get('/me')).locale;
  await eventually(known, 'en');
  await page.getByRole('button', { name: /Сомова/ }).click();
  await page.getByRole('menuitem', { name: 'Appearance and language' }).click();
  await page.getByRole('dialog').getByLabel('Русский').check();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Люди и школы' }).first().waitFor();
});

async function look(page, choice) {
  await page.getByRole('button', { name: /Сомова/ }).click();
  await page.getByRole('menuitem', { name: 'Вид и язык' }).click();
  await page.getByRole('dialog').getByLabel(choice).check();
  await page.keyboard.press('Escape');
}

journey('dark and large-type looks are chosen by hand and stay', async () => {
  const { page } = somova;
  const shown = () => page.evaluate(() => document.documentElement.dataset.theme);
  const type = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const usual = await type();
  await look(page, 'Тёмное');
  assert.equal(await shown(), 'dark');
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await shown(), 'dark');
  await look(page, 'Версия для слабовидящих');
  assert.equal(await shown(), 'contrast');
  assert.ok((await type()) > usual, `${await type()} is not larger than ${usual}`);
  await look(page, 'Светлое');
  assert.equal(await shown(), 'light');
});
