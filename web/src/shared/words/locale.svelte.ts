/**
 * The language of the interface. Messages read it through a rune, so a switch needs no reload and
 * nothing typed is lost.
 */
import { overwriteGetLocale, overwriteSetLocale, localStorageKey } from '$paraglide/runtime';
import type { Locale } from '$shared/api';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Without storage a choice lasts until the page is closed. */
function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // As said above.
  }
}

/** Chosen here and not yet known to the account. */
const UNSAVED = 'staffroom.locale.unsaved';

class CurrentLocale {
  current = $state<Locale>(read(localStorageKey) === 'en' ? 'en' : 'ru');

  set(next: Locale): void {
    if (next === this.current) return;
    this.current = next;
    document.documentElement.lang = next;
    keep(localStorageKey, next);
  }

  /** Chosen by the person inside: what the account says does not count until it knows of this. */
  choose(next: Locale): void {
    this.set(next);
    keep(UNSAVED, next);
  }

  get unsaved(): boolean {
    return read(UNSAVED) !== null;
  }

  /** The account knows. */
  saved(): void {
    keep(UNSAVED, null);
  }
}

export const locale = new CurrentLocale();
overwriteGetLocale(() => locale.current);
overwriteSetLocale((next) => locale.set(next as Locale));
