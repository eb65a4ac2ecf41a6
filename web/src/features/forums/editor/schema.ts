/** What can stand in a post, as the editor knows it. Everything here has a form in Markdown (see markdown.ts). */
import { Node, mergeAttributes, type AnyExtension } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';

/** A quotation that knows its source; the label is only for the eyes of the writer. */
export const Quote = Node.create({
  name: 'quote',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes() {
    return { post: { default: '' }, label: { default: null } };
  },
  parseHTML() {
    return [
      { tag: 'blockquote[data-post]', priority: 60, getAttrs: (node) => ({ post: node.dataset.post }) },
    ];
  },
  renderHTML({ node, HTMLAttributes }) {
    const label = typeof node.attrs.label === 'string' ? node.attrs.label : null;
    return [
      'blockquote',
      mergeAttributes(HTMLAttributes, {
        'data-post': String(node.attrs.post),
        'data-label': label,
        label: null,
      }),
      0,
    ];
  },
});

export const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return { id: { default: '' }, label: { default: '' } };
  },
  parseHTML() {
    return [
      {
        tag: 'a.mention',
        priority: 60,
        getAttrs: (node) => ({ id: node.getAttribute('href')?.split('/').pop(), label: mentionName(node) }),
      },
    ];
  },
  renderHTML({ node }) {
    return [
      'span',
      { class: 'mention', 'data-person': String(node.attrs.id) },
      `@${String(node.attrs.label)}`,
    ];
  },
  renderText({ node }) {
    return `@${String(node.attrs.label)}`;
  },
});

function mentionName(node: HTMLElement): string {
  return (node.textContent ?? '').replace(/^@/, '');
}

/** Markdown has one line in a cell, so a cell holds one paragraph. */
const oneLine = { content: 'paragraph' };

export function extensions(): AnyExtension[] {
  return [
    StarterKit.configure({
      underline: false,
      trailingNode: false,
      heading: { levels: [1, 2, 3, 4] },
      link: { openOnClick: false, autolink: true, linkOnPaste: true, defaultProtocol: 'https' },
    }),
    Table.configure({ resizable: false }),
    TableRow,
    TableHeader.extend(oneLine),
    TableCell.extend(oneLine),
    Quote,
    Mention,
  ];
}
