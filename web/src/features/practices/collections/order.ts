/** Moving one thing of a list: by a step, or onto the place of another. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const one = items[from];
  if (one === undefined || to < 0 || to >= items.length || from === to) return [...items];
  const rest = items.filter((_, at) => at !== from);
  rest.splice(to, 0, one);
  return rest;
}
