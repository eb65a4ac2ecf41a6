/**
 * The language of the interface. Messages read it through a rune, so a switch needs no reload and
 * nothing typed is lost.
 */
import { overwriteGetLocale, overwriteSetLocale, localStorageKey } from '$paraglide/runtime';
import type { Locale } from '$shared/api';

function stored(): Locale {
  try {
    return localStorage.getItem(localStorageKey) === 'en' ? 'en' : 'ru';
  } catch {
    return 'ru';
  }
}

class CurrentLocale {
  current = $state<Locale>(stored());

  set(next: Locale): void {
    if (next === this.current) return;
    this.current = next;
    document.documentElement.lang = next;
    try {
      localStorage.setItem(localStorageKey, next);
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
  }
}

export const locale = new CurrentLocale();
overwriteGetLocale(() => locale.current);
overwriteSetLocale((next) => locale.set(next as Locale));
