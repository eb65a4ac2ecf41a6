// Runs the browser journeys, one file after another, and says how many passed.
//   npm --prefix web run e2e              everything (cargo build -p staffroom and the web build come first)
//   npm --prefix web run e2e -- talk      files whose name holds the word
//   E2E_ONLY='a draft' …                  journeys by name;  E2E_BINARY=…  another server;  E2E_LOG=info  its log
// Pictures of every page are left in artifacts/, of every failure in artifacts/failed/.
import fs from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { prepareDemo } from './kit/server.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort()
  .map((name) => path.join(here, name));

await prepareDemo();
const started = Date.now();
let passed = 0;
let failed = 0;
const count = (kind) => (event) => {
  if (event.details?.type === 'suite' || event.skip !== undefined) return;
  if (kind === 'pass') passed += 1;
  else failed += 1;
};
// A machine that is shared may be three times slower than one's own: what hangs ends by the limits of its own steps.
run({ files, concurrency: 1, timeout: 3_600_000, testNamePatterns: process.env.E2E_ONLY })
  .on('test:pass', count('pass'))
  .on('test:fail', count('fail'))
  .compose(new spec())
  .on('end', () => {
    console.log(`${Math.round((Date.now() - started) / 1000)} s`);
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  })
  .pipe(process.stdout);
