/** What posts ask of the reply box: «ответить», «процитировать». */
import { getContext, setContext } from 'svelte';
import type { Post } from '$shared/api';
import { shortName } from '$shared/people/names';
import type { QuoteOf } from '../editor/writing';

export class Composer {
  replyTo = $state.raw<{ id: string; no: number; author: Post['author'] } | null>(null);
  /** Set by the reply box while it is on the page. */
  box: { focus: () => void; insertQuote: (quote: QuoteOf) => void } | null = null;

  reply(post: Post | null): void {
    this.replyTo = post && { id: post.id, no: post.no, author: post.author };
    this.box?.focus();
  }

  quote(post: Post, html: string): void {
    this.replyTo ??= { id: post.id, no: post.no, author: post.author };
    this.box?.insertQuote({ post: post.id, label: `${shortName(post.author)}, № ${post.no}`, html });
  }
}

const KEY = Symbol('composer');
export const provideComposer = (composer: Composer) => setContext(KEY, composer);
export const composerOf = () => getContext<Composer | undefined>(KEY);
