/** Marks are kept on the device first and sent when there is a line; the page shows them at once. */
import { useQueryClient } from '@tanstack/svelte-query';
import type { AttendanceOutcome, Id } from '$shared/api';
import { outbox, type Entry } from '$shared/outbox';
import { attendanceKey } from '../keys';
import { thisMoment, type Mark } from './marks';

const marksIn = (entry: Entry): Mark[] => (entry.body as { marks: Mark[] }).marks;
/** As many as one sending may hold. */
const MOST = 500;

export class Marking {
  /** Sent, but perhaps not yet in the list that was read before. */
  #sent = $state.raw<Mark[]>([]);
  #address: () => string;
  #lane: () => string;
  /** Passes that are not of this event, by what the server said. */
  strange = $state.raw<Id[]>([]);

  constructor(address: () => string, event: () => Id | undefined) {
    this.#address = address;
    this.#lane = () => `event:${event() ?? ''}:marks`;
    const queries = useQueryClient();
    $effect(() =>
      outbox.onSent(this.#lane(), (reply, entry) => {
        const { refused } = reply as AttendanceOutcome;
        this.#sent = [
          ...this.#sent,
          ...marksIn(entry).filter((one) => !refused.includes(one.registration_id)),
        ];
        if (refused.length > 0) this.strange = [...this.strange, ...refused];
        void queries.invalidateQueries({ queryKey: attendanceKey(this.#address()) });
      }),
    );
  }

  get #entries(): Entry[] {
    return outbox.entries(this.#lane());
  }

  /** What the list of the server may not hold yet. */
  get here(): Mark[] {
    const unsent = this.#entries.filter((entry) => entry.state !== 'refused').flatMap(marksIn);
    return [...this.#sent, ...unsent];
  }

  /** Kept here until there is a line. */
  get waiting(): number {
    return this.#entries.filter((entry) => entry.state === 'waiting').flatMap(marksIn).length;
  }

  get refused(): Entry[] {
    return this.#entries.filter((entry) => entry.state === 'refused');
  }

  /** `session`: a part of the programme, 0 for the whole. */
  async mark(
    registrations: readonly Id[],
    method: Mark['method'],
    present: boolean,
    session = 0,
  ): Promise<void> {
    const at = thisMoment();
    const part = session > 0 ? { session } : {};
    for (let from = 0; from < registrations.length; from += MOST) {
      const marks = registrations
        .slice(from, from + MOST)
        .map((registration_id) => ({ registration_id, method, present, at, ...part }));
      await outbox.send({
        lane: this.#lane(),
        path: `/events/${this.#address()}/attendance/marks`,
        body: { marks },
      });
    }
  }
}
