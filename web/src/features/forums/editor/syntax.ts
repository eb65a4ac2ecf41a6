/** What our Markdown has beyond the usual: mentions, quotations with a source, tables whose cells are paragraphs. */
import type MarkdownIt from 'markdown-it';
import type { StateCore, StateInline, Token } from 'markdown-it';

const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const MENTION = new RegExp(String.raw`^@\[([^\[\]\n]{1,200})\]\(person:(${UUID})\)`);
const SOURCE = new RegExp(String.raw`^\[!quote post=(${UUID})\][ \t]*(?:\n|$)`);

export function postSyntax(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'mention', mention);
  md.core.ruler.after('block', 'quote', quotes);
  md.core.ruler.after('quote', 'cells', cells);
}

function mention(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '@') return false;
  const found = MENTION.exec(state.src.slice(state.pos, state.pos + 300));
  if (!found) return false;
  if (!silent) {
    const token = state.push('mention', '', 0);
    token.content = found[1] ?? '';
    token.attrSet('id', (found[2] ?? '').toLowerCase());
  }
  state.pos += found[0].length;
  return true;
}

function quotes(state: StateCore): void {
  const tokens = state.tokens;
  for (let i = 0; i < tokens.length - 2; i++) {
    const open = tokens[i];
    const inline = tokens[i + 2];
    if (open?.type !== 'blockquote_open' || tokens[i + 1]?.type !== 'paragraph_open' || !inline) continue;
    const found = SOURCE.exec(inline.content);
    if (!found) continue;
    const close = closing(tokens, i);
    if (!close) continue;
    open.type = 'quote_open';
    close.type = 'quote_close';
    open.attrSet('post', (found[1] ?? '').toLowerCase());
    inline.content = inline.content.slice(found[0].length);
    // Something has to stand in a quotation; a bare source keeps an empty paragraph.
    if (!inline.content && tokens[i + 4] !== close) tokens.splice(i + 1, 3);
  }
}

function closing(tokens: Token[], from: number): Token | undefined {
  const level = tokens[from]?.level;
  return tokens.slice(from + 1).find((token) => token.type === 'blockquote_close' && token.level === level);
}

function cells(state: StateCore): void {
  state.tokens = state.tokens.flatMap((token) => {
    if (token.type === 'th_open' || token.type === 'td_open') {
      return [token, new state.Token('paragraph_open', 'p', 1)];
    }
    if (token.type === 'th_close' || token.type === 'td_close') {
      return [new state.Token('paragraph_close', 'p', -1), token];
    }
    return [token];
  });
}
