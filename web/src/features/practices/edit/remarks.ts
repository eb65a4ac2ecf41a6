import { getContext, setContext } from 'svelte';
import type { Remark } from '$shared/api';
import { rootOf } from './passport';

const KEY = Symbol('remarks');
type All = () => readonly Remark[];

/** What reviewers said, for the fields they said it of. */
export function provideRemarks(all: All): void {
  setContext(KEY, all);
}

export function remarksOf(): (field: string) => readonly Remark[] {
  const all = getContext<All | undefined>(KEY);
  return (field) => all?.().filter((remark) => rootOf(remark.field) === field) ?? [];
}
