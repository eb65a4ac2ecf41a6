// What stands before the camera of a browser: a film of one QR code.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './server.mjs';

const require = createRequire(path.join(root, 'web/package.json'));
const { default: encode } = await import(pathToFileURL(require.resolve('qr')).href);

const [WIDTH, HEIGHT, FRAMES] = [640, 480, 10];

/** Writes the film; flags of the browser that looks at it. */
export function filmOf(text, file) {
  const modules = encode(text, 'raw', { border: 3 });
  const step = Math.floor((HEIGHT - 40) / modules.length);
  const [left, top] = [(WIDTH - step * modules.length) >> 1, (HEIGHT - step * modules.length) >> 1];
  const light = Buffer.alloc(WIDTH * HEIGHT, 235);
  modules.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let line = 0; line < step; line++) {
        const from = (top + y * step + line) * WIDTH + left + x * step;
        light.fill(16, from, from + step);
      }
    }),
  );
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  fs.writeFileSync(file, Buffer.concat([head, ...Array(FRAMES).fill(frame)]));
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}
