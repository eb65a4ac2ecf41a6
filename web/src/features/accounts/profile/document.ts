/** The few marks that a document to agree to is written with. Anything else stays as it was typed. */
export type Block = { kind: 'title' | 'heading' | 'text'; text: string } | { kind: 'list'; items: string[] };

export function blocks(source: string): Block[] {
  return source
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map(block);
}

function block(part: string): Block {
  if (part.startsWith('# ')) return { kind: 'title', text: part.slice(2) };
  if (/^#{2,4} /.test(part)) return { kind: 'heading', text: part.replace(/^#+ /, '') };
  if (part.startsWith('- ')) {
    const items = part.split(/\n(?=- )/).map((item) => item.slice(2).replace(/\n\s*/g, ' '));
    return { kind: 'list', items };
  }
  return { kind: 'text', text: part.replace(/\n/g, ' ') };
}
