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

/** Lies along the longer side of the sheet: the directions of the picture mean nothing, so it may be turned. */
export function turned<P extends Point>(points: P[], upright: boolean): P[] {
  const span = (values: number[]) => Math.max(...values) - Math.min(...values);
  const tall = span(points.map(({ y }) => y)) > span(points.map(({ x }) => x));
  return tall === upright ? points : points.map((point) => ({ ...point, x: point.y, y: -point.x }));
}

/** How high the sheet is for its width, so that no half of it is empty. */
export function sheet(points: Point[], width: number, margin: number, least: number, most: number): number {
  const [left, right] = ends(points.map(({ x }) => x));
  const [bottom, top] = ends(points.map(({ y }) => y));
  const scale = (width - 2 * margin) / (right - left);
  const height = Number.isFinite(scale) ? (top - bottom) * scale + 2 * margin : least;
  return Math.round(Math.min(Math.max(height, least), most));
}

const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
