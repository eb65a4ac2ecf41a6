/** Markdown as those read it who do not know Markdown: lines stay, the marks of form go. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^(>\s*)*\[!quote[^\]]*\]\s*$\n?/gm, '')
    .replace(/@\[([^\]]*)\]\(person:[^)]*\)/g, '@$1')
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1 ($2)')
    .replace(/^(>\s*)+(.*)$/gm, '« $2 »')
    .replace(/^\|?(\s*:?-{3,}:?\s*\|)+\s*$\n?/gm, '')
    .replace(/^#+\s+/gm, '')
    .replace(/(\*\*|~~|`)(?=\S)(.*?\S)\1/g, '$2')
    .replace(/\\\n/g, '\n')
    .replace(/\\([^\w\s])/g, '$1');
}

/** The first words, in one line. */
export function plainBeginning(markdown: string, length: number): string {
  const plain = plainText(markdown)
    .replace(/^[-*|«\s]+|»$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > length ? `${plain.slice(0, length).trimEnd()}…` : plain;
}
