/**
 * The read mark of one topic on its way to the server: only forward, at most one request at a time,
 * a moment after the reader has seen something.
 */
export interface MarkReply {
  last_read_no: number;
  unread: number;
  space_unread: number;
}
interface Around {
  send: (no: number) => Promise<MarkReply>;
  done: (reply: MarkReply) => void;
}

const WAIT_MS = 700;
const RETRY_MS = 5_000;

export class ReadMark {
  /** What the server has confirmed. */
  #confirmed: number;
  #wanted: number;
  #sending = false;
  #held = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    lastRead: number,
    private readonly around: Around,
  ) {
    this.#confirmed = lastRead;
    this.#wanted = lastRead;
  }

  seen(no: number): void {
    if (this.#held || no <= this.#wanted) return;
    this.#wanted = no;
    this.#plan(WAIT_MS);
  }

  /** Read on another device: nothing to tell any more up to there. */
  learn(no: number): void {
    this.#confirmed = Math.max(this.#confirmed, no);
    this.#wanted = Math.max(this.#wanted, no);
  }

  /** After «не прочитано отсюда» what stands on the screen must not count as read again. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
  }

  release(lastRead: number): void {
    this.#held = false;
    this.#confirmed = this.#wanted = lastRead;
  }

  /** Leaving the page: what was seen goes out now. */
  flush(): void {
    clearTimeout(this.#timer);
    void this.#send();
  }

  #plan(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    if (this.#sending || this.#held || this.#wanted <= this.#confirmed) return;
    this.#sending = true;
    const no = this.#wanted;
    try {
      const reply = await this.around.send(no);
      this.#confirmed = Math.max(this.#confirmed, no);
      if (!this.#held) this.around.done(reply);
      this.#sending = false;
      if (this.#wanted > this.#confirmed) this.#plan(WAIT_MS);
    } catch {
      this.#sending = false;
      if (!this.#held) this.#plan(RETRY_MS);
    }
  }
}
