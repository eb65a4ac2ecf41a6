// What is printed from the network, as paper would have it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { artifacts, closeAll, insider, journey, startBrowser } from './kit/browser.mjs';
import { readQr } from './kit/qr.mjs';
import { startServer } from './kit/server.mjs';

let server, browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(() => closeAll(browser, server));

/** How many sheets of paper it takes; the file is left for whoever looks afterwards. */
async function sheets(page, name) {
  fs.mkdirSync(artifacts, { recursive: true });
  const pdf = await page.pdf({
    preferCSSPageSize: true,
    path: path.join(artifacts, `${name}.pdf`),
  });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

journey(
  'the sheet and the cards of an invitation fit one page and lead where the invitation does',
  async () => {
    const head = await insider(browser, server.origin, 'gordeev-ai');
    const { page } = head;
    await page.goto('/manage/invitations?new=1');
    await page.getByRole('button', { name: 'Сделать приглашение' }).click();
    const link = await page.getByLabel('Ссылка-приглашение').inputValue();
    await page.getByRole('link', { name: 'Лист на стену' }).click();
    const code = page.getByRole('img', { name: /^QR-код приглашения/ });
    await code.waitFor();
    assert.equal(await readQr(code), link);
    assert.equal(await sheets(page, 'print-sheet'), 1);

    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('button', { name: 'Печать' }).isVisible(), false);
    assert.ok(await page.getByText(link).isVisible());
    await page.emulateMedia({ media: null });

    await page.getByRole('link', { name: 'Карточки, 8 на листе' }).click();
    await page.getByRole('list', { name: 'Карточки с приглашением' }).waitFor();
    assert.equal(await page.locator('.cards li').count(), 8);
    assert.equal(await readQr(page.locator('.cards img').last()), link);
    assert.equal(await sheets(page, 'print-cards'), 1);

    await page.reload();
    await page.getByText('Листа больше нет').waitFor();
    await head.close();
  },
);
