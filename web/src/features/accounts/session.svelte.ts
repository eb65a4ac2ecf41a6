/** Who is signed in, in this tab. The token itself lives in shared/api/token. */
import {
  api,
  asProblem,
  isProblem,
  type Locale,
  type Me,
  type Problem,
  type SessionOpened,
} from '$shared/api';
import { adopt, forget, onToken, renew } from '$shared/api/token';
import { locale } from '$shared/words/locale.svelte';

type State = 'starting' | 'unreachable' | 'anonymous' | 'open';

class SessionStore {
  state = $state<State>('starting');
  me = $state.raw<Me | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Why there is no session any more, to say it on the sign-in page. */
  ended = $state(false);
  #start: Promise<void> | null = null;

  constructor() {
    onToken({
      ended: () => this.#close(true),
      // Another person in another tab shares our cookie: nothing of the former one may stay on the screen.
      replaced: () => location.reload(),
    });
  }

  /** Once per page load; `retry` after it was unreachable. */
  start(): Promise<void> {
    this.#start ??= this.#renew();
    return this.#start;
  }

  retry(): Promise<void> {
    this.state = 'starting';
    this.#start = this.#renew();
    return this.#start;
  }

  async #renew(): Promise<void> {
    try {
      const opened = await renew(null);
      if (opened) this.#open(opened.me);
      else this.#close(false);
    } catch (thrown) {
      this.problem = asProblem(thrown);
      this.state = 'unreachable';
    }
  }

  async login(login: string, password: string): Promise<void> {
    this.opened(await api.post('/auth/login', { body: { login, password } }));
  }

  opened(session: SessionOpened): void {
    adopt(session);
    this.#open(session.me);
  }

  async logout(): Promise<void> {
    await api.post('/auth/logout');
    forget();
    this.#close(false);
  }

  /** After rights, consents or the profile changed. */
  async reload(): Promise<void> {
    this.me = await api.get('/me');
  }

  replaceMe(me: Me): void {
    this.me = me;
  }

  /** A choice is saved at once; a newer version of the rest of the profile does not stand in its way. */
  async choose(choice: { time_zone?: string; locale?: Locale }): Promise<void> {
    // At the door only this device can know.
    if (!this.me) return choice.locale && locale.set(choice.locale);
    if (choice.locale) locale.choose(choice.locale);
    let { version } = this.me;
    for (let attempt = 1; ; attempt++) {
      try {
        this.replaceMe(await api.patch('/me', { body: { version, ...choice } }));
        if (choice.locale && choice.locale === locale.current) locale.saved();
        return;
      } catch (thrown) {
        if (attempt === 3 || !isProblem(thrown, 'version_conflict')) throw thrown;
        version = (thrown.current as Me).version;
      }
    }
  }

  /** The server closed the session (seen by the live socket). */
  close(): void {
    forget();
    this.#close(true);
  }

  #open(me: Me): void {
    this.me = me;
    this.ended = false;
    this.problem = null;
    this.state = 'open';
    // The page may have been left before the account heard of the choice, or without a line.
    if (locale.unsaved) void this.choose({ locale: locale.current }).catch(() => undefined);
    else locale.set(me.locale === 'en' ? 'en' : 'ru');
  }

  #close(ended: boolean): void {
    locale.saved();
    this.me = null;
    this.ended = ended;
    this.state = 'anonymous';
  }
}

export const session = new SessionStore();

/** Inside the shell somebody is always signed in. */
export function me(): Me {
  if (!session.me) throw new Error('asked for the person before the session was opened');
  return session.me;
}
