/** The passport as a form: what is missing, where a field stands, how two authors' versions meet. */
import { merge, type Merged } from '$features/accounts/conflict';
import type { FieldError, Passport } from '$shared/api';
import type { FieldName } from '../words';

export const blank = (): Passport => ({
  kind: 'technique',
  title: '',
  summary: '',
  problem: '',
  goal: '',
  body: '',
  resources: '',
  conditions: '',
  risks: '',
  result_before: '',
  result_after: '',
  result_how: '',
  licence: 'cc_by',
  employer_consent: false,
  keywords: [],
  links: [],
  subjects: [],
  grades: [],
  skills: [],
});

export type Step = 1 | 2 | 3;
export const STEPS: readonly Step[] = [1, 2, 3];

/** Less than this describes nothing that others could repeat; the server says the same. */
const LEAST_BODY = 100;

const STEP_OF: Partial<Record<FieldName, Step>> = {
  goal: 2,
  body: 2,
  resources: 2,
  conditions: 2,
  files: 2,
  result_before: 3,
  result_after: 3,
  result_how: 3,
  risks: 3,
  keywords: 3,
  links: 3,
  authors: 3,
  licence: 3,
  employer_consent: 3,
  whole: 3,
};

/** `links[0].url` stands where `links` stands. */
export const rootOf = (field: string): string => field.replace(/[[.].*$/, '');

export function stepOf(field: string): Step {
  return STEP_OF[rootOf(field) as FieldName] ?? 1;
}

/** What experts must have before they can read; in the order of the form. */
export function missing(passport: Passport): FieldName[] {
  const blank = (text: string) => !text.trim();
  const results = [passport.result_before, passport.result_after, passport.result_how];
  const some = results.some((text) => !blank(text));
  const fields: [FieldName, boolean][] = [
    ['title', blank(passport.title)],
    ['summary', blank(passport.summary)],
    ['problem', blank(passport.problem)],
    ['subjects', passport.subjects.length === 0],
    ['goal', blank(passport.goal)],
    ['body', passport.body.trim().length < LEAST_BODY],
    ['result_before', some && blank(passport.result_before)],
    ['result_after', some && blank(passport.result_after)],
    ['result_how', some && blank(passport.result_how)],
    ['employer_consent', !passport.employer_consent],
  ];
  return fields.filter(([, lacks]) => lacks).map(([field]) => field);
}

/** What even an unreviewed practice must have. */
export const unreadable = (passport: Passport): FieldName[] =>
  missing(passport).filter((field) => field === 'title' || field === 'summary' || field === 'body');

export const isWeb = (url: string): boolean => {
  try {
    return /^https?:$/.test(new URL(url).protocol);
  } catch {
    return false;
  }
};

/** An address that is still being typed waits on the device; the rest is saved. */
export function sendable(passport: Passport): Passport {
  return { ...passport, links: passport.links.filter((link) => isWeb(link.url)) };
}

type Flat = Omit<Passport, 'links'> & { links: string[] };
const flat = (passport: Passport): Flat => ({
  ...passport,
  title: passport.title.replace(/\s+/g, ' ').trim(),
  summary: passport.summary.replace(/\s+/g, ' ').trim(),
  links: passport.links.map((link) => JSON.stringify([link.title, link.url])),
});
const full = (value: Flat): Passport => ({
  ...value,
  links: value.links.map((text) => {
    const [title, url] = JSON.parse(text) as [string, string];
    return { title, url };
  }),
});

/** Mine where I changed something, theirs elsewhere; fields changed by both are named, mine stands in them. */
export function meet(
  began: Passport,
  mine: Passport,
  theirs: Passport,
): { value: Passport; clashes: Merged<Passport>['clashes'] } {
  const merged = merge(flat(began), flat(mine), flat(theirs));
  const back = (value: unknown, field: string) =>
    field === 'links' ? full({ ...flat(mine), links: value as string[] }).links : value;
  return {
    value: full(merged.value),
    clashes: merged.clashes.map((clash) => ({
      field: clash.field,
      mine: back(clash.mine, clash.field),
      theirs: back(clash.theirs, clash.field),
    })),
  };
}

/** Errors whose field has not been touched since the server named them. */
export function standing(errors: FieldError[], then: Passport, now: Passport): FieldError[] {
  return errors.filter(({ field }) => {
    const root = rootOf(field) as keyof Passport;
    return JSON.stringify(then[root]) === JSON.stringify(now[root]);
  });
}
