/** Directors work with directors, teachers with teachers, a teacher looks after a beginner. */
import type { Duty, TieKind } from '../types';

export function tieOf(one: Duty, other: Duty): TieKind | null {
  if (one === 'director' && other === 'director') return 'director';
  if (one === 'teacher' && other === 'teacher') return 'teacher';
  const beginner = [one, other].sort().join(' ') === 'teacher young_teacher';
  return beginner ? 'young_teacher' : null;
}
