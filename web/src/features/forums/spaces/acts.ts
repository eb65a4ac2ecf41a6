/** Coming into a space, leaving it, watching it, reading all of it. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api, type Id, type Space, type SpaceCard, type WatchLevel } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';
import { patchSpace, withWatch } from '../cache';

const byId = (id: Id) => ({ params: { path: { id } } });

/** Rights change with membership, so what was loaded with the old ones is asked for again. */
export function refreshSpace(queries: QueryClient, id: Id): void {
  void queries.invalidateQueries({ queryKey: ['space', id] });
  void queries.invalidateQueries({ queryKey: ['spaces'] });
  void queries.invalidateQueries({ queryKey: ['members', id] });
  void queries.invalidateQueries({ queryKey: ['home'] });
}

export async function join(queries: QueryClient, space: SpaceCard): Promise<void> {
  try {
    const { state } = await api.post('/spaces/{id}/join', byId(space.id));
    patchSpace(queries, space.id, (one) => ({ ...one, my: { ...one.my, state } }));
    toast(
      state === 'requested'
        ? m.forums_join_asked({ title: space.title })
        : m.forums_join_done({ title: space.title }),
    );
    refreshSpace(queries, space.id);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function leave(queries: QueryClient, space: SpaceCard): Promise<boolean> {
  const asked = space.my.state === 'requested';
  const sure = await confirm({
    title: asked ? m.forums_request_withdraw() : m.forums_leave_title({ title: space.title }),
    text: asked ? undefined : space.private ? m.forums_leave_text_private() : m.forums_leave_text(),
    act: asked ? m.forums_request_withdraw() : m.forums_leave(),
    danger: !asked,
  });
  if (!sure) return false;
  try {
    await api.post('/spaces/{id}/leave', byId(space.id));
    refreshSpace(queries, space.id);
    return true;
  } catch (thrown) {
    toastProblem(thrown);
    return false;
  }
}

/** Puts a space away, after a question, or takes it out at once. */
export async function archive(queries: QueryClient, space: Space): Promise<void> {
  const archived = !space.archived;
  const sure =
    !archived ||
    (await confirm({
      title: m.forums_archive_ask({ title: space.title }),
      text: m.forums_archive_help(),
      act: m.forums_archive(),
    }));
  if (!sure) return;
  try {
    await api.patch('/spaces/{id}', { ...byId(space.id), body: { version: space.version, archived } });
    toast(archived ? m.forums_archive_done() : m.forums_unarchive_done());
  } catch (thrown) {
    toastProblem(thrown);
  }
  refreshSpace(queries, space.id);
  void queries.invalidateQueries({ queryKey: ['topic'] });
}

export async function watchSpace(queries: QueryClient, id: Id, level: WatchLevel): Promise<void> {
  await api.put('/spaces/{id}/watch', { ...byId(id), body: { level } });
  patchSpace(queries, id, (one) => withWatch(one, level));
  void queries.invalidateQueries({ queryKey: ['topics'] });
}

export async function watchSection(
  queries: QueryClient,
  space: Id,
  id: Id,
  level: WatchLevel,
): Promise<void> {
  await api.put('/sections/{id}/watch', { ...byId(id), body: { level } });
  void queries.invalidateQueries({ queryKey: ['space', space] });
  void queries.invalidateQueries({ queryKey: ['topics'] });
}

export async function readAll(queries: QueryClient, id: Id): Promise<void> {
  try {
    await api.post('/spaces/{id}/read', byId(id));
    refreshSpace(queries, id);
    void queries.invalidateQueries({ queryKey: ['topics'] });
    toast(m.forums_read_all_done());
  } catch (thrown) {
    toastProblem(thrown);
  }
}
