// How much JavaScript and CSS the first visit to a topic loads, gzip'd; fails over the limit.
// Counted: what the page itself names, and the static imports of the layouts and the page of the route.
// Code behind `await import()` (the editor, windows of the frame) comes later and does not count.
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 170;
const ROUTE = process.argv[2] ?? '/(app)/(forums)/t/[id]';
const CLIENT = '.svelte-kit/output/client';

const manifest = JSON.parse(readFileSync(`${CLIENT}/.vite/manifest.json`, 'utf8'));
const entries = Object.values(manifest);

/** Nodes of the route: the numbered modules that the generated application loads for it. */
function nodesOf(route) {
  const app = readFileSync('.svelte-kit/generated/client-optimized/app.js', 'utf8');
  const dictionary = /dictionary = (\{[\s\S]*?\});/.exec(app)?.[1] ?? '{}';
  const found = Function(`return ${dictionary}`)()[route];
  if (!found) return null;
  const [leaf, layouts = []] = found;
  // Node 0 is the root layout, node 1 the page of faults: it is loaded with the layout.
  return [0, 1, ...layouts.filter((node) => node !== undefined), leaf < 0 ? ~leaf : leaf];
}

function keyOfNode(node) {
  return Object.keys(manifest).find((key) => key.endsWith(`client-optimized/nodes/${node}.js`));
}

const files = new Set();
const seen = new Set();
function visit(key) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const imported of chunk.imports ?? []) visit(imported);
}

const nodes = nodesOf(ROUTE);
if (!nodes) {
  console.error(`size: there is no route ${ROUTE}; run «npm run build» first`);
  process.exit(1);
}
for (const [key, entry] of Object.entries(manifest)) {
  if (entry.isEntry && /runtime\/client\/entry\.js$|client-optimized\/app\.js$/.test(key)) visit(key);
}
for (const node of nodes) visit(keyOfNode(node));
// Styles that the page names itself.
for (const [, href] of readFileSync('build/index.html', 'utf8').matchAll(
  /href="\/(_app\/[^"]+\.(?:css|js))"/g,
)) {
  files.add(href);
}

let total = 0;
const rows = [...files].map((file) => {
  const bytes = gzipSync(readFileSync(`${CLIENT}/${file}`), { level: 9 }).length;
  total += bytes;
  return [bytes, file];
});
if (existsSync('static/theme.js')) total += gzipSync(readFileSync('static/theme.js'), { level: 9 }).length;

for (const [bytes, file] of rows.sort((a, b) => b[0] - a[0]).slice(0, 12)) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`);
}
const kb = total / 1000;
const verdict = kb <= LIMIT_KB ? 'within' : 'OVER';
console.log(
  `first visit to ${ROUTE}: ${kb.toFixed(1)} kB gzip in ${files.size} files, ${verdict} the limit of ${LIMIT_KB} kB`,
);
if (entries.length === 0 || kb > LIMIT_KB) process.exit(1);
