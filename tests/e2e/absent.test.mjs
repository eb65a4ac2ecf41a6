// What a page says when something is not there: an old version's code, a topic that is hidden, a line.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, eventually, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

const NOWHERE = '019ac2cb-0000-7000-8000-000000000000';
let server, browser, colleague, space;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  colleague = await apiAs(server.origin, 'petrova-ai');
  space = await colleague.space('РМО математиков Журавлинского');
});
after(() => closeAll(browser, server));

const box = (page) => page.getByRole('textbox', { name: 'Ваш ответ' });
const written = (page) => box(page).evaluate((field) => (field.value ?? field.innerText).trim());

/** The server now names another version, and code that was not loaded yet is gone. */
async function update(page) {
  await page.route('**/_app/version.json', (route) => route.fulfill({ json: { version: 'next' } }));
  await page.route('**/_app/immutable/**', (route) => route.fulfill({ status: 404 }));
}
async function settle(page) {
  await page.unroute('**/_app/version.json');
  await page.unroute('**/_app/immutable/**');
}

journey('after an update a part that is gone says so, and the reload loses nothing typed', async () => {
  const topic = await colleague.topic(space, 'Новая версия');
  const somova = await insider(browser, server.origin, 'somova-ea');
  await somova.page.goto(`/t/${topic.id}`);
  await box(somova.page).click();
  await somova.page.getByRole('toolbar', { name: 'Оформление текста' }).waitFor();
  await somova.page.keyboard.type('Пишу прямо во время обновления');
  await update(somova.page);
  await somova.page.getByRole('button', { name: 'Практики, обсуждения, умения, люди' }).click();
  const told = somova.page.getByRole('dialog', {
    name: 'Вышла новая версия Учительской',
  });
  await told.waitFor();
  await told.getByRole('button', { name: 'Не сейчас' }).click();
  await somova.page.getByText('Обновите страницу, когда будет удобно').waitFor();
  await settle(somova.page);
  await somova.page.getByRole('button', { name: 'Обновить' }).click();
  await eventually(() => written(somova.page), 'Пишу прямо во время обновления');
  await somova.page.getByRole('button', { name: 'Практики, обсуждения, умения, люди' }).click();
  await somova.page.getByRole('dialog', { name: 'Поиск по сети' }).waitFor();
  await somova.close();
});

journey('a restart with another version is told to whoever has a page open', async () => {
  const somova = await insider(browser, server.origin, 'somova-ea');
  await somova.page.getByText('На связи').filter({ visible: true }).waitFor();
  await update(somova.page);
  await server.restart();
  await somova.page.getByText('Вышла новая версия Учительской').waitFor();
  await somova.close();
});

journey('a part that does not come for want of a line can be asked for again', async () => {
  const somova = await insider(browser, server.origin, 'somova-ea');
  await somova.context.setOffline(true);
  await somova.page.getByRole('button', { name: 'Практики, обсуждения, умения, люди' }).click();
  const told = somova.page.getByRole('dialog', { name: 'Нет связи' });
  await told.waitFor();
  await somova.context.setOffline(false);
  await told.getByRole('button', { name: 'Повторить' }).click();
  await somova.page.getByRole('dialog', { name: 'Поиск по сети' }).waitFor();
  await somova.close();
});

journey('a page that does not come for want of a line leaves the frame and the way back', async () => {
  const somova = await insider(browser, server.origin, 'somova-ea');
  await somova.context.setOffline(true);
  await somova.page.getByRole('link', { name: 'Закладки' }).first().click();
  await somova.page.getByRole('heading', { level: 1, name: 'Страница не загрузилась' }).waitFor();
  await somova.page.getByRole('button', { name: 'Назад' }).click();
  await somova.page.getByRole('heading', { level: 1, name: 'Здравствуйте' }).waitFor();
  await somova.context.setOffline(false);
  await somova.close();
});

journey('what is not there has a heading and a way back', async () => {
  const somova = await insider(browser, server.origin, 'somova-ea');
  const absent = [
    [`/t/${NOWHERE}`, 'Такой темы нет, или она открыта не всем', '/spaces'],
    [`/p/${NOWHERE}`, 'Такого сообщения нет, или оно открыто не всем', '/spaces'],
    [`/spaces/${NOWHERE}`, 'Такого пространства нет, или оно открыто не всем', '/spaces'],
    [`/people/${NOWHERE}`, 'Такого человека в сети нет', '/people'],
    [`/organisations/${NOWHERE}`, 'Такой организации нет', '/organisations'],
  ];
  for (const [address, title, back] of absent) {
    await somova.page.goto(address);
    await somova.page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.equal(await somova.page.getByRole('alert').getByRole('link').getAttribute('href'), back);
  }
  await somova.close();
});

journey('a draft that waits takes one line of a phone until it is touched', async () => {
  const topic = await colleague.topic(space, 'Черновик на телефоне');
  const somova = await apiAs(server.origin, 'somova-ea');
  await somova.put(`/drafts/reply:${topic.id}`, {
    body: 'Первое.\n\nВторое.\n\nТретье.',
    revision: 0,
  });
  const phone = await insider(browser, server.origin, 'somova-ea', { viewport: PHONE });
  await phone.page.goto(`/t/${topic.id}`);
  await phone.page.getByText('Черновик', { exact: true }).waitFor();
  await phone.page.locator('.writing').waitFor();
  assert.ok((await box(phone.page).boundingBox()).height < 56);
  await box(phone.page).click();
  await phone.page.getByRole('button', { name: 'Отправить' }).waitFor();
  assert.ok((await box(phone.page).boundingBox()).height > 80);
  assert.ok((await written(phone.page)).includes('Третье.'));
  await phone.close();
});

journey('those who read without writing are named among those present', async () => {
  const topic = await colleague.topic(space, 'Кто здесь');
  const [writer, reader] = await Promise.all(
    ['somova-ea', 'belyaeva-nv'].map((login) => insider(browser, server.origin, login)),
  );
  await writer.page.goto(`/t/${topic.id}`);
  await reader.page.goto(`/t/${topic.id}`);
  // Who shows herself sees who else does.
  for (const { page } of [writer, reader]) await page.getByLabel('Показывать меня').check();
  await writer.page.getByRole('complementary').getByRole('listitem').filter({ hasText: 'Беляева' }).waitFor();
  for (const person of [writer, reader]) await person.close();
});
