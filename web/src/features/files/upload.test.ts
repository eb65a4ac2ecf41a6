import { describe, expect, it } from 'vitest';
import type { Upload } from '$shared/api';
import { Problem } from '$shared/api/problem';
import {
  FIRST_PIECE,
  LEAST_PIECE,
  MOST_PIECE,
  nextPiece,
  Sending,
  type Progress,
  type Transport,
} from './upload';

const SIZE = FIRST_PIECE * 5;

/** A server that loses what it is told to lose. */
class Server implements Transport {
  stored = 0;
  begun = 0;
  pieces: number[] = [];
  /** By number of the call: the line breaks before it arrives, or after. */
  lost = new Map<number, 'request' | 'answer'>();
  refusal: Problem | null = null;
  private calls = 0;

  upload(): Upload {
    const file = this.stored === SIZE ? ({ id: 'f' } as Upload['file']) : null;
    return { id: `u${this.begun}`, name: 'a', size: SIZE, offset: this.stored, file } as Upload;
  }

  private async over<T>(act: () => T): Promise<T> {
    const lost = this.lost.get(++this.calls);
    if (lost === 'request') throw Problem.offline();
    const answer = act();
    if (lost === 'answer') throw Problem.offline();
    return answer;
  }

  begin() {
    return this.over(() => {
      this.begun++;
      return this.upload();
    });
  }

  append(_: string, offset: number, piece: Blob) {
    return this.over(() => {
      if (this.refusal) throw this.refusal;
      if (offset !== this.stored)
        throw new Problem(409, { code: 'version_conflict', current: this.upload() });
      this.stored += piece.size;
      this.pieces.push(piece.size);
      return this.upload();
    });
  }

  state() {
    return this.over(() => this.upload());
  }
}

function sending(server: Server, told: Progress[] = [], took = 100) {
  let now = 0;
  const file = {
    name: 'a',
    size: SIZE,
    slice: (from: number, to: number) => new Blob([new Uint8Array(Math.min(to, SIZE) - from)]),
  };
  return new Sending(file, server, { now: () => (now += took), pause: async () => {} }, (p) => told.push(p));
}

const signal = () => new AbortController().signal;

describe('a file on its way', () => {
  it('grows its pieces while the line is quick and shrinks them when it is slow', () => {
    expect(nextPiece(FIRST_PIECE, 100)).toBe(FIRST_PIECE * 2);
    expect(nextPiece(MOST_PIECE, 100)).toBe(MOST_PIECE);
    expect(nextPiece(FIRST_PIECE, 3_000)).toBe(FIRST_PIECE);
    expect(nextPiece(FIRST_PIECE, 20_000)).toBe(FIRST_PIECE / 2);
    expect(nextPiece(LEAST_PIECE, 20_000)).toBe(LEAST_PIECE);
  });

  it('arrives whole and says how far it is', async () => {
    const server = new Server();
    const told: Progress[] = [];
    const done = await sending(server, told).run(signal());
    expect(done.file?.id).toBe('f');
    expect(told.at(-1)).toEqual({ sent: SIZE, waiting: false });
    expect(told.map((p) => p.sent)).toEqual([...told.map((p) => p.sent)].sort((a, b) => a - b));
  });

  it('goes on from where the server is when a piece or its answer was lost', async () => {
    for (const lost of ['request', 'answer'] as const) {
      for (let call = 1; call <= 3; call++) {
        const server = new Server();
        server.lost.set(call, lost);
        const told: Progress[] = [];
        await sending(server, told).run(signal());
        expect(server.stored).toBe(SIZE);
        expect(server.pieces.reduce((a, b) => a + b)).toBe(SIZE);
        expect(told.some((p) => p.waiting)).toBe(true);
      }
    }
  });

  it('gives up after many breaks in a row, and can be taken up again', async () => {
    const server = new Server();
    for (let call = 3; call < 100; call++) server.lost.set(call, 'request');
    const one = sending(server);
    await expect(one.run(signal())).rejects.toMatchObject({ code: 'offline' });
    server.lost.clear();
    expect((await one.run(signal())).offset).toBe(SIZE);
    expect(server.begun).toBe(1);
  });

  it('stops at once when the file is refused or the person changed their mind', async () => {
    const server = new Server();
    server.refusal = new Problem(422, { code: 'invalid', errors: [{ field: 'file', code: 'encrypted' }] });
    await expect(sending(server).run(signal())).rejects.toMatchObject({ code: 'invalid' });
    const over = new AbortController();
    over.abort();
    await expect(sending(new Server()).run(over.signal)).rejects.toThrow();
  });
});
