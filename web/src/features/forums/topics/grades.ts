/** «5–7, 9»: school years as people say them. */
export function gradesText(grades: readonly number[]): string {
  const sorted = [...new Set(grades)].sort((a, b) => a - b);
  const runs: number[][] = [];
  for (const grade of sorted) {
    const run = runs.at(-1);
    if (run && run.at(-1) === grade - 1) run.push(grade);
    else runs.push([grade]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run.map(String))).join(', ');
}

export const GRADES = Array.from({ length: 11 }, (_, i) => i + 1);
