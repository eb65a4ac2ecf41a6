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
