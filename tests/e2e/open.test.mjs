// What strangers read: with scripts and without, before and after they sign in.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, insider, journey, startBrowser, visitor } from './kit/browser.mjs';
import { openThings } from './kit/pages.mjs';
import { PASSWORD, startServer } from './kit/server.mjs';

let server, browser, things;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  things = await openThings(await apiAs(server.origin, 'somova-ea'));
});
after(() => closeAll(browser, server));

journey('a practice is read without scripts as it is with them', async () => {
  const plain = await visitor(browser, server.origin, {
    javaScriptEnabled: false,
  });
  const usual = await visitor(browser, server.origin);
  const read = [];
  for (const { page } of [plain, usual]) {
    await page.goto(things.practice.path);
    await page.getByRole('heading', { level: 1, name: things.practice.title }).waitFor();
    await page.getByRole('heading', { name: 'Как это делать, по шагам' }).waitFor();
    read.push(await page.locator('main').innerText());
  }
  // The application has started, found nobody, and left the page as it was.
  await usual.page.waitForLoadState('networkidle');
  assert.equal(new URL(usual.page.url()).pathname, things.practice.path);
  assert.equal(await usual.page.locator('main').innerText(), read[0]);
  assert.equal(read[1], read[0]);
  await plain.close();
  await usual.close();
});

journey('from an open page through the door to the same practice inside', async () => {
  const { page, close } = await visitor(browser, server.origin);
  await page.goto(things.practice.path);
  await page.getByRole('link', { name: 'Войти' }).click();
  await page.getByLabel('Логин или почта').fill('somova-ea');
  await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL(`**${things.practice.path}`);
  await page.getByRole('navigation', { name: /./ }).first().waitFor();
  await page.getByRole('heading', { level: 1, name: things.practice.title }).waitFor();
  assert.equal(await page.locator('#open').count(), 0);
  await close();
});

journey('whoever is signed in gets the application, and nothing of the open page stays', async () => {
  const { page, close } = await insider(browser, server.origin, 'somova-ea');
  for (const address of [things.practice.path, `/t/${things.topic.id}`, `/skills/${things.skill}`]) {
    await page.goto(address);
    await page.waitForFunction(() => !document.getElementById('open'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.locator('head [data-open]').count(), 0);
    assert.equal(await page.locator('h1').count(), 1);
  }
  await close();
});

journey('from a skill to its practice, and a stranger is not let further', async () => {
  const { page, close } = await visitor(browser, server.origin);
  await page.goto(`/skills/${things.skill}`);
  // The application has started beside the page by then, and must not take the click for itself.
  await page.waitForLoadState('networkidle');
  await page.getByRole('link', { name: things.practice.title }).click();
  await page.getByRole('heading', { level: 1, name: things.practice.title }).waitFor();
  await page.goto(`/t/${things.topic.id}`);
  await page.getByRole('heading', { level: 1, name: things.topic.title }).waitFor();
  await page.goto(`${things.practice.path}/edit`);
  await page.waitForURL(/\/login\?next=/);
  await close();
});
