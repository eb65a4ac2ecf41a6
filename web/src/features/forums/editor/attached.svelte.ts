/** Files of a text being written: what is attached, and whether what a draft remembers is still there. */
import { api, isProblem, type FileRef } from '$shared/api';
import { m } from '$paraglide/messages';
import { toast } from '$shared/ui/overlay/toast.svelte';

/** As many as the server takes. */
export const MOST_FILES = 10;

/** What a draft or a send remembers, read with care: another version of this page may have written it. */
export function filesIn(extra: unknown): FileRef[] {
  const files = (extra as { files?: unknown } | null)?.files;
  if (!Array.isArray(files)) return [];
  return files.filter((one): one is FileRef => typeof (one as FileRef | null)?.id === 'string');
}

export const idsOf = (files: readonly FileRef[]): string[] => files.map((file) => file.id);

export class Attached {
  files = $state.raw<FileRef[]>([]);
  /** More are on their way. */
  busy = $state(false);

  constructor(
    /** Files the post has already: those are not lost by being attached. */
    private readonly own: readonly FileRef[] = [],
  ) {
    this.files = [...own];
  }

  get ids(): string[] {
    return idsOf(this.files);
  }

  /** Differs from what the post has. */
  get changed(): boolean {
    return this.ids.join() !== idsOf(this.own).join();
  }

  /** Puts back what was remembered; what was collected or sent elsewhere meanwhile is left out, and said. */
  async recall(remembered: readonly FileRef[], changed: () => void): Promise<void> {
    this.files = [...remembered];
    const kept = idsOf(this.own);
    const asked = remembered.filter((file) => !kept.includes(file.id));
    const gone = (await Promise.all(asked.map(async (file) => ((await isGone(file)) ? file : null)))).filter(
      (file) => file !== null,
    );
    if (gone.length === 0) return;
    const lost = idsOf(gone);
    this.files = this.files.filter((file) => !lost.includes(file.id));
    toast(m.files_gone({ names: gone.map((file) => `«${file.name}»`).join(', ') }));
    changed();
  }
}

async function isGone(file: FileRef): Promise<boolean> {
  try {
    return (await api.get('/files/{id}', { params: { path: { id: file.id } } })).attached;
  } catch (thrown) {
    // Without a line nothing is known, and nothing is thrown away.
    return isProblem(thrown, 'not_found');
  }
}
