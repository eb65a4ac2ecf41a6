/** What a reader can do with a post. Each shows at once, tells the server, and takes it back when refused. */
import { api, type Id, type Post, type Reaction } from '$shared/api';
import { m } from '$paraglide/messages';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';
import type { TopicReader } from './reader.svelte';
import { setBookmark, setReactions, toggleReaction } from './window';

const byId = (id: Id) => ({ params: { path: { id } } });

export async function react(reader: TopicReader, id: Id, kind: Reaction, on: boolean): Promise<void> {
  reader.change((window) => toggleReaction(window, id, kind, on));
  try {
    const to = { params: { path: { id, kind } } };
    const counts = await (on
      ? api.put('/posts/{id}/reactions/{kind}', to)
      : api.delete('/posts/{id}/reactions/{kind}', to));
    reader.change((window) => setReactions(window, id, counts));
  } catch (thrown) {
    reader.change((window) => toggleReaction(window, id, kind, !on));
    toastProblem(thrown);
  }
}

export async function bookmark(reader: TopicReader, id: Id, on: boolean): Promise<void> {
  reader.change((window) => setBookmark(window, id, on));
  try {
    await (on ? api.put('/posts/{id}/bookmark', byId(id)) : api.delete('/posts/{id}/bookmark', byId(id)));
    if (on) toast(m.forums_bookmarked());
  } catch (thrown) {
    reader.change((window) => setBookmark(window, id, !on));
    toastProblem(thrown);
  }
}

export async function copyLink(path: string): Promise<void> {
  const link = new URL(path, location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    toast(m.forums_link_copied());
  } catch {
    // Without the right to the clipboard the person copies it herself.
    await confirm({ title: m.forums_link_permanent(), text: link, act: m.forums_done() });
  }
}

/** `foreign`: a moderator deletes somebody's words and has to say why. */
export async function remove(reader: TopicReader, post: Post, foreign: boolean): Promise<void> {
  const answer = await confirm({
    title: m.forums_post_delete_title(),
    text: m.forums_post_delete_text({ no: post.no }),
    act: m.forums_delete(),
    danger: true,
    prompt: { label: m.forums_reason(), required: foreign, help: m.forums_reason_help() },
  });
  if (!answer) return;
  try {
    await api.delete('/posts/{id}', { ...byId(post.id), body: { reason: answer.text || undefined } });
    await refresh(reader, post.id);
    toast(m.forums_post_deleted(), { undo: () => restore(reader, post.id) });
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function restore(reader: TopicReader, id: Id): Promise<void> {
  try {
    await api.post('/posts/{id}/restore', byId(id));
    await refresh(reader, id);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** The event says the same a moment later; on a broken socket this is the only word of it. */
async function refresh(reader: TopicReader, id: Id): Promise<void> {
  const { post } = await api.get('/posts/{id}', byId(id));
  reader.changed(post);
}

export async function accept(reader: TopicReader, post: Post | null): Promise<void> {
  try {
    await reader.accept(post);
    toast(post ? m.forums_accepted_toast() : m.forums_accept_taken_back());
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function unreadFrom(reader: TopicReader, no: number): Promise<void> {
  try {
    await reader.unreadFrom(no);
    toast(m.forums_unread_from_toast({ no }));
  } catch (thrown) {
    toastProblem(thrown);
  }
}
