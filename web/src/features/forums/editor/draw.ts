import { DOMSerializer } from '@tiptap/pm/model';
import { parseMarkdown, postSchema } from './markdown';

/** Markdown as elements, for a text that the server has not rendered yet. Nothing but the schema can come out. */
export function draw(markdown: string): DocumentFragment {
  return DOMSerializer.fromSchema(postSchema()).serializeFragment(
    parseMarkdown(markdown).content,
  ) as DocumentFragment;
}
