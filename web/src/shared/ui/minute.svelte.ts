import { createSubscriber } from 'svelte/reactivity';

/** The present, renewed each half a minute while something on the page shows it. */
class Minute {
  #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 30_000);
    return () => clearInterval(timer);
  });

  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const minute = new Minute();
