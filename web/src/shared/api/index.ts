export { api, download, sendBytes, sendRaw } from './client';
export { asProblem, isProblem, Problem, type FieldError } from './problem';
export type * from './types';
