/** One open topic: loads it, follows it live, knows where the reader is. Pages draw it; they decide nothing. */
import type { QueryClient } from '@tanstack/svelte-query';
import {
  api,
  asProblem,
  type Id,
  type Post,
  type PostPage,
  type Problem,
  type Topic,
  type TopicShared,
} from '$shared/api';
import { live, type LiveEvent } from '$shared/live';
import { outbox } from '$shared/outbox';
import { patchRead, patchTopic, withPost } from '../cache';
import { postsKey, topicKey, topicLane } from '../keys';
import { ReadMark } from './mark';
import {
  addPost,
  applyPostEvent,
  catchUp,
  extendWindow,
  openWindow,
  replacePost,
  type PostWindow,
} from './window';

const PAGE = 30;
/** Events remembered for pages that were on their way while they came. */
const REMEMBERED = 300;

export type Goal = { no: number; mark: boolean } | null;

export class TopicReader {
  window = $state.raw<PostWindow | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The stream was closed for us while reading. */
  closed = $state(false);
  busy = $state.raw<{ before: boolean; after: boolean }>({ before: false, after: false });
  fault = $state.raw<{ before: Problem | null; after: Problem | null }>({ before: null, after: null });
  /** The first unread number when the topic was opened; stays where it is during the visit. */
  newFrom = $state<number | null>(null);
  /** Where to put the reader after the next drawing. */
  goal = $state.raw<Goal>(null);
  /** The highest number that stood on the screen. */
  seenNo = $state(0);
  /** The post at the reader's eye. */
  atNo = $state(1);
  /** The newest colleague's post, for those who listen instead of look. */
  arrived = $state.raw<Post | null>(null);
  /** Own posts that the stream brought before the answer to their sending: their waiting copies are not drawn. */
  ahead = $state.raw<Id[]>([]);
  #answered: Id[] = [];
  #knownLast = $state(0);
  #mark: ReadMark | null = null;
  #stop: (() => void)[] = [];
  #gone = false;
  #recent: LiveEvent[] = [];

  /** How many posts came below while the reader was here and were not on the screen yet. */
  below = $derived(Math.max(0, (this.window?.lastNo ?? 0) - Math.max(this.seenNo, this.#knownLast)));

  constructor(
    readonly id: Id,
    private readonly me: Id,
    private readonly queries: QueryClient,
  ) {}

  get topic(): Topic | undefined {
    return this.queries.getQueryData<Topic>(topicKey(this.id));
  }

  /** `at`: the number asked for by the address; `kept`: come back to what was left here. */
  async open(at: number | null, kept: boolean): Promise<void> {
    this.problem = null;
    const held = kept ? this.queries.getQueryData<PostWindow>(postsKey(this.id)) : undefined;
    try {
      const [topic, page] = await Promise.all([
        this.#loadTopic(),
        held ? null : this.#page({ around: at ?? 0 }),
      ]);
      if (this.#gone) return;
      const window = held ?? openWindow(page as PostPage);
      this.#begin(topic, window, held ? null : at);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  #begin(topic: Topic, window: PostWindow, at: number | null): void {
    this.#set(window);
    this.#knownLast = window.lastNo;
    const { last_read_no: read, unread } = topic.my;
    if (unread > 0)
      this.newFrom =
        window.rows.find((row) => row.post.no > read && !this.#mine(row.post))?.post.no ?? read + 1;
    if (at !== null) this.goal = { no: at, mark: true };
    else if (read > 0) this.goal = { no: this.newFrom ?? topic.last_no, mark: false };
    this.#mark = new ReadMark(read, {
      send: (no) => api.put('/topics/{id}/read', { params: { path: { id: this.id } }, body: { no } }),
      done: (reply) => patchRead(this.queries, { topic_id: this.id, ...reply }),
    });
    this.#follow(window.position);
  }

  #follow(since: number): void {
    this.#stop.push(
      live.subscribe(topicLane(this.id), (event) => this.#take(event), {
        since,
        onResync: () => this.#reload(),
        onClosed: () => (this.closed = true),
      }),
      live.subscribe(`user:${this.me}`, (event) => {
        const read = event.data as { topic_id?: Id; last_read_no?: number };
        if (event.kind === 'read' && read.topic_id === this.id) this.#mark?.learn(read.last_read_no ?? 0);
      }),
      outbox.onSent(topicLane(this.id), (reply) => this.#sent(reply as Post)),
    );
  }

  stop(): void {
    this.#gone = true;
    this.#mark?.flush();
    for (const stop of this.#stop) stop();
    this.#stop = [];
  }

  leaving(): void {
    this.#mark?.flush();
  }

  async #loadTopic(): Promise<Topic> {
    return this.queries.fetchQuery({
      queryKey: topicKey(this.id),
      queryFn: () => api.get('/topics/{id}', { params: { path: { id: this.id } } }),
      staleTime: 0,
    });
  }

  #page(query: { after?: number; before?: number; around?: number }): Promise<PostPage> {
    return api.get('/topics/{id}/posts', {
      params: { path: { id: this.id }, query: { ...query, limit: PAGE } },
    });
  }

  /** The cache keeps what was loaded for coming back; while the topic is open this object owns it. */
  #set(window: PostWindow): void {
    this.window = window;
    this.queries.setQueryData(postsKey(this.id), window);
  }

  change(change: (window: PostWindow) => PostWindow): void {
    if (this.window) this.#set(change(this.window));
  }

  async grow(side: 'before' | 'after'): Promise<void> {
    const window = this.window;
    const edge = side === 'before' ? window?.rows[0] : window?.rows.at(-1);
    if (!window || !edge || this.busy[side]) return;
    if (side === 'before' ? !window.hasBefore : !window.hasAfter) return;
    this.busy = { ...this.busy, [side]: true };
    this.fault = { ...this.fault, [side]: null };
    try {
      const page = await this.#page({ [side]: edge.post.no });
      // A jump meanwhile has put another part of the topic here.
      const current = side === 'before' ? this.window?.rows[0] : this.window?.rows.at(-1);
      if (current?.post.no === edge.post.no)
        this.change((now) => catchUp(extendWindow(now, page, side), this.#recent, page.position));
    } catch (thrown) {
      this.fault = { ...this.fault, [side]: asProblem(thrown) };
    } finally {
      this.busy = { ...this.busy, [side]: false };
    }
  }

  /** To any number; loads that part when it is not here. */
  async jump(no: number, mark = true): Promise<void> {
    const window = this.window;
    if (!window) return;
    const target = Math.min(Math.max(1, no), window.lastNo);
    if (!window.rows.some((row) => row.post.no === target)) {
      const page = await this.#page({ around: target });
      if (this.#gone) return;
      this.#set(catchUp(openWindow(page), this.#recent, page.position));
    }
    this.goal = { no: target, mark };
  }

  async #reload(): Promise<number> {
    const [, page] = await Promise.all([this.#loadTopic(), this.#page({ around: this.atNo })]);
    this.#set(openWindow(page));
    return page.position;
  }

  seen(no: number, at: number | null): void {
    if (no > this.seenNo) this.seenNo = no;
    if (at !== null) this.atNo = at;
    this.#mark?.seen(no);
  }

  async unreadFrom(no: number): Promise<void> {
    this.#mark?.hold();
    try {
      const reply = await api.put('/topics/{id}/read', {
        params: { path: { id: this.id } },
        body: { no: no - 1, unread: true },
      });
      patchRead(this.queries, { topic_id: this.id, ...reply });
      this.newFrom = no;
    } catch (thrown) {
      this.#mark?.release(this.topic?.my.last_read_no ?? 0);
      throw thrown;
    }
  }

  changed(post: Post): void {
    this.change((window) => replacePost(window, post, null));
  }

  reloadTopic(): void {
    void this.#loadTopic().catch(() => undefined);
  }

  #take(event: LiveEvent): void {
    this.#recent = [...this.#recent.slice(-REMEMBERED), event];
    // Coming back later, the replay starts behind the last event seen.
    this.change((window) => ({
      ...applyPostEvent(window, event),
      position: Math.max(window.position, event.seq),
    }));
    if (event.kind === 'post_created') {
      const { post } = event.data as { post: Post };
      if (!this.#mine(post)) this.arrived = post;
      else if (this.#sending() > 0 && !this.#answered.includes(post.id))
        this.ahead = [...this.ahead, post.id];
      patchTopic(this.queries, this.id, (topic) => withPost(topic, post, this.me));
    } else if (event.kind === 'topic_changed') {
      const { topic: shared } = event.data as { topic: TopicShared };
      patchTopic(this.queries, this.id, (topic) => ({ ...topic, ...shared }));
      // The version and what one may do are not part of what all readers share.
      this.reloadTopic();
    } else if (event.kind === 'accepted') {
      const { post_id, no } = event.data as { post_id: Id | null; no: number | null };
      this.#accepted(post_id, no);
    } else if (event.kind === 'post_deleted' || event.kind === 'post_restored') {
      const { post } = event.data as { post: Post };
      // Unread posts that vanish or come back change the count; the server knows it exactly.
      if (post.no > (this.topic?.my.last_read_no ?? 0)) this.reloadTopic();
    }
  }

  #accepted(post_id: Id | null, no: number | null): void {
    this.queries.setQueryData<Topic>(
      topicKey(this.id),
      (topic) =>
        topic && { ...topic, accepted_post_id: post_id, accepted_no: no, answered: post_id !== null },
    );
  }

  #sent(post: Post): void {
    this.#answered = [...this.#answered, post.id];
    // What came from another device meanwhile hides nothing any longer than this.
    this.ahead = this.#sending() > 0 ? this.ahead.filter((id) => id !== post.id) : [];
    this.change((window) => addPost(window, post, window.position));
    patchTopic(this.queries, this.id, (topic) => withPost(topic, post, this.me));
    this.#knownLast = Math.max(this.#knownLast, post.no);
  }

  #sending(): number {
    return outbox.entries(topicLane(this.id)).filter((entry) => entry.state === 'sending').length;
  }

  #mine(post: Post): boolean {
    return post.author.id === this.me;
  }

  async accept(post: Post | null): Promise<void> {
    await api.put('/topics/{id}/accepted', {
      params: { path: { id: this.id } },
      body: { post_id: post?.id ?? null },
    });
    this.#accepted(post?.id ?? null, post?.no ?? null);
  }
}
