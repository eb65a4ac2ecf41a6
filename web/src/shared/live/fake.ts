/** A server of one socket, for tests. */
import type { Surroundings } from './engine';
import type { ClientFrame, ServerFrame } from './frames';

export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  sent: ClientFrame[] = [];
  closed = false;
  readyState = 1;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }
  close(): void {
    this.closed = true;
    this.readyState = 3;
  }
  say(...frames: ServerFrame[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
  welcome(position = 0, epoch = 'e1'): void {
    this.onopen?.();
    this.say({ t: 'welcome', connection: 'c1', position, ping: 25, epoch });
  }
  /** Grants the newest subscription. */
  grant(position: number, resync = false): void {
    const sub = this.subs().at(-1);
    if (!sub) throw new Error('nothing was asked for');
    this.say({ t: 'subok', id: sub.id, streams: sub.streams, refused: [], position, epoch: 'e1', resync });
  }
  subs(): Extract<ClientFrame, { t: 'sub' }>[] {
    return this.sent.filter((frame) => frame.t === 'sub');
  }
}

export class FakeServer implements Surroundings {
  sockets: FakeSocket[] = [];
  tokens: (string | null)[] = [];
  open = (): FakeSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };
  token = async (): Promise<string | null> =>
    this.tokens.length > 0 ? (this.tokens.shift() ?? null) : 'token';
  random = (): number => 1;
  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('nobody has connected');
    return socket;
  }
}
