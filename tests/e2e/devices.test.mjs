// Somebody signs out a lost phone from her desk.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { closeAll, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(() => closeAll(browser, server));

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36';

journey('a revoked device is signed out within about a second', async () => {
  const phone = await insider(browser, server.origin, 'somova-ea', { viewport: PHONE, userAgent: ANDROID });
  const desk = await insider(browser, server.origin, 'somova-ea');
  await desk.page.goto('/me/devices');
  const lost = desk.page.getByRole('listitem').filter({ hasText: 'Android' });
  await lost.getByRole('button', { name: 'Выйти' }).click();
  await phone.page.getByRole('status').filter({ hasText: 'На связи' }).first().waitFor({ state: 'attached' });
  const signedOut = phone.page.waitForURL(/\/login/);
  const pressed = Date.now();
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Выйти' }).click();
  await signedOut;
  assert.ok(Date.now() - pressed < 3000, `after ${Date.now() - pressed} ms`);
  await phone.page.getByText('Сеанс закончился').waitFor();
  await lost.waitFor({ state: 'detached' });
  await desk.page.reload();
  await desk.page.getByText('это устройство').waitFor();
  await phone.close();
  await desk.close();
});

journey('after signing out nothing of the person stays on the screen', async () => {
  const desk = await insider(browser, server.origin, 'somova-ea');
  await desk.page.getByRole('button', { name: 'Сомова Е. А.' }).click();
  await desk.page.getByRole('menuitem', { name: 'Выйти' }).click();
  await desk.page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
  await desk.page.goBack().catch(() => undefined);
  await desk.page.goto('/inbox');
  await desk.page.waitForURL(/\/login\?next=%2Finbox/);
  assert.equal(await desk.page.getByText('Сомова').count(), 0);
  await desk.close();
});
