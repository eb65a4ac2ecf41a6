// How people come in: by an invitation, by themselves, and as the first of an empty installation.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { closeAll, eventually, insider, journey, startBrowser, visitor } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

const CHOSEN = 'тихий вечер у печки';
let server, browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(() => closeAll(browser, server));

async function nameMyself(page, surname, given, patronymic) {
  await page.getByLabel('Фамилия').fill(surname);
  await page.getByLabel('Имя', { exact: true }).fill(given);
  await page.getByLabel('Отчество').fill(patronymic);
  await page.getByLabel('Пароль', { exact: true }).fill(CHOSEN);
}

/** The newest letter to this address, as the trial mailbox shows it; letters leave a moment after the act. */
async function letter(page, to) {
  const found = page.getByRole('article').filter({ hasText: to }).first();
  await eventually(async () => {
    await page.goto('/dev/mail');
    return (await found.count()) > 0;
  }, true);
  return found;
}

async function invite(head) {
  await head.page.getByRole('link', { name: 'Управление' }).first().click();
  await head.page.getByRole('link', { name: 'Пригласить коллег' }).click();
  await head.page.getByText('Одного человека').click();
  await head.page.getByLabel('Фамилия').fill('Воробьёва');
  await head.page.getByRole('button', { name: 'Сделать приглашение' }).click();
  return head.page.getByLabel('Ссылка-приглашение').inputValue();
}

journey('a head invites a teacher, who agrees, comes in and sees the room of the school', async () => {
  const head = await insider(browser, server.origin, 'gordeev-ai');
  const link = await invite(head);
  assert.ok(new URL(link, server.origin).pathname.startsWith('/i/'), link);
  assert.equal(new URL(link, server.origin).origin, server.origin);

  const newcomer = await visitor(browser, server.origin);
  await newcomer.page.goto(link);
  await newcomer.page.getByText('ООШ № 12').first().waitFor();
  assert.equal(await newcomer.page.getByLabel('Фамилия').inputValue(), 'Воробьёва');
  await nameMyself(newcomer.page, 'Воробьёва', 'Нина', 'Олеговна');
  await newcomer.page.getByLabel('Почта или логин').fill('vorobyova-no');
  await newcomer.page.getByRole('button', { name: 'Принять приглашение' }).click();
  await newcomer.page
    .getByText('Без согласия продолжить нельзя')
    .or(newcomer.page.getByRole('alert'))
    .first()
    .waitFor();
  await newcomer.page.getByLabel('Даю согласие на обработку моих персональных данных').check();
  await newcomer.page.getByRole('button', { name: 'Принять приглашение' }).click();
  await newcomer.page.getByRole('heading', { name: 'Здравствуйте, Нина Олеговна' }).waitFor();
  await newcomer.page.getByRole('link', { name: 'ООШ № 12, Малый Увал' }).first().click();
  await newcomer.page.getByRole('link', { name: 'Новая тема' }).first().waitFor();

  const again = await visitor(browser, server.origin);
  await again.page.goto(link);
  await again.page.getByText('Ссылка не действует').waitFor();
  for (const person of [again, newcomer, head]) await person.close();
});

journey('whoever registers waits for the school and writes once it has confirmed her', async () => {
  const email = 'nechaeva@uval.example';
  const newcomer = await visitor(browser, server.origin);
  const { page } = newcomer;
  await page.goto('/register');
  await page.getByRole('combobox', { name: 'Школа' }).fill('оош 12 увал');
  await page.getByRole('option', { name: /ООШ № 12/ }).click();
  await nameMyself(page, 'Нечаева', 'Ольга', 'Львовна');
  await page.getByLabel('Почта').fill(email);
  await page.getByLabel('Даю согласие на обработку моих персональных данных').check();
  await page.getByRole('button', { name: 'Зарегистрироваться' }).click();
  await page.getByText(`Мы отправили письмо на ${email}`).waitFor();

  await (await letter(page, email)).getByRole('link').first().click();
  await page.getByText('Почта подтверждена').first().waitFor();
  await page.goto('/login');
  await page.getByLabel('Логин или почта').fill(email);
  await page.getByLabel('Пароль', { exact: true }).fill(CHOSEN);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByRole('heading', { name: 'Ждём подтверждения школы' }).waitFor();
  await page.goto('/spaces');
  await page.getByRole('link', { name: 'Общая учительская' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Общая учительская' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Новая тема' }).count(), 0);
  await page.goto('/');

  const head = await insider(browser, server.origin, 'gordeev-ai');
  await head.page.goto('/manage/confirmations');
  const request = head.page.getByRole('listitem').filter({ hasText: 'Нечаева' });
  await request.getByRole('button', { name: 'Подтвердить' }).click();
  await head.page.getByRole('dialog').getByRole('button', { name: 'Подтвердить' }).click();
  await head.page.getByText('Подтверждено: Нечаева').first().waitFor();

  // The school's word opens the doors at once, without a reload.
  await page.getByRole('heading', { name: 'Ждём подтверждения школы' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'ООШ № 12, Малый Увал' }).first().click();
  await begin(page, 'Первая тема Нечаевой', 'Здравствуйте, коллеги.');
  await newcomer.close();
  await head.close();
});

async function begin(page, title, text) {
  await page.getByRole('link', { name: 'Новая тема' }).first().click();
  await page.getByLabel('Заголовок').fill(title);
  await page.getByLabel('Текст', { exact: true }).click();
  await page.keyboard.type(text);
  await page.getByRole('button', { name: 'Опубликовать' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('article').filter({ hasText: text }).waitFor();
}

journey('the one-time link of an empty installation makes the first administrator', async () => {
  const bare = await startServer({ empty: true });
  const link = /http:\/\/\S+\/setup\/\S+/.exec(bare.said())?.[0];
  assert.ok(link, `no link in: ${bare.said()}`);
  const first = await visitor(browser, bare.origin);
  await first.page.goto(link);
  await nameMyself(first.page, 'Ларионов', 'Пётр', 'Ильич');
  await first.page.getByLabel('Почта или логин').fill('admin');
  await first.page.getByLabel('Даю согласие на обработку моих персональных данных').check();
  await first.page.getByRole('button', { name: 'Создать и войти' }).click();
  await first.page.getByRole('heading', { name: 'Здравствуйте, Пётр Ильич' }).waitFor();
  await first.page.getByRole('link', { name: 'Управление' }).first().click();
  await first.page.getByRole('heading', { level: 1, name: 'Управление' }).waitFor();

  const late = await visitor(browser, bare.origin);
  await late.page.goto(link);
  await nameMyself(late.page, 'Второй', 'Второй', '');
  await late.page.getByLabel('Почта или логин').fill('second');
  await late.page.getByLabel('Даю согласие на обработку моих персональных данных').check();
  await late.page.getByRole('button', { name: 'Создать и войти' }).click();
  await late.page.getByRole('alert').first().waitFor();
  await late.close();
  await first.close();
  await bare.close();
});
