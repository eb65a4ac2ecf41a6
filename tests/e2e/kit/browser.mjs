// One Chromium, one browser context per person, and a watch over what no page may do.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { PASSWORD, root } from './server.mjs';

const require = createRequire(path.join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
export const axePath = require.resolve('axe-core/axe.min.js');

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** Pictures for whoever looks afterwards; not committed. */
export const artifacts = path.join(root, 'artifacts');

/** `flags`: what this journey needs besides, a picture before the camera say. */
export const startBrowser = (flags = []) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...flags,
    ],
  });

// The browser reports every refused request; which refusals are right, the journeys say by what they see.
const EXPECTED = /Failed to load resource|WebSocket connection to/;

/** Notes what must not happen on any page: errors in the console, requests to another host, answers of 5xx. */
function watch(page, origin) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text()))
      faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol))
      faults.push(`foreign host: ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) faults.push(`foreign host: ${socket.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500)
      faults.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  return faults;
}

const open = new Map();

/** A test that leaves pictures of every open browser behind when it fails. */
export function journey(name, walk) {
  test(name, async (t) => {
    const before = new Set(open.keys());
    try {
      await walk(t);
    } catch (problem) {
      const folder = path.join(artifacts, 'failed');
      fs.mkdirSync(folder, { recursive: true });
      for (const [context, who] of open)
        for (const [no, page] of context.pages().entries()) {
          const file = path.join(folder, `${name} - ${who} ${no + 1}.png`.replaceAll('/', ' '));
          await page.screenshot({ path: file, timeout: 5000 }).catch(() => undefined);
        }
      for (const context of open.keys()) if (!before.has(context)) await context.close();
      throw problem;
    }
  });
}

/** A person's browser with one page. `close()` fails if the page did what no page may. */
export async function visitor(browser, origin, { viewport = DESKTOP, theme = 'light', ...options } = {}) {
  const context = await browser.newContext({
    viewport,
    ...(viewport.width < 480 && { isMobile: true, hasTouch: true }),
    baseURL: origin,
    locale: 'ru-RU',
    timezoneId: 'Asia/Yekaterinburg',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  await context.addInitScript((chosen) => {
    // An empty tab has no storage.
    if (location.origin === 'null') return;
    localStorage.getItem('staffroom.theme') ?? localStorage.setItem('staffroom.theme', chosen);
  }, theme);
  const page = await context.newPage();
  const faults = watch(page, origin);
  open.set(context, `browser ${open.size + 1}`);
  context.on('close', () => open.delete(context));
  return {
    page,
    context,
    faults,
    async close() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

/** Closes everything, whatever goes wrong on the way, and tells the first thing that did. */
export async function closeAll(...things) {
  const problems = [];
  for (const thing of things) await thing?.close().catch((problem) => problems.push(problem));
  if (problems.length > 0) throw problems[0];
}

export async function signIn(page, login, password = PASSWORD) {
  await page.goto('/login');
  await page.getByLabel('Логин или почта').fill(login);
  await page.getByLabel('Пароль', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByRole('heading', { level: 1, name: 'Здравствуйте' }).waitFor();
}

/** A browser in which this person is already inside. */
export async function insider(browser, origin, login, options) {
  const person = await visitor(browser, origin, options);
  await signIn(person.page, login);
  return person;
}

/** Waits until `read` gives what is wanted, and says what it gave last. */
export async function eventually(read, wanted, seconds = 10) {
  let last;
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    // A page on its way to another one cannot be read: its end is awaited like everything else.
    last = await read().catch((error) => error);
    if (last === wanted) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.equal(last, wanted);
}
