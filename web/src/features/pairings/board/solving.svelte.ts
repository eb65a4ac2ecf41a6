/** That pairs are being found: one run at a time, whatever page is open meanwhile. */
import type { Id } from '$shared/api';

class Solving {
  territory = $state<Id | null>(null);
  since = $state(0);

  async during<T>(territory: Id, act: () => Promise<T>): Promise<T> {
    this.territory = territory;
    this.since = Date.now();
    try {
      return await act();
    } finally {
      this.territory = null;
    }
  }
}

export const solving = new Solving();
