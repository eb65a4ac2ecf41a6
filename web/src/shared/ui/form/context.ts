import { getContext, setContext } from 'svelte';
import type { Problem } from '$shared/api';

const KEY = Symbol('form');

/** What fields of a form ask of it: the refusal of the server, to show its part at the field. */
export interface FormContext {
  readonly problem: Problem | null;
}

export function provideForm(form: FormContext): void {
  setContext(KEY, form);
}

export function formOf(): FormContext | undefined {
  return getContext<FormContext | undefined>(KEY);
}
