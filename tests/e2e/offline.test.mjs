// A broken line loses nothing and doubles nothing.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, eventually, insider, journey, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, colleague, space;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  colleague = await apiAs(server.origin, 'petrova-ai');
  space = await colleague.space('РМО математиков Журавлинского');
});
after(() => closeAll(browser, server));

const box = (page) => page.getByRole('textbox', { name: 'Ваш ответ' });
const posts = (page, text) => page.getByRole('article', { name: /^Сообщение № / }).filter({ hasText: text });

async function stored(topic, text) {
  const page = await colleague.get(`/topics/${topic.id}/posts?after=0&limit=100`);
  return page.posts.filter((post) => post.html.includes(text)).length;
}

async function open(title) {
  const topic = await colleague.topic(space, title);
  const somova = await insider(browser, server.origin, 'somova-ea');
  await somova.page.goto(`/t/${topic.id}`);
  await posts(somova.page, 'Первое сообщение темы.').waitFor();
  return { topic, somova };
}

/** What stands in the reply box, be it the plain field or the editor. */
const written = (page) => box(page).evaluate((field) => (field.value ?? field.innerText).trim());

async function write(page, text) {
  await box(page).click();
  await page.getByRole('toolbar', { name: 'Оформление текста' }).waitFor();
  await page.keyboard.type(text);
}

journey('a reply written without a connection arrives exactly once after the line is back', async () => {
  const { topic, somova } = await open('Нет связи');
  await write(somova.page, 'Из автобуса, связь пропадает.');
  await somova.context.setOffline(true);
  await somova.page.keyboard.press('Control+Enter');
  await somova.page.getByText('Нет связи, ответ уйдёт сам').waitFor();
  assert.equal(await stored(topic, 'Из автобуса'), 0);
  await somova.context.setOffline(false);
  await posts(somova.page, 'Из автобуса').waitFor();
  assert.equal(await posts(somova.page, 'Из автобуса').count(), 1);
  assert.equal(await stored(topic, 'Из автобуса'), 1);
  await somova.close();
});

journey('an unsent reply outlives the closed tab', async () => {
  const { topic, somova } = await open('Закрытая вкладка');
  await write(somova.page, 'Закрыла ноутбук.');
  await somova.context.setOffline(true);
  await somova.page.keyboard.press('Control+Enter');
  await somova.page.getByText('Нет связи, ответ уйдёт сам').waitFor();
  await somova.page.close();
  await somova.context.setOffline(false);
  const again = await somova.context.newPage();
  await again.goto(`/t/${topic.id}`);
  await posts(again, 'Закрыла ноутбук.').waitFor();
  assert.equal(await stored(topic, 'Закрыла ноутбук.'), 1);
  await somova.close();
});

journey('a reply whose answer was lost on the way back is not written twice', async () => {
  const { topic, somova } = await open('Потерянный ответ');
  let lost = 0;
  await somova.page.route(/\/topics\/[^/]+\/posts$/, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await write(somova.page, 'Дошло, но ответа не было.');
  await somova.page.keyboard.press('Control+Enter');
  await somova.page
    .getByRole('article', { name: 'Ваш ответ, ещё не отправлен' })
    .waitFor({ state: 'detached' });
  await posts(somova.page, 'Дошло, но').waitFor();
  assert.equal(lost, 1);
  assert.equal(await posts(somova.page, 'Дошло, но').count(), 1);
  assert.equal(await stored(topic, 'Дошло, но'), 1);
  await somova.close();
});

journey('a restart of the server is seen, survived, and what was said meanwhile is caught up', async () => {
  const { topic, somova } = await open('Перезапуск');
  await write(somova.page, 'Пишу во время перезапуска.');
  const back = server.restart({ downtime: 1500 });
  await somova.page.waitForTimeout(700);
  await somova.page.keyboard.press('Control+Enter');
  await back;
  await colleague.post(`/topics/${topic.id}/posts`, { body: 'А я уже на связи.' });
  await posts(somova.page, 'А я уже на связи.').waitFor();
  await posts(somova.page, 'Пишу во время').waitFor();
  assert.equal(await stored(topic, 'Пишу во время'), 1);
  await somova.close();
});

journey('a draft survives a reload and follows to another device', async () => {
  const { topic, somova } = await open('Черновик');
  await write(somova.page, 'Недописанная мысль о дробях');
  await somova.page.getByText('Черновик сохранён.').waitFor();
  await somova.page.reload();
  await box(somova.page).waitFor();
  await eventually(() => written(somova.page), 'Недописанная мысль о дробях');
  const phone = await insider(browser, server.origin, 'somova-ea');
  await phone.page.goto('/drafts');
  await phone.page.getByText('Недописанная мысль о дробях').waitFor();
  await phone.page.goto(`/t/${topic.id}`);
  await box(phone.page).waitFor();
  await eventually(() => written(phone.page), 'Недописанная мысль о дробях');
  await phone.close();
  await somova.close();
});
