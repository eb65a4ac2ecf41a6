/** Places of any space, fitted into a sheet. Both axes have one scale, because distances are what is shown. */
interface Point {
  x: number;
  y: number;
}

export function fitted(points: Point[], width: number, height: number, margin: number): Point[] {
  const [left, right] = ends(points.map(({ x }) => x));
  const [bottom, top] = ends(points.map(({ y }) => y));
  const wide = (width - 2 * margin) / (right - left);
  const high = (height - 2 * margin) / (top - bottom);
  const scale = Math.min(wide, high);
  // All in one place, or nothing at all: there is no scale.
  const known = Number.isFinite(scale) && scale > 0 ? scale : 0;
  return points.map(({ x, y }) => ({
    x: width / 2 + (x - (left + right) / 2) * known,
    // On paper «up» is the smaller number.
    y: height / 2 - (y - (bottom + top) / 2) * known,
  }));
}

const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
