import { untrack } from 'svelte';

/** Keys of the application, by their place on the keyboard, so that ЙЦУКЕН and QWERTY do the same. */
export interface Shortcut {
  /** `KeyboardEvent.code` of each press: ['Slash'], ['KeyG', 'KeyH']. */
  codes: string[];
  shift?: boolean;
  /** What it does, for the help. */
  label: () => string;
  /** Heading in the help. */
  group: () => string;
  run: () => void;
}

const CHORD_MS = 1_200;

class Shortcuts {
  list = $state.raw<Shortcut[]>([]);
  #pressed: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `$effect(() => shortcuts.add([...]))`: they live as long as the part that offers them. */
  add(added: Shortcut[]): () => void {
    // Called from effects, which must not depend on the list they change.
    untrack(() => (this.list = [...this.list, ...added]));
    return () => untrack(() => (this.list = this.list.filter((one) => !added.includes(one))));
  }

  handle(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
      return;
    if (document.querySelector('dialog[open]')) return;
    clearTimeout(this.#timer);
    const pressed = [...this.#pressed, event.code];
    const fits = (one: Shortcut, codes: string[]) =>
      codes.every((code, i) => one.codes[i] === code) && (one.shift ?? false) === event.shiftKey;
    const started = this.list.filter((one) => fits(one, pressed));
    const done = started.find((one) => one.codes.length === pressed.length);
    if (done) {
      event.preventDefault();
      this.#pressed = [];
      done.run();
    } else {
      this.#pressed = started.length > 0 ? pressed : [];
      this.#timer = setTimeout(() => (this.#pressed = []), CHORD_MS);
    }
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** How a key is called on a cap: «KeyG» → «G (П)». */
export function keyCap(code: string): string {
  if (code === 'Slash') return '/';
  const letter = code.replace(/^Key/, '');
  const russian = RUSSIAN[letter];
  return russian ? `${letter} (${russian})` : letter;
}

const RUSSIAN: Record<string, string> = Object.fromEntries(
  [...'QWERTYUIOPASDFGHJKLZXCVBNM'].map((latin, i) => [latin, [...'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ'][i] ?? '']),
);

export const shortcuts = new Shortcuts();
