/** Names beside the points of a picture: as many as there is room for, and none over another. */

export interface Dot {
  id: string;
  x: number;
  y: number;
  radius: number;
  text: string;
  /** Smaller ones are named first. */
  rank: number;
}

export interface Label {
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Paper {
  width: number;
  height: number;
  /** Of the letters. */
  size: number;
}

/** A letter of our type is about so wide for its size; rather too much than too little. */
const LETTER = 0.6;
const GAP = 3;

export const textWidth = (text: string, size: number): number => [...text].length * size * LETTER;

/**
 * Where each name stands; a point that is missing from the answer has no room. Tried are right, left, above, below and
 * the corners, first for the most important points.
 */
export function placed(dots: Dot[], paper: Paper): Map<string, Label> {
  const taken: Box[] = dots.map(({ x, y, radius }) => around(x, y, radius));
  const labels = new Map<string, Label>();
  const order = [...dots].sort((a, b) => a.rank - b.rank || a.y - b.y || (a.id < b.id ? -1 : 1));
  for (const dot of order) {
    const own = around(dot.x, dot.y, dot.radius);
    for (const label of places(dot, paper.size)) {
      const box = boxOf(label, dot.text, paper.size);
      const inside = box.left >= 0 && box.top >= 0 && box.right <= paper.width && box.bottom <= paper.height;
      if (!inside || taken.some((other) => !same(other, own) && overlap(other, box))) continue;
      labels.set(dot.id, label);
      taken.push(box);
      break;
    }
  }
  return labels;
}

function places({ x, y, radius }: Dot, size: number): Label[] {
  const away = radius + GAP;
  const base = size * 0.35;
  const [up, down] = [y - away - size * 0.15, y + away + size * 0.8];
  return [
    { x: x + away, y: y + base, anchor: 'start' },
    { x: x - away, y: y + base, anchor: 'end' },
    { x, y: up, anchor: 'middle' },
    { x, y: down, anchor: 'middle' },
    { x: x + radius, y: up, anchor: 'start' },
    { x: x + radius, y: down, anchor: 'start' },
    { x: x - radius, y: up, anchor: 'end' },
    { x: x - radius, y: down, anchor: 'end' },
  ];
}

/** The paper a name takes. */
export function boxOf({ x, y, anchor }: Label, text: string, size: number): Box {
  const width = textWidth(text, size);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - size * 0.85, bottom: y + size * 0.25 };
}

const around = (x: number, y: number, radius: number): Box => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

const same = (one: Box, other: Box) => one.left === other.left && one.top === other.top;

export const overlap = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
