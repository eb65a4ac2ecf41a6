/** What people do with a practice outside its form. */
import type { QueryClient } from '@tanstack/svelte-query';
import { goto } from '$app/navigation';
import { m } from '$paraglide/messages';
import { api, type Practice, type PracticeUse, type Reaction } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';
import { practiceKey, workKey } from './keys';

export const byAddress = (address: string) => ({ params: { path: { id: address } } });

/** A practice is asked for by number and by id: both copies are of the same age. */
export function keep(queries: QueryClient, practice: Practice, ...also: string[]): void {
  const addresses = new Set([practice.id, practice.path.slice('/b/'.length), ...also]);
  for (const address of addresses) queries.setQueryData(practiceKey(address), practice);
  void queries.invalidateQueries({ queryKey: ['practices'] });
}

/** What hangs on it (its draft, its expertise) may have changed with it. */
export function refresh(queries: QueryClient, ...addresses: string[]): Promise<unknown> {
  void queries.invalidateQueries({ queryKey: ['practices'] });
  return Promise.all(
    addresses.map((address) => queries.invalidateQueries({ queryKey: practiceKey(address) })),
  );
}

export async function revise(queries: QueryClient, address: string): Promise<void> {
  try {
    const work = await api.post('/practices/{id}/revise', byAddress(address));
    queries.setQueryData(workKey(address), work);
    await goto(`/b/${address}/edit`);
    void refresh(queries, address);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function withdraw(queries: QueryClient, address: string): Promise<void> {
  try {
    keep(queries, await api.post('/practices/{id}/withdraw', byAddress(address)), address);
    await refresh(queries, address);
    toast(m.practices_withdrawn());
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function discard(queries: QueryClient, practice: Practice, address: string): Promise<boolean> {
  const shown = !practice.in_work;
  const sure = await confirm({
    title: m.practices_discard_title(),
    text: shown ? m.practices_discard_text_shown() : m.practices_discard_text(),
    act: m.practices_discard(),
    danger: true,
  });
  if (!sure) return false;
  try {
    await api.delete('/practices/{id}/draft', byAddress(address));
    toast(m.practices_discarded());
    queries.removeQueries({ queryKey: workKey(address) });
    await goto(shown ? practice.path : '/practices?filter=mine');
    void refresh(queries, address);
    return true;
  } catch (thrown) {
    toastProblem(thrown);
    return false;
  }
}

export async function archive(queries: QueryClient, practice: Practice, address: string): Promise<void> {
  const answer = await confirm({
    title: m.practices_archive_title(),
    text: m.practices_archive_text(),
    act: m.practices_archive(),
    danger: true,
    prompt: {
      label: m.practices_archive_reason(),
      help: m.practices_archive_reason_help(),
      required: !practice.my.owner,
    },
  });
  if (!answer) return;
  try {
    const body = { reason: answer.text.trim() || null };
    await api.post('/practices/{id}/archive', { ...byAddress(address), body });
    await refresh(queries, address);
    toast(m.practices_archived_done(), { undo: () => restore(queries, address) });
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function restore(queries: QueryClient, address: string): Promise<void> {
  try {
    await api.post('/practices/{id}/restore', byAddress(address));
    await refresh(queries, address);
    toast(m.practices_restored());
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function leave(queries: QueryClient, address: string): Promise<void> {
  const sure = await confirm({
    title: m.practices_leave_title(),
    text: m.practices_leave_text(),
    act: m.practices_leave(),
    danger: true,
  });
  if (!sure) return;
  try {
    await api.delete('/practices/{id}/authors/me', byAddress(address));
    toast(m.practices_left());
    await goto('/practices?filter=mine');
    void refresh(queries, address);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** Shown at once, taken back when the server refuses. */
export async function react(
  queries: QueryClient,
  practice: Practice,
  address: string,
  kind: Reaction,
  on: boolean,
): Promise<void> {
  keep(queries, reacted(practice, kind, on), address);
  try {
    const to = { params: { path: { id: practice.id, kind } } };
    await (on
      ? api.put('/practices/{id}/reactions/{kind}', to)
      : api.delete('/practices/{id}/reactions/{kind}', to));
  } catch (thrown) {
    keep(queries, practice, address);
    toastProblem(thrown);
  }
}

export function reacted(practice: Practice, kind: Reaction, on: boolean): Practice {
  if (practice.my.reactions.includes(kind) === on) return practice;
  const reactions = on
    ? [...practice.my.reactions, kind]
    : practice.my.reactions.filter((one) => one !== kind);
  const counts = { ...practice.counts, [kind]: Math.max(0, practice.counts[kind] + (on ? 1 : -1)) };
  return { ...practice, counts, my: { ...practice.my, reactions } };
}

/** Told to the server and forgotten: nobody waits for a counter. */
export function count(address: string, kind: PracticeUse): void {
  api.put('/practices/{id}/uses/{kind}', { params: { path: { id: address, kind } } }).catch(() => undefined);
}
