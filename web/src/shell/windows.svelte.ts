/** Windows of the frame. Their code is loaded when they are first opened. */
export type WindowName = 'search' | 'appearance' | 'keyboard';

class Windows {
  open = $state<WindowName | null>(null);

  show(name: WindowName): void {
    this.open = name;
  }

  close(): void {
    this.open = null;
  }
}

export const windows = new Windows();

/** A page with a search field of its own is searched there; everywhere else the window opens. */
export function openSearch(): void {
  const field = document.getElementById('search-field');
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  } else windows.show('search');
}
