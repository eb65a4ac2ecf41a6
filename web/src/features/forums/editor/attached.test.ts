import { beforeEach, describe, expect, it, vi } from 'vitest';
import '$shared/words/locale.svelte';
import { Problem, type FileRef } from '$shared/api';
import { Attached, filesIn } from './attached.svelte';

const answers = new Map<string, () => Promise<unknown>>();
vi.mock('$shared/api', async (original) => ({
  ...(await original<object>()),
  api: {
    get: (_path: string, { params }: { params: { path: { id: string } } }) => answers.get(params.path.id)!(),
  },
}));

const file = (id: string) => ({ id, name: `${id}.txt` }) as FileRef;
const here = (attached = false) => Promise.resolve({ attached });
const gone = () => Promise.reject(new Problem(404, { code: 'not_found' }));

describe('files of a draft', () => {
  beforeEach(() => answers.clear());

  it('are read with care', () => {
    expect(filesIn(null)).toEqual([]);
    expect(filesIn({ files: 'x' })).toEqual([]);
    expect(filesIn({ files: [null, { name: 'a' }, file('a')] })).toEqual([file('a')]);
  });

  it('stay while they are there or nothing is known', async () => {
    const attached = new Attached();
    answers.set('a', () => here()).set('b', () => Promise.reject(Problem.offline()));
    const changed = vi.fn();
    await attached.recall([file('a'), file('b')], changed);
    expect(attached.ids).toEqual(['a', 'b']);
    expect(changed).not.toHaveBeenCalled();
  });

  it('go when they were collected or sent from elsewhere', async () => {
    const attached = new Attached();
    answers
      .set('a', gone)
      .set('b', () => here(true))
      .set('c', () => here());
    const changed = vi.fn();
    await attached.recall([file('a'), file('b'), file('c')], changed);
    expect(attached.ids).toEqual(['c']);
    expect(changed).toHaveBeenCalledOnce();
  });

  it('that the post has already are not asked about', async () => {
    const attached = new Attached([file('a')]);
    answers.set('b', () => here());
    await attached.recall([file('b'), file('a')], () => undefined);
    expect(attached.ids).toEqual(['b', 'a']);
    expect(attached.changed).toBe(true);
  });
});
