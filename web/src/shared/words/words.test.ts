import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { m } from '$paraglide/messages';
import { Problem, type PersonRef } from '$shared/api';
import { hueOf, shortName, standing } from '$shared/people/names';
import { locale } from './locale.svelte';
import { fieldText, problemText } from './problems';
import { SUBJECTS, subjectName, subjectWord } from './subjects';
import { relativeTime } from './time';

const root = new URL('../../../../', import.meta.url);
const messages = new URL('web/messages/', root);
const source = (path: string) => readFileSync(new URL(path, root), 'utf8');
const snake = (name: string) => name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();

afterEach(() => {
  locale.current = 'ru';
});

describe('the catalogue', () => {
  const files = readdirSync(new URL('ru/', messages));
  const read = (language: string, file: string) =>
    JSON.parse(readFileSync(new URL(`${language}/${file}`, messages), 'utf8')) as Record<string, unknown>;

  it.each(files)('%s is complete in both languages and in one file only', (file) => {
    const keys = Object.keys(read('ru', file)).sort();
    expect(Object.keys(read('en', file)).sort()).toEqual(keys);
    for (const other of files.filter((name) => name !== file)) {
      expect(Object.keys(read('ru', other)).filter((key) => keys.includes(key))).toEqual([]);
    }
  });

  it.each(files)('%s has every Russian plural form', (file) => {
    for (const [key, value] of Object.entries(read('ru', file))) {
      if (!Array.isArray(value)) continue;
      const match = Object.keys((value[0] as { match: object }).match).join();
      if (match.includes('one'))
        expect([key, match]).toEqual([key, expect.stringMatching(/few.*many.*other/)]);
    }
  });

  it.each(files)('%s keeps signs and units with their numbers', (file) => {
    // A plain space before «%», «мин», a dash, or after «№» lets a line end there; «(а)» is no Russian.
    const wrong = /№ [\d{]|[\d}] (%|мин|ч|КБ|МБ|кл\.|чел\.)(?!\p{L})|\S —|\p{L}\(а\)/u;
    const texts = JSON.stringify(read('ru', file), null, 1).split('\n');
    expect(texts.filter((line) => wrong.test(line))).toEqual([]);
  });

  it('declines numbers as Russian does', () => {
    const text = [1, 2, 5, 11, 21, 22, 25, 111].map((count) => m.home_posts({ count }));
    expect(text.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'сообщение',
      'сообщения',
      'сообщений',
      'сообщений',
      'сообщение',
      'сообщения',
      'сообщений',
      'сообщений',
    ]);
  });
});

describe('problems', () => {
  const table = /codes! \{([\s\S]*?)\n\}/.exec(source('crates/kernel/src/error.rs'))?.[1] ?? '';
  const codes = [...table.matchAll(/^\s+(\w+), \d+,/gm)].map(([, name]) => snake(name ?? ''));

  it('finds the table of the server', () => {
    expect(codes.length).toBeGreaterThan(20);
  });

  it.each(codes)('%s has words of its own in both languages', (code) => {
    for (const language of ['ru', 'en'] as const) {
      locale.current = language;
      expect(problemText(new Problem(400, { code }))).not.toContain(`(${code})`);
    }
  });

  it('says how long to wait', () => {
    expect(problemText(new Problem(429, { code: 'too_many_attempts' }, 21))).toContain('через 21 секунду');
    expect(problemText(new Problem(429, { code: 'too_many_attempts' }, 300))).toContain('через 5 минут');
  });

  it('gives the number of the request when we broke something', () => {
    expect(problemText(new Problem(500, { code: 'internal', request_id: 'r-17' }))).toContain('r-17');
  });

  it('never shows a bare code for a field', () => {
    expect(fieldText('something_new')).not.toContain('_');
  });
});

describe('names', () => {
  const school = { id: 's', kind: 'school' as const, short_name: 'СОШ № 6' };
  const person: PersonRef = {
    id: 'p',
    surname: 'Иванова',
    given_name: 'Мария',
    patronymic: 'Петровна',
    position: 'учитель математики',
    subjects: ['math'],
    school,
  };

  it('stand as colleagues write them', () => {
    expect(shortName(person).replaceAll('\u00a0', ' ')).toBe('Иванова М. П.');
    expect(standing(person)).toBe('математика, СОШ №\u00a06');
    expect(shortName({ ...person, patronymic: null }).replaceAll('\u00a0', ' ')).toBe('Иванова М.');
    expect(standing({ ...person, subjects: [], position: 'директор школы' })).toBe(
      'директор школы, СОШ №\u00a06',
    );
    expect(standing({ ...person, subjects: [], position: null, school: null })).toBe('');
  });

  it('keep abbreviations of subjects', () => {
    expect(subjectWord('obzr')).toBe('ОБЗР');
    expect(subjectWord('math')).toBe('математика');
    locale.current = 'en';
    expect(subjectWord('english')).toBe('English');
  });

  it('know every subject of the server', () => {
    const list =
      /SUBJECTS: &\[&str\] = &\[([\s\S]*?)\];/.exec(source('crates/kernel/src/subject.rs'))?.[1] ?? '';
    expect([...list.matchAll(/"(\w+)"/g)].map(([, code]) => code)).toEqual(SUBJECTS);
    for (const code of SUBJECTS) expect(subjectName(code)).not.toBe(code);
  });

  it('keep their colour', () => {
    expect(hueOf('0198a000')).toBe(hueOf('0198a000'));
    expect(new Set(Array.from({ length: 60 }, (_, i) => hueOf(`person-${i}`))).size).toBeGreaterThan(8);
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 20, 14, 2).getTime();
  const at = (month: number, day: number, hour: number, minute = 0, year = 2026) =>
    relativeTime(new Date(year, month, day, hour, minute), now);

  it('are said as people say them', () => {
    expect(relativeTime(new Date(now - 20_000), now)).toBe('только что');
    expect(at(10, 20, 13, 50)).toBe('12\u00a0мин назад');
    expect(at(10, 20, 8, 15)).toBe('сегодня, 08:15');
    expect(at(10, 19, 23, 59)).toBe('вчера, 23:59');
    expect(at(9, 3, 10)).toBe('3\u00a0октября');
    expect(at(9, 3, 10, 0, 2025)).toBe('3\u00a0октября 2025');
  });
});
