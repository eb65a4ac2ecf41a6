// Every page on a desk and on a phone, in every look: whole, reachable for everybody, and pictured in artifacts/.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import {
  artifacts,
  axePath,
  closeAll,
  DESKTOP,
  insider,
  journey,
  PHONE,
  startBrowser,
  visitor,
} from './kit/browser.mjs';
import { everyPage } from './kit/pages.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, pages;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  pages = await everyPage(server.origin);
});
after(() => closeAll(browser, server));

// Everything is checked in the light look; the others differ from it in colours and sizes only, and the colours do not
// differ by the size of the window.
const LIGHT = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const SIZES = {
  desk: { viewport: DESKTOP, looks: { light: LIGHT, dark: { runOnly: ['color-contrast'] } } },
  phone: {
    viewport: PHONE,
    looks: {
      light: LIGHT,
      contrast: { runOnly: ['color-contrast', 'color-contrast-enhanced', 'target-size'] },
    },
  },
};

async function settled(page) {
  await page.locator('h1, main [role=alert]').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  await page.evaluate(() => document.fonts.ready);
}

const look = (page, theme) =>
  page.evaluate(async (chosen) => {
    document.documentElement.dataset.theme = chosen;
    await new Promise((done) => requestAnimationFrame(done));
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
  }, theme);

/** What axe finds serious, and anything wider than the window. */
async function complaints(page, theme, options) {
  const { violations } = await page.evaluate(
    (chosen) => window.axe.run(document, { ...chosen, resultTypes: ['violations'] }),
    options,
  );
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map(({ target, any }) => `${theme}: axe ${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
    );
  const wider = await page.evaluate((width) => {
    // A phone zooms out to show what is too wide: then the window itself has grown.
    const over = Math.max(document.documentElement.scrollWidth, innerWidth) - width;
    if (over <= 0) return null;
    const widest = [...document.querySelectorAll('body *')].find(
      (at) => at.getBoundingClientRect().right > width + 1,
    );
    return `${over} px wider than the window: ${widest?.outerHTML.slice(0, 160)}`;
  }, page.viewportSize().width);
  return wider ? [...found, `${theme}: ${wider}`] : found;
}

async function visit(person, name, address, size) {
  const { page } = person;
  await page.goto(address);
  await settled(page);
  await page.addScriptTag({ path: axePath });
  const found = [];
  for (const [theme, options] of Object.entries(SIZES[size].looks)) {
    await look(page, theme);
    found.push(...(await complaints(page, theme, options)));
    const folder = path.join(artifacts, `${size}-${theme}`);
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  }
  await look(page, 'light');
  return found.map((one) => `${name}: ${one}`);
}

for (const [size, { viewport }] of Object.entries(SIZES))
  for (const login of [
    '',
    'somova-ea',
    'gordeev-ai',
    'rahimova-lf',
    'kovalchuk-mi',
    'shteyn-mb',
    'zavyalova-kd',
  ])
    journey(`every page is whole on a ${size} for ${login || 'a guest'}`, async () => {
      const options = { viewport, bypassCSP: true };
      const person = login
        ? await insider(browser, server.origin, login, options)
        : await visitor(browser, server.origin, options);
      const found = [];
      for (const [name, address] of pages[login])
        found.push(
          ...(await visit(person, name, address, size).catch((problem) => [`${name}: ${problem.message}`])),
        );
      found.push(...person.faults.splice(0));
      await person.close();
      if (found.length > 0) assert.fail(`\n${found.join('\n')}`);
    });
