import '$shared/words/locale.svelte';
import { expect, it } from 'vitest';
import { Problem } from '$shared/api';
import { refusalText } from './refusals';

const problem = (code: string, errors: { field: string; code: string }[] = []) =>
  new Problem(422, { code, errors });

it('a mentor that cannot be is told by what stands in the way', () => {
  const text = refusalText(problem('invalid', [{ field: 'mentor_id', code: 'wish' }]));
  expect(text).toContain('отказалась');
});

it('what was said before is told with what to do', () => {
  expect(refusalText(problem('already_exists'))).toContain('отмените');
  expect(refusalText(problem('mentor_full'))).toContain('другую школу');
});

it('everything else has its usual words', () => {
  expect(refusalText(problem('offline'))).not.toBe('');
});
