/** «5–7, 9»: grades in a row are told by their ends. */
export function gradesText(grades: number[]): string {
  const sorted = [...grades].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const grade of sorted) {
    const last = runs.at(-1);
    if (last && grade === last[1] + 1) last[1] = grade;
    else runs.push([grade, grade]);
  }
  return runs
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`))
    .join(', ');
}
