// Two teachers in two browsers talk in a live topic.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { eventually, insider, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, somova, petrova, leader, space;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  somova = await insider(browser, server.origin, 'somova-ea');
  petrova = await insider(browser, server.origin, 'petrova-ai');
  leader = await apiAs(server.origin, 'belyaeva-nv');
  space = await leader.space('РМО математиков Журавлинского');
});
after(async () => {
  await somova?.close();
  await petrova?.close();
  await browser?.close();
  await server?.stop();
});

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

test('a reply written in the rich editor is seen by the other without a reload', async () => {
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
  assert.equal(await post(somova.page, 'Проценты начинаем с ценников.').count(), 1);
});

test('who is typing is seen while she types', async () => {
  await meet('Кто пишет');
  await box(somova.page).click();
  await somova.page.keyboard.type('Сейчас расскажу');
  await petrova.page.getByText('Сомова Е. пишет…').waitFor();
});

test('a reaction rises for both', async () => {
  await meet('Отметки');
  await say(somova.page, 'Карточки на шесть ценников, по два на парту.');
  await post(petrova.page, 'Карточки на шесть').getByRole('button', { name: 'применю' }).click();
  await post(somova.page, 'Карточки на шесть').getByText('применю 1').waitFor();
});
