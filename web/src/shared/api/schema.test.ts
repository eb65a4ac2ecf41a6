import { readFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

const here = (name: string) => new URL(name, import.meta.url);

it('the types of the interface are what the document of the server generates', async () => {
  const tree = await openapiTS(here('openapi.json'), { emptyObjectsUnknown: true });
  const stored = await readFile(here('schema.d.ts'), 'utf8');
  expect(stored === `${COMMENT_HEADER}${astToString(tree)}`, 'stale: run `npm run types`').toBe(true);
}, 30_000);
