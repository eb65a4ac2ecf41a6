/**
 * One file on its way over a bad line: pieces that grow while the line carries them and shrink when it does not,
 * a wait when it breaks, and then on from where the server says.
 */
import type { Upload } from '$shared/api';
import { isProblem, Problem } from '$shared/api/problem';

/** What sends; real in the browser, played in tests. */
export interface Transport {
  begin(name: string, size: number, signal: AbortSignal): Promise<Upload>;
  append(id: string, offset: number, piece: Blob, signal: AbortSignal): Promise<Upload>;
  state(id: string, signal: AbortSignal): Promise<Upload>;
}

export interface Progress {
  sent: number;
  /** The line is broken and we wait for it. */
  waiting: boolean;
}

export interface Line {
  now(): number;
  /** Resolves after so many milliseconds, or earlier when the line seems to be back. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const FIRST_PIECE = 256 * 1024;
export const LEAST_PIECE = 64 * 1024;
export const MOST_PIECE = 4 * 1024 * 1024;
/** A piece that took less may be twice as large next time, one that took more only half. */
const QUICK = 1_500;
const SLOW = 8_000;
/** Breaks in a row before a person is asked. */
const PATIENCE = 8;

export function nextPiece(size: number, took: number): number {
  if (took < QUICK) return Math.min(size * 2, MOST_PIECE);
  if (took > SLOW) return Math.max(Math.floor(size / 2), LEAST_PIECE);
  return size;
}

/** Sends a file; `known` is an upload begun before, to go on with. */
export class Sending {
  upload: Upload | null = null;

  constructor(
    private readonly file: { name: string; size: number; slice(start: number, end: number): Blob },
    private readonly transport: Transport,
    private readonly line: Line,
    private readonly tell: (progress: Progress) => void,
  ) {}

  /** The finished upload. Throws a `Problem` when the file is refused, or the line stays broken. */
  async run(signal: AbortSignal): Promise<Upload> {
    let piece = FIRST_PIECE;
    let breaks = 0;
    for (;;) {
      signal.throwIfAborted();
      try {
        const before = this.line.now();
        const upload = await this.step(piece, signal);
        piece = nextPiece(piece, this.line.now() - before);
        breaks = 0;
        this.upload = upload;
        this.tell({ sent: upload.offset, waiting: false });
        if (upload.file) return upload;
      } catch (thrown) {
        const moved = this.moved(thrown);
        if (moved) {
          this.upload = moved;
          continue;
        }
        if (!(thrown instanceof Problem) || !thrown.passing || ++breaks > PATIENCE) throw thrown;
        this.tell({ sent: this.upload?.offset ?? 0, waiting: true });
        piece = Math.max(Math.floor(piece / 2), LEAST_PIECE);
        await this.line.pause(thrown.retryAfter ? thrown.retryAfter * 1000 : 500 * 2 ** breaks, signal);
        await this.find(signal);
      }
    }
  }

  private async step(piece: number, signal: AbortSignal): Promise<Upload> {
    if (!this.upload) return this.transport.begin(this.file.name, this.file.size, signal);
    const { id, offset } = this.upload;
    // An empty piece at the end asks for the file whose answer was lost.
    return this.transport.append(id, offset, this.file.slice(offset, offset + piece), signal);
  }

  /** The place where the server is, when it is not where we thought: a piece whose answer was lost. */
  private moved(thrown: unknown): Upload | null {
    return isProblem(thrown, 'version_conflict') ? ((thrown.current as Upload | undefined) ?? null) : null;
  }

  /** After a break: how much has arrived. */
  private async find(signal: AbortSignal): Promise<void> {
    if (!this.upload) return;
    try {
      this.upload = await this.transport.state(this.upload.id, signal);
    } catch (thrown) {
      // Gone, say after a night: from the beginning.
      if (isProblem(thrown, 'not_found')) this.upload = null;
      else if (!(thrown instanceof Problem) || !thrown.passing) throw thrown;
    }
  }
}
