/** Files that a person hands over by pasting and by dragging. Small: it stands in editors before the rest is loaded. */

import { m } from '$paraglide/messages';

type Carrier = Pick<DataTransfer, 'files' | 'getData'>;

/**
 * Pasted files, unless there are words beside them: programs of the office put a picture of the words into the
 * clipboard as well, and whoever copies a paragraph means the paragraph.
 */
export function pastedFiles(from: Carrier | null): File[] {
  if (!from || from.files.length === 0 || from.getData('text/plain').trim() !== '') return [];
  return [...from.files].map(named);
}

/** A pasted screenshot is called `image.png` by every browser. */
function named(file: File, at: number): File {
  if (!/^image\.\w+$/i.test(file.name)) return file;
  const ending = file.name.slice(file.name.lastIndexOf('.'));
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())].join('-');
  const name = m.files_pasted({ at: `${day} ${time}${at > 0 ? ` (${at + 1})` : ''}` }) + ending;
  return new File([file], name, { type: file.type, lastModified: file.lastModified });
}

/** What was let go, without folders: they look like files that cannot be read. */
function filesIn(carried: DataTransfer | null): File[] {
  const items = [...(carried?.items ?? [])].filter((item) => item.kind === 'file');
  return items
    .filter((item) => !item.webkitGetAsEntry()?.isDirectory)
    .flatMap((item) => item.getAsFile() ?? []);
}

/** Where files may be let go. Words that are dragged about are no business of ours. */
export class DropZone {
  over = $state(false);
  /** Elements inside send their own enters and leaves. */
  private depth = 0;

  constructor(private readonly take: (files: File[]) => void) {}

  /** Before the editor inside sees it: it would draw the picture into the text. */
  attach = (node: HTMLElement) => {
    const gone = new AbortController();
    const options = { capture: true, signal: gone.signal };
    const files = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    node.addEventListener('dragenter', (event) => files(event) && this.enter(1), options);
    node.addEventListener('dragleave', (event) => files(event) && this.enter(-1), options);
    node.addEventListener('dragover', (event) => files(event) && event.preventDefault(), options);
    node.addEventListener(
      'drop',
      (event) => {
        this.depth = 0;
        this.over = false;
        if (!files(event)) return;
        event.preventDefault();
        event.stopPropagation();
        this.take(filesIn(event.dataTransfer));
      },
      options,
    );
    return () => gone.abort();
  };

  private enter(step: number): void {
    this.depth = Math.max(0, this.depth + step);
    this.over = this.depth > 0;
  }
}
