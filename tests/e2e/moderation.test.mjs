// Those who lead a space keep it in order; nobody's words are lost in it.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, insider, journey, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, leader, reader, api, space;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  leader = await insider(browser, server.origin, 'belyaeva-nv');
  reader = await insider(browser, server.origin, 'somova-ea');
  api = await apiAs(server.origin, 'belyaeva-nv');
  space = await api.space('РМО математиков Журавлинского');
});
after(() => closeAll(leader, reader, browser, server));

const post = (page, no) => page.getByRole('article', { name: new RegExp(`^Сообщение № ${no},`) });

async function meet(title) {
  const topic = await api.topic(space, title);
  for (const { page } of [leader, reader]) {
    await page.goto(`/t/${topic.id}`);
    await post(page, 1).waitFor();
  }
  return topic;
}

async function topicMenu(page, item) {
  await page.getByRole('button', { name: 'Действия с темой' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function postMenu(page, no, item) {
  await page.getByRole('button', { name: `Действия с сообщением № ${no}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

journey('a locked topic takes no replies and says so to those who have it open', async () => {
  await meet('Под замком');
  await reader.page.getByRole('textbox', { name: 'Ваш ответ' }).waitFor();
  await topicMenu(leader.page, 'Закрыть тему');
  await reader.page.getByText('Тема закрыта: читать можно, отвечать нет.').waitFor();
  await topicMenu(leader.page, 'Открыть тему');
  await reader.page.getByRole('textbox', { name: 'Ваш ответ' }).waitFor();
});

journey('a pinned topic stands first in its space', async () => {
  const topic = await meet('Важное для всех');
  await topicMenu(leader.page, 'Закрепить');
  await reader.page.getByText('Закреплена').waitFor();
  await api.topic(space, 'Свежая тема рядом');
  await reader.page.goto(`/spaces/${space.id}`);
  const links = reader.page.locator('main a[href^="/t/"]');
  await links.first().waitFor();
  const hrefs = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const fresh = reader.page.getByRole('link', { name: 'Свежая тема рядом' });
  const at = (href) => hrefs.findIndex((one) => one.startsWith(href));
  assert.ok(at(`/t/${topic.id}`) >= 0);
  assert.ok(at(`/t/${topic.id}`) < at(await fresh.first().getAttribute('href')));
});

journey('two who edit one post both see both texts, and none is lost', async () => {
  const topic = await meet('Правка вдвоём');
  const made = await api.post(`/topics/${topic.id}/posts`, { body: 'Повестка: дроби.' });
  await post(leader.page, 2).waitFor();
  await postMenu(leader.page, 2, 'Править');
  const writer = leader.page.getByRole('textbox', { name: 'Текст сообщения № 2' });
  await writer.click();
  await leader.page.keyboard.press('Control+End');
  await leader.page.keyboard.type(' И проценты.');
  await api.patch(`/posts/${made.id}`, { version: made.version, body: 'Повестка: дроби. В четверг.' });
  await leader.page.getByRole('button', { name: 'Сохранить' }).click();
  const dialog = leader.page.getByRole('dialog');
  await dialog.getByText('Пока вы правили, сообщение изменили').waitFor();
  await dialog.getByText('В четверг').first().waitFor();
  await dialog.getByRole('textbox').getByText('И проценты.').or(dialog.locator('textarea')).first().waitFor();
  await dialog.getByRole('button', { name: 'Взять оба подряд' }).click();
  await dialog.getByRole('button', { name: 'Готово, это верный текст' }).click();
  await leader.page.getByRole('button', { name: 'Сохранить' }).click();
  await post(reader.page, 2).getByText('В четверг.').waitFor();
  await post(reader.page, 2).getByText('И проценты.').waitFor();
  await post(reader.page, 2).getByRole('button', { name: 'изменено' }).click();
  await reader.page.getByRole('dialog').getByText('История сообщения № 2').waitFor();
  await reader.page.getByRole('dialog').locator('ins').first().waitFor();
  await reader.page.keyboard.press('Escape');
});

journey('a deleted post says who and why to everybody, and comes back by «Вернуть»', async () => {
  const topic = await meet('Удаление');
  const teacher = await apiAs(server.origin, 'petrova-ai');
  await teacher.post(`/topics/${topic.id}/posts`, { body: 'Объявление не по теме.' });
  await post(leader.page, 2).waitFor();
  await postMenu(leader.page, 2, 'Удалить');
  const dialog = leader.page.getByRole('dialog');
  await dialog.getByLabel('Причина').fill('не по теме');
  await dialog.getByRole('button', { name: 'Удалить' }).click();
  await post(reader.page, 2).getByText('Причина: не по теме').waitFor();
  assert.equal(await reader.page.getByText('Объявление не по теме.').count(), 0);
  await leader.page.getByRole('button', { name: 'Вернуть', exact: true }).click();
  await post(reader.page, 2).getByText('Объявление не по теме.').waitFor();
});

journey('an accepted answer stands by the question', async () => {
  const topic = await api.post('/topics', {
    space_id: space.id,
    kind: 'question',
    title: 'Как объяснить часть от остатка?',
    body: 'Путают с частью от целого.',
  });
  const teacher = await apiAs(server.origin, 'somova-ea');
  await teacher.post(`/topics/${topic.id}/posts`, { body: 'Режем настоящее яблоко.' });
  await leader.page.goto(`/t/${topic.id}`);
  await reader.page.goto(`/t/${topic.id}`);
  await post(reader.page, 2).waitFor();
  await reader.page.getByText('Ждёт ответа').waitFor();
  await post(leader.page, 2).waitFor();
  await postMenu(leader.page, 2, 'Принять как ответ');
  const answer = reader.page.getByRole('region', { name: 'Принятый ответ' });
  await answer.getByText('Режем настоящее яблоко.').waitFor();
  await reader.page.getByText('Есть ответ').waitFor();
});

journey('two who change the settings of a topic see both versions and join them', async () => {
  const topic = await meet('Проценты в пятом');
  await topicMenu(leader.page, 'Править тему');
  const window = leader.page.getByRole('dialog', { name: 'Править тему' });
  await window.getByLabel('Заголовок').fill('Проценты в пятом классе');
  const { version } = await api.get(`/topics/${topic.id}`);
  await api.patch(`/topics/${topic.id}`, {
    version,
    title: 'Проценты и доли в пятом',
    tags: ['доли'],
  });
  await window.getByRole('button', { name: 'Сохранить' }).click();
  await window.getByText('Пока вы правили, это изменил кто-то ещё').waitFor();
  await window.locator('ins', { hasText: 'доли' }).waitFor();
  await window.getByLabel('Заголовок').fill('Проценты и доли в пятом классе');
  await window.getByRole('button', { name: 'Сохранить' }).click();
  await window.waitFor({ state: 'detached' });
  const now = await api.get(`/topics/${topic.id}`);
  assert.equal(now.title, 'Проценты и доли в пятом классе');
  assert.deepEqual(now.tags, ['доли']);
});

journey('two who change the settings of a space see both versions and join them', async () => {
  await leader.page.goto(`/spaces/${space.id}`);
  await leader.page.getByRole('button', { name: 'Ещё о пространстве' }).click();
  await leader.page.getByRole('menuitem', { name: 'Настройки пространства' }).click();
  const window = leader.page.getByRole('dialog', { name: 'Настройки пространства' });
  const about = window.getByLabel('О чём здесь говорят');
  await about.fill('Заседания и банк заданий.');
  const { version, title } = await api.get(`/spaces/${space.id}`);
  await api.patch(`/spaces/${space.id}`, {
    version,
    about: 'Заседания, контрольные и помощь.',
  });
  await window.getByRole('button', { name: 'Сохранить' }).first().click();
  await window.getByText('Пока вы правили, это изменил кто-то ещё').waitFor();
  await window.getByRole('button', { name: 'Взять этот' }).click();
  assert.equal(await about.inputValue(), 'Заседания, контрольные и помощь.');
  await about.fill('Заседания, контрольные, банк заданий и помощь.');
  await window.getByRole('button', { name: 'Сохранить' }).first().click();
  await window.waitFor({ state: 'detached' });
  const now = await api.get(`/spaces/${space.id}`);
  assert.deepEqual([now.title, now.about], [title, 'Заседания, контрольные, банк заданий и помощь.']);
});
