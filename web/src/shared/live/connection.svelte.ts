/** The state of the link, for the dot in the frame. */
import type { LinkState, Output } from './frames';

class Connection {
  state = $state<LinkState>('idle');
  /** When the link was lost. */
  since = $state.raw<Date | null>(null);
  /** The close code, when the server will not have us. */
  code = $state<number | null>(null);

  take(output: Extract<Output, { kind: 'state' }>): void {
    this.state = output.state;
    this.since = output.since === null ? null : new Date(output.since);
    this.code = output.code;
  }
}

export const connection = new Connection();
