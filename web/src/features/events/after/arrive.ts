/** A part whose code and data come later: whoever came by its address is taken to it once it is there. */
export function arrive(node: HTMLElement): void {
  if (location.hash.slice(1) === node.id) node.scrollIntoView();
}
