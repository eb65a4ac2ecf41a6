// Reads a QR code that stands as a picture on a page: enough of the standard for our own sheets (versions 1–10,
// undamaged), so that a printed code is known to lead where it should.

/** Error correction words per block and `[blocks, data words]` groups, by level and version. */
const BLOCKS = {
  L: [
    '7 1×19',
    '10 1×34',
    '15 1×55',
    '20 1×80',
    '26 1×108',
    '18 2×68',
    '20 2×78',
    '24 2×97',
    '30 2×116',
    '18 2×68 2×69',
  ],
  M: [
    '10 1×16',
    '16 1×28',
    '26 1×44',
    '18 2×32',
    '24 2×43',
    '16 4×27',
    '18 4×31',
    '22 2×38 2×39',
    '22 3×36 2×37',
    '26 4×43 1×44',
  ],
  Q: [
    '13 1×13',
    '22 1×22',
    '18 2×17',
    '26 2×24',
    '18 2×15 2×16',
    '24 4×19',
    '18 2×14 4×15',
    '22 4×18 2×19',
    '20 4×16 4×17',
    '24 6×19 2×20',
  ],
  H: [
    '17 1×9',
    '28 1×16',
    '22 2×13',
    '16 4×9',
    '22 2×11 2×12',
    '28 4×15',
    '26 4×13 1×14',
    '26 4×14 2×15',
    '24 4×12 4×13',
    '28 6×15 2×16',
  ],
};
const LEVELS = ['M', 'L', 'H', 'Q'];
const ALIGNED = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];
const MASKS = [
  (y, x) => (y + x) % 2,
  (y) => y % 2,
  (y, x) => x % 3,
  (y, x) => (y + x) % 3,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
  (y, x) => ((y * x) % 2) + ((y * x) % 3),
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2,
];

/** The dark modules of the picture, row by row; the picture is drawn once more inside the page. */
const modulesOf = (image) =>
  image.evaluate(async (img) => {
    await img.decode();
    const side = 1200;
    const canvas = Object.assign(document.createElement('canvas'), {
      width: side,
      height: side,
    });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, side, side);
    pen.drawImage(img, 0, 0, side, side);
    const { data } = pen.getImageData(0, 0, side, side);
    const dark = (x, y) => data[(Math.floor(y) * side + Math.floor(x)) * 4] < 128;
    const columns = [...Array(side).keys()].filter((x) => [...Array(side).keys()].some((y) => dark(x, y)));
    const [left, right] = [columns[0], columns.at(-1) + 1];
    const top = [...Array(side).keys()].find((y) => dark(left, y));
    // The first row begins with seven dark modules of the corner mark.
    let corner = left;
    while (dark(corner, top + 2)) corner += 1;
    const count = Math.round((right - left) / ((corner - left) / 7));
    const step = (right - left) / count;
    const at = (i, from) => from + (i + 0.5) * step;
    return [...Array(count).keys()].map((y) =>
      [...Array(count).keys()].map((x) => dark(at(x, left), at(y, top))),
    );
  });

/** Modules that carry no data: corners with their format, timing, alignment, version. */
function reserved(size, version) {
  const marks = ALIGNED[version - 1];
  const last = marks.at(-1);
  return (y, x) => {
    if (x === 6 || y === 6) return true;
    if ((y < 9 && (x < 9 || x > size - 9)) || (y > size - 9 && x < 9)) return true;
    if (version > 6 && ((y < 6 && x > size - 12) || (x < 6 && y > size - 12))) return true;
    return marks.some((my) =>
      marks.some((mx) => {
        const corner = (my === 6 && mx === 6) || (my === 6 && mx === last) || (my === last && mx === 6);
        return !corner && Math.abs(y - my) < 3 && Math.abs(x - mx) < 3;
      }),
    );
  };
}

function words(modules, version, mask) {
  const size = modules.length;
  const skip = reserved(size, version);
  const bits = [];
  let up = true;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2, up = !up)
    for (let i = 0; i < size; i++)
      for (const x of [right, right - 1]) {
        const y = up ? size - 1 - i : i;
        if (!skip(y, x)) bits.push(modules[y][x] !== (MASKS[mask](y, x) === 0) ? 1 : 0);
      }
  return Array.from({ length: bits.length >> 3 }, (_, i) =>
    parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2),
  );
}

/** The text of the code in this `<img>`. */
export async function readQr(image) {
  const modules = await modulesOf(image);
  const version = (modules.length - 17) / 4;
  const format = [0, 1, 2, 3, 4].reduce((sum, x) => sum * 2 + Number(modules[8][x]), 0) ^ 0b10101;
  const [, ...groups] = BLOCKS[LEVELS[format >> 3]][version - 1].split(' ');
  const lengths = groups.flatMap((group) => {
    const [count, length] = group.split('×').map(Number);
    return Array(count).fill(length);
  });
  const blocks = lengths.map(() => []);
  const stream = words(modules, version, format & 7);
  for (let i = 0, at = 0; i < Math.max(...lengths); i++)
    for (const [no, length] of lengths.entries()) if (i < length) blocks[no].push(stream[at++]);
  const bits = blocks
    .flat()
    .map((word) => word.toString(2).padStart(8, '0'))
    .join('');
  return segments(bits, version > 9);
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** A code may change from bytes to digits and back, to be shorter. */
function segments(bits, long) {
  let at = 0;
  let text = '';
  const take = (count) => {
    at += count;
    return parseInt(bits.slice(at - count, at), 2);
  };
  while (at + 4 <= bits.length) {
    const mode = take(4);
    if (mode === 0) return text;
    if (mode === 4) {
      const bytes = Array.from({ length: take(long ? 16 : 8) }, () => take(8));
      text += new TextDecoder().decode(Uint8Array.from(bytes));
    } else if (mode === 1) {
      for (let left = take(long ? 12 : 10); left > 0; left -= 3)
        text += String(take([0, 4, 7, 10][Math.min(left, 3)])).padStart(Math.min(left, 3), '0');
    } else if (mode === 2) {
      for (let left = take(long ? 11 : 9); left > 0; left -= 2) {
        const pair = take(left > 1 ? 11 : 6);
        if (left > 1) text += LETTERS[Math.floor(pair / 45)];
        text += LETTERS[pair % 45];
      }
    } else throw new Error(`mode ${mode} of the QR code is unknown`);
  }
  return text;
}
