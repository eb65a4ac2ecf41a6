/** Where like schools stand around the one that is asked about: the more alike, the nearer. */
export interface Dot {
  x: number;
  y: number;
}

/** Turns between neighbours in rank, so that no two stand on one ray. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** The middle is taken by the school itself. */
const INNER = 0.16;

/** `likeness` in per cent; the answer within a circle of radius 1 around (0, 0). */
export function dotOf(likeness: number, rank: number): Dot {
  const far = 1 - Math.min(100, Math.max(0, likeness)) / 100;
  const radius = INNER + far * (1 - INNER);
  const angle = rank * GOLDEN - Math.PI / 2;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/** The ring on which schools of such a likeness stand. */
export const ringOf = (likeness: number): number => INNER + (1 - likeness / 100) * (1 - INNER);
