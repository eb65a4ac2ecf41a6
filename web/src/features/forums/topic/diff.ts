/** Words added and taken away between two texts, to show an edit conflict to a person. */
export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Beyond this the table of the comparison would be too large: then the whole middle counts as changed. */
const MOST_CELLS = 4_000_000;

export function wordDiff(before: string, after: string): Piece[] {
  const a = words(before);
  const b = words(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const pieces: Piece[] = [];
  push(pieces, 'same', a.slice(0, head));
  middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), pieces);
  push(pieces, 'same', a.slice(a.length - tail));
  return joined(pieces);
}

/** «И проценты» → «в четверг» reads as one change, not as two words each changed around a kept space. */
function joined(pieces: Piece[]): Piece[] {
  const out: Piece[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    push(out, 'removed', [removed]);
    push(out, 'added', [added]);
    removed = added = '';
  };
  pieces.forEach((piece, i) => {
    const between =
      piece.kind === 'same' && !/\S/.test(piece.text) && (removed || added) && i < pieces.length - 1;
    if (between) {
      removed += piece.text;
      added += piece.text;
    } else if (piece.kind === 'removed') removed += piece.text;
    else if (piece.kind === 'added') added += piece.text;
    else {
      flush();
      push(out, 'same', [piece.text]);
    }
  });
  flush();
  return out;
}

function middle(a: string[], b: string[], pieces: Piece[]): void {
  if (a.length * b.length > MOST_CELLS) {
    push(pieces, 'removed', a);
    push(pieces, 'added', b);
    return;
  }
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const cell = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      push(pieces, 'same', [a[i] ?? '']);
      i++;
      j++;
    } else if (cell(i + 1, j) >= cell(i, j + 1)) push(pieces, 'removed', [a[i++] ?? '']);
    else push(pieces, 'added', [b[j++] ?? '']);
  }
  push(pieces, 'removed', a.slice(i));
  push(pieces, 'added', b.slice(j));
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

function push(pieces: Piece[], kind: Piece['kind'], parts: string[]): void {
  const text = parts.join('');
  if (!text) return;
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}
