/**
 * Posts are stored as Markdown and written in a rich editor. This is the bridge, both ways.
 *
 * Beyond CommonMark and tables: a quotation of a post is a quote whose first line is `[!quote post=<uuid>]`,
 * a mention is `@[Имя](person:<uuid>)`. A single line break is a line break: that is what people mean by it.
 */
import { getSchema } from '@tiptap/core';
import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import MarkdownIt from 'markdown-it';
import {
  MarkdownParser,
  MarkdownSerializer,
  type MarkdownSerializerState,
  type ParseSpec,
} from 'prosemirror-markdown';
import { extensions } from './schema';
import { postSyntax } from './syntax';

const tokenizer = MarkdownIt('commonmark', { html: false })
  .enable(['table', 'strikethrough'])
  .use(postSyntax);

const BLOCKS: Record<string, ParseSpec> = {
  paragraph: { block: 'paragraph' },
  blockquote: { block: 'blockquote' },
  quote: { block: 'quote', getAttrs: (token) => ({ post: token.attrGet('post') }) },
  bullet_list: { block: 'bulletList' },
  ordered_list: {
    block: 'orderedList',
    getAttrs: (token) => ({ start: Number(token.attrGet('start') ?? 1) }),
  },
  list_item: { block: 'listItem' },
  heading: { block: 'heading', getAttrs: (token) => ({ level: Math.min(4, Number(token.tag.slice(1))) }) },
  code_block: { block: 'codeBlock', noCloseToken: true },
  fence: {
    block: 'codeBlock',
    noCloseToken: true,
    getAttrs: (token) => ({ language: token.info.trim().split(/\s/)[0] || null }),
  },
  hr: { node: 'horizontalRule' },
  table: { block: 'table' },
  thead: { ignore: true },
  tbody: { ignore: true },
  tr: { block: 'tableRow' },
  th: { block: 'tableHeader' },
  td: { block: 'tableCell' },
};
const INLINES: Record<string, ParseSpec> = {
  hardbreak: { node: 'hardBreak' },
  softbreak: { node: 'hardBreak' },
  mention: {
    node: 'mention',
    getAttrs: (token) => ({ id: token.attrGet('id'), label: token.content }),
  },
  em: { mark: 'italic' },
  strong: { mark: 'bold' },
  s: { mark: 'strike' },
  code_inline: { mark: 'code', noCloseToken: true },
  link: { mark: 'link', getAttrs: (token) => ({ href: token.attrGet('href') }) },
  // Pictures come with files; until then an address of one stays an address.
  image: { ignore: true, noCloseToken: true },
};

const serializer = new MarkdownSerializer(
  {
    doc: (state, node) => state.renderContent(node),
    paragraph: (state, node) => {
      state.renderInline(node);
      state.closeBlock(node);
    },
    text: writeText,
    heading: (state, node) => {
      state.write(`${'#'.repeat(Number(node.attrs.level))} `);
      state.renderInline(node, false);
      state.closeBlock(node);
    },
    blockquote: (state, node) => state.wrapBlock('> ', null, node, () => state.renderContent(node)),
    quote: (state, node) =>
      state.wrapBlock('> ', null, node, () => {
        state.write(`[!quote post=${String(node.attrs.post)}]`);
        state.ensureNewLine();
        if (node.firstChild?.type.name !== 'paragraph') state.write('\n');
        state.renderContent(node);
      }),
    bulletList: (state, node) => state.renderList(node, '  ', () => '- '),
    orderedList: (state, node) => {
      const start = Number(node.attrs.start ?? 1);
      const width = String(start + node.childCount - 1).length;
      state.renderList(node, ' '.repeat(width + 2), (i) => `${start + i}.`.padEnd(width + 2));
    },
    listItem: (state, node) => state.renderContent(node),
    codeBlock: (state, node) => {
      const longest = Math.max(2, ...(node.textContent.match(/`{3,}/g) ?? []).map((run) => run.length));
      const fence = '`'.repeat(longest + 1);
      state.write(`${fence}${String(node.attrs.language ?? '')}\n`);
      state.text(node.textContent, false);
      state.write(`\n${fence}`);
      state.closeBlock(node);
    },
    hardBreak: (state, node, parent, index) => {
      // At the end of a paragraph a break means nothing and would be read back as a stroke.
      for (let i = index + 1; i < parent.childCount; i++) {
        if (parent.child(i).type !== node.type) return state.write(between(parent, index) ? '\n' : '\\\n');
      }
    },
    horizontalRule: (state, node) => {
      state.write('---');
      state.closeBlock(node);
    },
    table: writeTable,
    mention: (state, node) =>
      state.write(
        `@[${String(node.attrs.label).replace(/[[\]\\\n]/g, '')}](person:${String(node.attrs.id)})`,
      ),
  },
  {
    bold: { open: '**', close: '**', mixable: true, expelEnclosingWhitespace: true },
    italic: { open: '*', close: '*', mixable: true, expelEnclosingWhitespace: true },
    strike: { open: '~~', close: '~~', mixable: true, expelEnclosingWhitespace: true },
    code: {
      open: (_state, _mark, parent, index) => ticks(parent.child(index), -1),
      close: (_state, _mark, parent, index) => ticks(parent.child(index - 1), 1),
      escape: false,
    },
    link: {
      open: (state, mark, parent, index) => {
        link(state).plain = isPlain(String(mark.attrs.href), parent, index, mark);
        return link(state).plain ? '<' : '[';
      },
      close: (state, mark) => (link(state).plain ? '>' : `](${address(String(mark.attrs.href))})`),
      mixable: true,
    },
  },
  { escapeExtraCharacters: /<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)|^=+\s*$/g },
);

let shared: { schema: Schema; parser: MarkdownParser } | undefined;

/** The schema is made once; an editor has an equal one of its own, so what passes between is JSON. */
export function postSchema(): Schema {
  return bridge().schema;
}

function bridge() {
  if (!shared) {
    const schema = getSchema(extensions());
    shared = { schema, parser: new MarkdownParser(schema, tokenizer, { ...BLOCKS, ...INLINES }) };
  }
  return shared;
}

export function parseMarkdown(text: string): Node {
  return bridge().parser.parse(text);
}

export function writeMarkdown(doc: Node): string {
  return serializer
    .serialize(doc, { tightLists: true })
    .replace(/[ \t]+$/gm, '')
    .trim();
}

/** A plain line end is enough between two lines with something in them; a blank one would end the paragraph. */
function between(parent: Node, index: number): boolean {
  const filled = (at: number) => at >= 0 && /\S/.test(parent.child(at).text ?? '');
  return filled(index - 1) && filled(index + 1);
}

/** The library escapes only at the start of a block; a line after a break can turn into a list as well. */
function writeText(state: MarkdownSerializerState, node: Node, parent: Node, index: number): void {
  const inner = state as unknown as { out: string; atBlockStart: boolean };
  if (index > 0 && parent.child(index - 1).type.name === 'hardBreak') inner.atBlockStart = true;
  if (!inner.atBlockStart) return state.text(node.text ?? '');
  state.write('');
  const from = inner.out.length;
  state.text((node.text ?? '').replace(/^[ \t]+/, ''));
  const line = inner.out
    .slice(from)
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^\+(?=\s|$)/, '\\+');
  inner.out = inner.out.slice(0, from) + line;
}

function writeTable(state: MarkdownSerializerState, table: Node): void {
  const width = Math.max(...table.children.map((row) => row.childCount));
  table.forEach((row, _, index) => {
    const cells = row.children.map(cellText);
    while (cells.length < width) cells.push('');
    state.write(`| ${cells.join(' | ')} |`);
    state.ensureNewLine();
    if (index === 0) {
      state.write(`|${' --- |'.repeat(width)}`);
      state.ensureNewLine();
    }
  });
  state.closeBlock(table);
}

function cellText(cell: Node): string {
  const doc = cell.type.schema.topNodeType.create(null, cell.content ?? Fragment.empty);
  return writeMarkdown(doc).replace(/\\?\n/g, ' ').replace(/\|/g, '\\|');
}

function ticks(node: Node, side: -1 | 1): string {
  const runs = node.text?.match(/`+/g) ?? [];
  const longest = Math.max(0, ...runs.map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  const apart = longest > 0 || /^\s|\s$/.test(node.text ?? '') ? ' ' : '';
  return side < 0 ? mark + apart : apart + mark;
}

/** Between opening and closing a link the serializer has to remember its form. */
function link(state: MarkdownSerializerState): { plain?: boolean } {
  return state as unknown as { plain?: boolean };
}

function isPlain(href: string, parent: Node, index: number, mark: Node['marks'][number]): boolean {
  if (!/^\w+:[^\s<>\\]*$/.test(href)) return false;
  const content = parent.child(index);
  if (!content.isText || content.text !== href || content.marks.at(-1) !== mark) return false;
  return index === parent.childCount - 1 || !mark.isInSet(parent.child(index + 1).marks);
}

function address(href: string): string {
  return /[\s()<>]/.test(href) ? `<${href.replace(/[<>\n]/g, encodeURIComponent)}>` : href;
}
