/** Naming a colleague with «@»: who may be named here is the server's answer, never a guess. */
import type { Editor } from '@tiptap/core';
import type { PersonRef } from '$shared/api';
import { shortName } from '$shared/people/names';
import { mentionBefore } from './writing';

type Search = (q: string) => Promise<PersonRef[]>;

const WAIT_MS = 150;

const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е');

function isNamed(person: PersonRef, query: string): boolean {
  const name = plain([person.surname, person.given_name, person.patronymic].join(' '));
  return plain(query)
    .split(/\s+/)
    .every((word) => name.includes(word));
}

export class Mentions {
  items = $state.raw<PersonRef[]>([]);
  active = $state(0);
  place = $state.raw<{ left: number; top: number; bottom: number } | null>(null);
  asked = $state(false);
  readonly listId = `mentions-${Math.random().toString(36).slice(2, 8)}`;
  #editor: Editor | null = null;
  #range: { from: number; to: number } | null = null;
  #query: string | null = null;
  #round = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Closed by Esc: stays closed until another word is begun. */
  #dismissed: number | null = null;

  constructor(private readonly search: () => Search | undefined) {}

  get open(): boolean {
    return this.place !== null;
  }

  attributes(): Record<string, string> {
    if (!this.open || this.items.length === 0) return {};
    return { 'aria-activedescendant': `${this.listId}-${this.active}`, 'aria-controls': this.listId };
  }

  look(editor: Editor): void {
    this.#editor = editor;
    const { selection } = editor.state;
    const before = selection.empty
      ? selection.$from.parent.textBetween(0, selection.$from.parentOffset, undefined, '\ufffc')
      : '';
    const found =
      this.search() && !editor.isActive('code') && !editor.isActive('codeBlock') && mentionBefore(before);
    if (!found) return this.close();
    const from = selection.from - found.length;
    if (this.#dismissed === from) return;
    this.#range = { from, to: selection.from };
    if (found.query === this.#query && this.open) return;
    this.#query = found.query;
    // Whoever types fast and presses Enter must not name a colleague of the list before.
    this.items = this.items.filter((person) => isNamed(person, found.query));
    this.active = 0;
    const at = editor.view.coordsAtPos(from);
    this.place = { left: at.left, top: at.top, bottom: at.bottom };
    this.#ask(found.query);
  }

  #ask(query: string): void {
    clearTimeout(this.#timer);
    const round = ++this.#round;
    this.#timer = setTimeout(async () => {
      const people = await this.search()?.(query).catch(() => []);
      if (round !== this.#round) return;
      this.items = people ?? [];
      this.active = 0;
      this.asked = true;
    }, WAIT_MS);
  }

  keydown(event: KeyboardEvent): boolean {
    if (!this.open) return false;
    if (event.key === 'Escape') {
      this.#dismissed = this.#range?.from ?? null;
      this.close();
      event.stopPropagation();
      return true;
    }
    const count = this.items.length;
    if (count === 0) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.active = (this.active + (event.key === 'ArrowDown' ? 1 : -1) + count) % count;
      return true;
    }
    if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') {
      const person = this.items[this.active];
      if (person) this.choose(person);
      return true;
    }
    return false;
  }

  choose(person: PersonRef): void {
    const range = this.#range;
    this.close();
    if (!range) return;
    this.#editor
      ?.chain()
      .focus()
      .insertContentAt(range, [
        { type: 'mention', attrs: { id: person.id, label: shortName(person).replace(/\u00a0/g, ' ') } },
        { type: 'text', text: ' ' },
      ])
      .run();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#round += 1;
    this.#query = null;
    this.place = null;
    this.items = [];
    this.asked = false;
  }
}
