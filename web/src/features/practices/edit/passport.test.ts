import { describe, expect, it } from 'vitest';
import type { Passport } from '$shared/api';
import { meet, missing, sendable, standing, stepOf, unreadable } from './passport';

const passport = (part: Partial<Passport> = {}): Passport => ({
  kind: 'technique',
  title: 'Проценты на размене',
  summary: 'Рубль и копейки',
  problem: 'Не решали',
  goal: 'Решают',
  body: 'Этап. '.repeat(30),
  resources: '',
  conditions: '',
  risks: '',
  result_before: '',
  result_after: '',
  result_how: '',
  licence: 'cc_by',
  employer_consent: true,
  keywords: [],
  links: [],
  subjects: ['math'],
  grades: [5],
  skills: [],
  ...part,
});

describe('what is missing before experts can read', () => {
  it('nothing in a whole passport', () => expect(missing(passport())).toEqual([]));

  it('asks for at most eight fields of an empty one', () => {
    const empty = passport({
      title: '',
      summary: ' ',
      problem: '',
      goal: '',
      body: 'Коротко',
      subjects: [],
      employer_consent: false,
    });
    expect(missing(empty)).toEqual([
      'title',
      'summary',
      'problem',
      'subjects',
      'goal',
      'body',
      'employer_consent',
    ]);
    expect(unreadable(empty)).toEqual(['title', 'summary', 'body']);
  });

  it('wants all three of «было», «стало», «как», or none', () => {
    expect(missing(passport({ result_after: '61 %' }))).toEqual(['result_before', 'result_how']);
  });
});

describe('two authors at once', () => {
  const began = passport({ links: [{ title: 'а', url: 'https://a.ru' }] });

  it('are joined when they changed different fields', () => {
    const met = meet(began, { ...began, goal: 'моя' }, { ...began, risks: 'её', grades: [5, 6] });
    expect(met.clashes).toEqual([]);
    expect(met.value).toMatchObject({ goal: 'моя', risks: 'её', grades: [5, 6], links: began.links });
  });

  it('are asked about a field both changed', () => {
    const met = meet(began, { ...began, goal: 'моя' }, { ...began, goal: 'её' });
    expect(met.clashes).toEqual([{ field: 'goal', mine: 'моя', theirs: 'её' }]);
    expect(met.value.goal).toBe('моя');
  });

  it('do not clash over the same links or over spaces', () => {
    const mine = { ...began, title: `${began.title} `, links: [{ title: 'а', url: 'https://a.ru' }] };
    expect(meet(began, mine, { ...began, title: 'Другое' }).value.title).toBe('Другое');
    const links = [{ title: 'б', url: 'https://b.ru' }];
    expect(meet(began, mine, { ...began, links }).value.links).toEqual(links);
  });
});

describe('fields of the form', () => {
  it('stand in their steps', () => {
    expect([stepOf('title'), stepOf('body'), stepOf('links[0].url'), stepOf('keywords[3]')]).toEqual([
      1, 2, 3, 3,
    ]);
  });

  it('send only addresses that are whole', () => {
    const links = [
      { title: '', url: 'htt' },
      { title: '', url: 'javascript:alert(1)' },
      { title: '', url: 'https://школа.рф' },
    ];
    expect(sendable(passport({ links })).links).toEqual([links[2]]);
  });

  it('lose their error when they are changed', () => {
    const then = passport({ title: '' });
    const errors = [
      { field: 'title', code: 'required' },
      { field: 'keywords[1]', code: 'too_long' },
    ];
    expect(standing(errors, then, { ...then, title: 'Есть' })).toEqual([errors[1]]);
  });
});
