// Two teachers in two browsers talk in a live topic.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, eventually, insider, journey, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, somova, petrova, leader, named, space;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  somova = await insider(browser, server.origin, 'somova-ea');
  petrova = await insider(browser, server.origin, 'petrova-ai');
  leader = await apiAs(server.origin, 'belyaeva-nv');
  named = await apiAs(server.origin, 'petrova-ai');
  space = await leader.space('РМО математиков Журавлинского');
});
after(() => closeAll(somova, petrova, browser, server));

const post = (page, text) => page.getByRole('article').filter({ hasText: text });
const box = (page) => page.getByRole('textbox', { name: 'Ваш ответ' });

/** Both have the same new topic before them. */
async function meet(title) {
  const topic = await leader.topic(space, title);
  for (const { page } of [somova, petrova]) {
    await page.goto(`/t/${topic.id}`);
    await post(page, 'Первое сообщение темы.').waitFor();
    await page.getByRole('status').filter({ hasText: 'На связи' }).first().waitFor({ state: 'attached' });
  }
  return topic;
}

async function say(page, text) {
  await box(page).click();
  await page.getByRole('toolbar', { name: 'Оформление текста' }).waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Control+Enter');
}

journey('a reply written in the rich editor is seen by the other without a reload', async () => {
  await meet('Разговор двоих');
  await box(somova.page).click();
  await somova.page.getByRole('button', { name: 'Жирный' }).click();
  await somova.page.keyboard.type('Проценты');
  await somova.page.getByRole('button', { name: 'Жирный' }).click();
  await somova.page.keyboard.type(' начинаем с ценников.');
  await somova.page.getByRole('button', { name: 'Отправить', exact: true }).click();
  const seen = post(petrova.page, 'Проценты начинаем с ценников.');
  await seen.waitFor();
  assert.equal(await seen.locator('strong').innerText(), 'Проценты');
  // The stream may bring it before the answer does: what was sent and what came are one a moment later.
  await eventually(() => post(somova.page, 'Проценты начинаем с ценников.').count(), 1);
});

journey('who is typing is seen while she types', async () => {
  await meet('Кто пишет');
  await box(somova.page).click();
  await somova.page.keyboard.type('Сейчас расскажу');
  await petrova.page.getByText('Сомова Е. пишет…').waitFor();
});

journey('a reaction rises for both', async () => {
  await meet('Отметки');
  await say(somova.page, 'Карточки на шесть ценников, по два на парту.');
  await post(petrova.page, 'Карточки на шесть').getByRole('button', { name: 'применю' }).click();
  await post(somova.page, 'Карточки на шесть').getByText('применю 1').waitFor();
});

journey('a quotation brings the words and their source', async () => {
  await meet('Цитата');
  await say(somova.page, 'Начинаем с дробей, проценты потом.');
  const quoted = post(petrova.page, 'Начинаем с дробей');
  await quoted.getByRole('button', { name: 'Цитировать' }).click();
  await box(petrova.page).getByText('Начинаем с дробей').waitFor();
  await petrova.page.keyboard.type('А у меня наоборот.');
  await petrova.page.keyboard.press('Control+Enter');
  const answer = post(somova.page, 'А у меня наоборот.');
  await answer.waitFor();
  assert.match(
    await answer.locator('blockquote').innerText(),
    /Сомова Е\. А\.[^]*№\s?2[^]*Начинаем с дробей/,
  );
});

journey('a mention rises in the inbox of the one who is named, and leads to the post', async () => {
  await meet('Упоминание');
  await petrova.page.goto('/spaces');
  const bell = petrova.page.getByRole('button', { name: /^Входящие/ });
  const unread = async () => Number(/\d+/.exec(await bell.getAttribute('aria-label'))?.[0] ?? 0);
  // The bell is there before its number is.
  const before = (await named.get('/notices/count')).unread;
  await eventually(unread, before);
  await box(somova.page).click();
  await somova.page.getByRole('toolbar', { name: 'Оформление текста' }).waitFor();
  await somova.page.keyboard.type('Спросим @Петрова');
  await somova.page.getByRole('option', { name: /Петрова Анна Игоревна/, selected: true }).waitFor();
  await somova.page.keyboard.press('Enter');
  await somova.page.keyboard.type('про рабочие листы.');
  await somova.page.keyboard.press('Control+Enter');
  await eventually(unread, before + 1);
  await bell.click();
  await petrova.page
    .getByRole('link', { name: /вас упоминает в теме «Упоминание»/ })
    .first()
    .click();
  await post(petrova.page, 'про рабочие листы').waitFor();
  await eventually(unread, before);
});

journey('new posts do not move the page under somebody who reads above', async () => {
  const topic = await meet('Спокойное чтение');
  for (let no = 2; no <= 12; no += 1)
    await leader.post(`/topics/${topic.id}/posts`, { body: `Сообщение номер ${no}.\n\nВторой абзац.` });
  await post(petrova.page, 'Сообщение номер 12.').waitFor({ state: 'attached' });
  await petrova.page.evaluate(() => window.scrollTo(0, 120));
  const seen = () =>
    petrova.page.evaluate(() => document.querySelector('#post-2').getBoundingClientRect().top);
  const before = await seen();
  await say(somova.page, 'Новое внизу.');
  await post(petrova.page, 'Новое внизу.').waitFor({ state: 'attached' });
  assert.equal(await seen(), before);
});
