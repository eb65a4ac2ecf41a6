// Starts the real server on a free port of this machine, with a data folder of its own.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const binary = process.env.E2E_BINARY ?? path.join(root, 'target/debug/staffroom');
const store = path.join(root, 'target/e2e-demo');

/** Password of every demo login. */
export const PASSWORD = 'малый-увал-12';

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function launch(data, port, args) {
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ['serve', ...args], {
    cwd: data,
    env: {
      // Settings of whoever runs the tests are not ours.
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('STAFFROOM_'))),
      STAFFROOM_DATA_DIR: data,
      STAFFROOM_HTTP__LISTEN: `127.0.0.1:${port}`,
      STAFFROOM_HTTP__PUBLIC_URL: origin,
      STAFFROOM_LOG__FILTER: process.env.E2E_LOG ?? 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', log: '' };
  process.once('exit', () => child.kill('SIGKILL'));
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.log += text));
  return { child, origin, said };
}

async function answers({ child, origin, said }, seconds) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (child.exitCode !== null) break;
    const ready = await fetch(origin).then(
      (r) => r.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`The server does not answer at ${origin}.\n${said.out}\n${said.log}`);
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(hard);
}

/** The index is whole: servers that get a copy need not build it again. */
async function indexed(origin) {
  const headers = { origin, 'content-type': 'application/json' };
  const body = JSON.stringify({ login: 'somova-ea', password: PASSWORD });
  const entered = await fetch(`${origin}/api/v1/auth/login`, { method: 'POST', headers, body });
  const { access_token } = await entered.json();
  for (const end = Date.now() + 300_000; Date.now() < end;) {
    const answer = await fetch(`${origin}/api/v1/search?q=`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    if (answer.ok && (await answer.json()).rebuilding === false) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('The index was not built.');
}

/** The demo of this binary is loaded once and copied for each server: loading takes half a minute. */
export async function prepareDemo() {
  const hash = createHash('sha256').update(`${fs.statSync(binary).mtimeMs}`);
  for (const name of fs.readdirSync(path.join(root, 'demo'), { recursive: true }).sort()) {
    const file = path.join(root, 'demo', name);
    if (fs.statSync(file).isFile()) hash.update(name).update(fs.readFileSync(file));
  }
  const folder = path.join(store, hash.digest('hex').slice(0, 16));
  if (fs.existsSync(folder)) return folder;
  fs.rmSync(store, { recursive: true, force: true });
  const loading = `${folder}.loading`;
  fs.mkdirSync(loading, { recursive: true });
  console.log('Loading the demo network…');
  const server = launch(loading, await freePort(), ['--demo']);
  await answers(server, 900);
  await indexed(server.origin);
  await end(server.child);
  fs.renameSync(loading, folder);
  return folder;
}

/** `empty`: no demo, nobody inside, the link of the first administrator on stdout. */
export async function startServer({ empty = false } = {}) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'staffroom-e2e-'));
  if (!empty) fs.cpSync(await prepareDemo(), data, { recursive: true });
  const port = await freePort();
  let running = launch(data, port, empty ? [] : ['--demo']);
  await answers(running, 90);
  return {
    origin: running.origin,
    said: () => running.said.out,
    /** As a restart for an upgrade: the same data and the same address. */
    async restart({ downtime = 0 } = {}) {
      await end(running.child);
      await new Promise((done) => setTimeout(done, downtime));
      running = launch(data, port, empty ? [] : ['--demo']);
      await answers(running, 90);
    },
    async close() {
      await end(running.child);
      fs.rmSync(data, { recursive: true, force: true });
      if (process.env.E2E_LOG) console.error(running.said.log);
    },
  };
}
