// Whoever seeks: from words typed in the wrong layout to a practice and back, and from a weak spot to what treats it.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { closeAll, eventually, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, somova;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  somova = await insider(browser, server.origin, 'somova-ea');
});
after(() => closeAll(somova, browser, server));

const hits = (page) => page.getByRole('list', { name: 'Найденное' }).locator('a[data-hit]');

journey('words in the wrong layout find practices, and «back» keeps the place', async () => {
  const { page } = somova;
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('/');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('dgh 5 класс проценты');
  await page.keyboard.press('Enter');
  await page.getByText('Раскладка исправлена').waitFor();
  await page.getByText('впр 5 класс проценты').first().waitFor();
  await hits(page).first().waitFor();
  await page
    .getByRole('navigation', { name: 'Что найдено' })
    .getByRole('link', { name: /^Практики/ })
    .click();
  await page.waitForURL(/kind=practice/);
  const practicesOnly = (all) =>
    all.length > 3 && all.every((hit) => hit.getAttribute('href').startsWith('/b/'));
  await eventually(() => hits(page).evaluateAll(practicesOnly), true);
  const link = hits(page).nth(3);
  const title = await link.innerText();
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  await link.click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.goBack();
  await hits(page).nth(3).waitFor();
  assert.equal(await hits(page).nth(3).innerText(), title);
  await eventually(() => page.evaluate((was) => Math.abs(scrollY - was) < 4, before), true);
  await page.getByRole('link', { name: 'искать так, как набрано' }).click();
  await page.getByText('Ищем точно так, как набрано').waitFor();
});

journey('filters stand in the address and are taken back one by one', async () => {
  const { page } = somova;
  await page.goto(`/search?q=${encodeURIComponent('проценты')}&kind=practice`);
  const grade = page.getByRole('group', { name: 'Класс' });
  await grade.getByRole('checkbox').first().check();
  await page.waitForURL(/grade=\d+/);
  await page
    .getByRole('list', { name: 'Выбранный отбор' })
    .getByRole('link', { name: /^Убрать/ })
    .first()
    .click();
  await page.waitForURL((url) => !url.searchParams.has('grade'));
  await hits(page).first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await eventually(
    () => page.evaluate(() => [...document.querySelectorAll('a[data-hit]')].indexOf(document.activeElement)),
    1,
  );
});

journey('a search without an answer becomes a question in one click', async () => {
  const { page } = somova;
  await page.goto('/search?q=кварацхелингвистика');
  await page.getByRole('link', { name: 'Спросить коллег' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Новая тема' }).waitFor();
  await eventually(() => page.getByLabel('Заголовок').inputValue(), 'кварацхелингвистика');
  assert.equal(await page.getByRole('radio', { name: 'Вопрос' }).isChecked(), true);
});

journey('a search is kept, listed and forgotten', async () => {
  const { page } = somova;
  await page.goto(`/search?q=${encodeURIComponent('смысловое чтение')}`);
  await page.getByRole('button', { name: 'Сообщать о новом' }).click();
  await page.getByRole('link', { name: 'Поиск сохранён' }).click();
  await page.getByRole('link', { name: 'смысловое чтение', exact: true }).waitFor();
  await page.getByRole('button', { name: /^Удалить поиск/ }).click();
  await page.getByText('Сохранённых поисков пока нет').waitFor();
});

journey('a weak spot leads to the practices that treat it, on a phone', async () => {
  const phone = await insider(browser, server.origin, 'somova-ea', {
    viewport: PHONE,
  });
  const { page } = phone;
  await page.goto('/skills?subject=math&grade=5');
  await page.getByRole('link', { name: 'проценты' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Проценты' }).waitFor();
  await page.locator('a[data-hit]').first().waitFor();
  await page.getByRole('link', { name: 'Спросить коллег' }).click();
  await page.getByRole('heading', { level: 1, name: 'Новая тема' }).waitFor();
  await phone.close();
});
