// Files in posts: attached by hand, dropped, pasted; over a broken line; seen by whoever reads the post and by nobody else.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before } from 'node:test';
import { apiAs } from './kit/api.mjs';
import { closeAll, eventually, insider, journey, PHONE, startBrowser } from './kit/browser.mjs';
import { startServer } from './kit/server.mjs';

let server, browser, somova, petrova, owner, space;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  somova = await insider(browser, server.origin, 'somova-ea');
  petrova = await insider(browser, server.origin, 'petrova-ai');
  // A group of two: what is attached here is nobody else's business.
  owner = await apiAs(server.origin, 'somova-ea');
  space = await owner.post('/spaces', {
    kind: 'group',
    title: 'Готовим декаду',
    about: '',
    join: 'invitation',
  });
  const guest = (await apiAs(server.origin, 'petrova-ai')).me;
  await owner.put(`/spaces/${space.id}/members/${guest.id}`, {
    role: 'member',
    state: 'invited',
  });
  await (await apiAs(server.origin, 'petrova-ai')).post(`/spaces/${space.id}/join`, {});
});
after(() => closeAll(somova, petrova, browser, server));

const box = (page) => page.getByRole('textbox', { name: 'Ваш ответ' });
const post = (page, text) => page.getByRole('article', { name: /^Сообщение № / }).filter({ hasText: text });
const attached = (page) =>
  page.getByRole('region', { name: 'Ваш ответ' }).getByRole('list', { name: 'Прикреплённые файлы' });
const text = (name, words = name) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(words),
});
const send = (page) => page.getByRole('button', { name: 'Отправить', exact: true }).click();

async function open({ page }, title) {
  const topic = await owner.topic(space, title);
  await page.goto(`/t/${topic.id}`);
  await post(page, 'Первое сообщение темы.').waitFor();
  return topic;
}

async function write(page, words) {
  await box(page).click();
  await page.getByRole('toolbar', { name: 'Оформление текста' }).waitFor();
  await page.keyboard.type(words);
}

async function choose(page, files) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('region', { name: 'Ваш ответ' }).getByRole('button', { name: 'Прикрепить файлы' }).click(),
  ]);
  await chooser.setFiles(files);
}

/** What a browser does when files are let go over an element, or pasted into it. */
const hand = (target, kind, files) =>
  target.evaluate(
    (node, [event, all]) => {
      const carried = new DataTransfer();
      for (const { name, type, bytes } of all)
        carried.items.add(new File([new Uint8Array(bytes)], name, { type }));
      const options = { bubbles: true, cancelable: true };
      if (event === 'paste')
        return node.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: carried }));
      for (const step of ['dragenter', 'dragover', 'drop'])
        node.dispatchEvent(new DragEvent(step, { ...options, dataTransfer: carried }));
    },
    [kind, files],
  );

const DOT = [
  ...Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
];

journey(
  'a file goes with a reply, is read and downloaded by the colleague, and refused to a stranger',
  async () => {
    const topic = await open(somova, 'План декады');
    await write(somova.page, 'План на неделю, посмотрите.');
    await choose(somova.page, [text('План декады.txt', 'Понедельник: игра по станциям')]);
    await attached(somova.page).getByText('План декады.txt').waitFor();
    await send(somova.page);
    await post(somova.page, 'План на неделю').getByText('План декады.txt').waitFor();

    await petrova.page.goto(`/t/${topic.id}`);
    const seen = post(petrova.page, 'План на неделю');
    const [download] = await Promise.all([
      petrova.page.waitForEvent('download'),
      seen.getByRole('button', { name: 'Скачать «План декады.txt»' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'План декады.txt');
    assert.equal(fs.readFileSync(await download.path(), 'utf8'), 'Понедельник: игра по станциям');
    // The server has read it by now: it opens without downloading.
    await eventually(async () => {
      await petrova.page.reload();
      await seen.getByText('План декады.txt').waitFor();
      return seen.getByRole('button', { name: 'Посмотреть «План декады.txt»' }).count();
    }, 1);
    await seen.getByRole('button', { name: 'Посмотреть «План декады.txt»' }).click();
    await petrova.page.getByRole('dialog').getByText('Понедельник: игра по станциям').waitFor();
    await petrova.page.keyboard.press('Escape');

    const { posts } = await owner.get(`/topics/${topic.id}/posts?after=1`);
    const file = posts[0].files[0].id;
    const stranger = await apiAs(server.origin, 'latypova-am');
    for (const ask of [() => stranger.get(`/files/${file}`), () => stranger.post(`/files/${file}/link`, {})])
      await assert.rejects(ask, /404/);
  },
);

journey(
  'files are dropped into the editor and a picture is pasted; too many and a program are refused in words',
  async () => {
    await open(somova, 'Перетащить');
    const { page } = somova;
    await write(page, 'Фото доски и листы.');
    await hand(box(page), 'paste', [{ name: 'image.png', type: 'image/png', bytes: DOT }]);
    await attached(page)
      .getByText(/^Снимок .*\.png$/)
      .waitFor();
    const sheets = Array.from({ length: 3 }, (_, no) => ({
      name: `Лист ${no + 1}.txt`,
      type: 'text/plain',
      bytes: [49 + no],
    }));
    await hand(box(page), 'drop', sheets);
    await attached(page).getByText('Лист 3.txt').waitFor();
    await choose(page, [
      {
        name: 'setup.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('MZ\x90\0\x03\0\0\0\x04'),
      },
    ]);
    await attached(page)
      .getByText(/^Программы не принимаются/)
      .waitFor();
    await page.getByRole('button', { name: 'Убрать «setup.txt»' }).click();
    await choose(
      page,
      Array.from({ length: 7 }, (_, no) => text(`Ещё ${no + 1}.txt`)),
    );
    await page.getByText('Не больше 10 файлов сразу. Лишние не взяты.').waitFor();
    await eventually(
      () =>
        attached(page)
          .getByRole('button', { name: /^Убрать/ })
          .count(),
      10,
    );
    await page.getByRole('button', { name: 'Убрать «Ещё 1.txt»' }).click();
    // Words with a picture beside them, as an office program copies them, are words.
    await box(page).evaluate((node) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ' Из документа.');
      clipboardData.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
      node.dispatchEvent(
        new ClipboardEvent('paste', {
          bubbles: true,
          cancelable: true,
          clipboardData,
        }),
      );
    });
    await send(page);
    const sent = post(page, 'Фото доски и листы. Из документа.');
    await sent.waitFor();
    await eventually(() => sent.getByRole('button', { name: /^Скачать/ }).count(), 9);
  },
);

journey(
  'a broken line: the file goes on where it was, the reply waits with it and arrives once',
  async () => {
    const topic = await open(somova, 'Рвётся связь');
    const { page, context } = somova;
    await write(page, 'Файл через плохую связь.');
    let broken = 0;
    await page.route(/\/uploads\/[^/]+$/, async (route) => {
      if (route.request().method() !== 'PATCH' || broken >= 2) return route.continue();
      broken += 1;
      await route.abort('connectionreset');
    });
    await choose(page, [text('Большой.txt', 'строка '.repeat(60_000))]);
    await attached(page)
      .getByText(/^Нет связи\. Отправлено/)
      .waitFor();
    await page.getByRole('button', { name: 'Убрать «Большой.txt»' }).waitFor({ timeout: 60_000 });
    await page.unroute(/\/uploads\/[^/]+$/);
    assert.equal(broken, 2);

    await context.setOffline(true);
    await box(page).click();
    await page.keyboard.press('Control+Enter');
    const waiting = page.getByRole('article', {
      name: 'Ваш ответ, ещё не отправлен',
    });
    await waiting.getByText('Большой.txt').waitFor();
    await page.reload().catch(() => undefined);
    await context.setOffline(false);
    await page.goto(`/t/${topic.id}`);
    await post(page, 'Файл через плохую связь.').getByText('Большой.txt').waitFor();
    const { posts } = await owner.get(`/topics/${topic.id}/posts?after=1`);
    assert.deepEqual(
      posts.map((one) => one.files.map((file) => file.name)),
      [['Большой.txt']],
    );
  },
);

journey('a draft keeps its files over a reload and on another device, also without a word', async () => {
  const topic = await open(somova, 'Черновик с файлом');
  const { page } = somova;
  await box(page).click();
  await page.getByRole('toolbar', { name: 'Оформление текста' }).waitFor();
  await choose(page, [text('Заготовка.txt')]);
  await page.getByText('Добавьте пару слов о файле.').waitFor();
  await eventually(
    async () => (await owner.get('/drafts')).items.some(({ key }) => key === `reply:${topic.id}`),
    true,
  );
  await page.reload();
  await attached(page).getByText('Заготовка.txt').waitFor();
  const phone = await insider(browser, server.origin, 'somova-ea', {
    viewport: PHONE,
  });
  await phone.page.goto(`/t/${topic.id}`);
  await attached(phone.page).getByText('Заготовка.txt').waitFor();
  // Sent from there, it is no draft here any more.
  await phone.page.getByRole('textbox', { name: 'Ваш ответ' }).click();
  await phone.page.getByRole('toolbar', { name: 'Оформление текста' }).waitFor();
  await phone.page.keyboard.type('С телефона.');
  await send(phone.page);
  await post(phone.page, 'С телефона.').getByText('Заготовка.txt').waitFor();
  await phone.close();
  await page.reload();
  await post(page, 'С телефона.').getByText('Заготовка.txt').waitFor();
  await eventually(() => attached(page).count(), 0);
});

journey('a new topic begins with a file; an edit takes it off and adds another', async () => {
  const { page } = somova;
  await page.goto(`/spaces/${space.id}/new`);
  await page.getByLabel('Заголовок').fill('Листы к декаде');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Прикрепить файлы' }).click(),
  ]);
  await chooser.setFiles([text('Лист А.txt')]);
  await page.getByRole('button', { name: 'Убрать «Лист А.txt»' }).waitFor();
  await page.getByRole('textbox', { name: 'Текст' }).click();
  await page.keyboard.type('Первый лист готов.');
  await page.getByRole('button', { name: 'Опубликовать' }).click();
  const first = page.getByRole('article', { name: /^Сообщение № 1/ });
  await first.getByText('Лист А.txt').waitFor();

  await first.getByRole('button', { name: 'Действия с сообщением № 1' }).click();
  await page.getByRole('menuitem', { name: 'Править' }).click();
  await first.getByRole('button', { name: 'Убрать «Лист А.txt»' }).click();
  const [again] = await Promise.all([
    page.waitForEvent('filechooser'),
    first.getByRole('button', { name: 'Прикрепить файлы' }).click(),
  ]);
  await again.setFiles([text('Лист Б.txt')]);
  await first.getByRole('button', { name: 'Убрать «Лист Б.txt»' }).waitFor();
  await first.getByRole('button', { name: 'Сохранить' }).click();
  await first.getByRole('button', { name: 'Скачать «Лист Б.txt»' }).waitFor();
  assert.equal(await first.getByText('Лист А.txt').count(), 0);
});
