/** Light, dark, as the device says, or the high-contrast large-type version. Keep the keys equal to static/theme.js. */
export type Theme = 'auto' | 'light' | 'dark' | 'contrast';
export type TextSize = '1' | '2' | '3';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice then lasts until the page is closed.
  }
}

class Appearance {
  theme = $state<Theme>((read('staffroom.theme') as Theme | null) ?? 'auto');
  size = $state<TextSize>((read('staffroom.size') as TextSize | null) ?? '1');
  #dark = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    this.#dark?.addEventListener('change', () => this.#apply());
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    write('staffroom.theme', theme);
    this.#apply();
  }

  setSize(size: TextSize): void {
    this.size = size;
    write('staffroom.size', size);
    this.#apply();
  }

  #apply(): void {
    const shown = this.theme === 'auto' ? (this.#dark?.matches ? 'dark' : 'light') : this.theme;
    document.documentElement.dataset.theme = shown;
    document.documentElement.dataset.size = this.size;
  }
}

export const appearance = new Appearance();
