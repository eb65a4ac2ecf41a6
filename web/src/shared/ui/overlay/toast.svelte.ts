/** Short words at the foot of the screen. With `undo` they stay longer. */
import { problemText } from '$shared/words/problems';

export interface Toast {
  id: number;
  text: string;
  tone: 'calm' | 'alarm';
  undo?: () => unknown;
}

const STAY_MS = 5_000;
const STAY_WITH_UNDO_MS = 10_000;

class Toasts {
  items = $state.raw<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, options: { undo?: () => unknown; tone?: Toast['tone'] } = {}): void {
    const id = this.#next++;
    this.items = [...this.items.slice(-2), { id, text, tone: options.tone ?? 'calm', undo: options.undo }];
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), options.undo ? STAY_WITH_UNDO_MS : STAY_MS),
    );
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
  }
}

export const toasts = new Toasts();

export function toast(text: string, options?: { undo?: () => unknown }): void {
  toasts.show(text, options);
}

/** For an act outside a form that the server refused. */
export function toastProblem(thrown: unknown): void {
  toasts.show(problemText(thrown), { tone: 'alarm' });
}
