/** Steps of the life of a pair. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { byId, run } from './acts';
import type { Pair, Side } from './types';

/** Whoever heads both schools speaks for the one whose word is missing. */
export const sideToSpeak = (pair: Pair, said: { mentor: unknown; mentee: unknown }): Side | null => {
  const left = pair.my_sides.filter((side) => !said[side]);
  return pair.my_sides.length > 1 ? (left[0] ?? null) : null;
};

export async function agree(queries: QueryClient, pair: Pair): Promise<void> {
  const side = sideToSpeak(pair, { mentor: pair.mentor_agreed, mentee: pair.mentee_agreed });
  await run(
    queries,
    pair.id,
    () => api.post('/pairings/{id}/agree', { ...byId(pair.id), body: { side } }),
    m.pair_agreed_toast(),
  );
}

interface Why {
  title: string;
  text: string;
  act: string;
  required?: boolean;
  danger?: boolean;
}
async function why({ title, text, act, required = true, danger = true }: Why): Promise<string | null> {
  const answer = await confirm({
    title,
    text,
    act,
    danger,
    prompt: { label: m.pair_reason_label(), help: m.pair_reason_help(), required },
  });
  return answer && answer.text.trim();
}

export async function decline(queries: QueryClient, pair: Pair): Promise<void> {
  const reason = await why({
    title: m.pair_decline_title(),
    text: m.pair_decline_text(),
    act: m.pair_decline(),
  });
  if (reason === null) return;
  const send = () => api.post('/pairings/{id}/decline', { ...byId(pair.id), body: { reason } });
  await run(queries, pair.id, send, m.pair_declined_toast());
}

export async function veto(queries: QueryClient, pair: Pair): Promise<void> {
  const reason = await why({ title: m.pair_veto_title(), text: m.pair_veto_text(), act: m.pair_veto() });
  if (reason === null) return;
  const send = () => api.post('/pairings/{id}/veto', { ...byId(pair.id), body: { reason } });
  await run(queries, pair.id, send, m.pair_vetoed_toast());
}

export async function withdraw(queries: QueryClient, pair: Pair): Promise<void> {
  const reason = await why({
    title: m.pair_withdraw_title(),
    text: m.pair_withdraw_text(),
    act: m.pair_withdraw(),
    required: false,
  });
  if (reason === null) return;
  const send = () => api.post('/pairings/{id}/withdraw', { ...byId(pair.id), body: { reason } });
  await run(queries, pair.id, send, m.pair_withdrawn_toast());
}

export async function activate(queries: QueryClient, pair: Pair): Promise<void> {
  const send = () => api.post('/pairings/{id}/activate', byId(pair.id));
  await run(queries, pair.id, send, m.pair_activated_toast());
}

export async function suspend(queries: QueryClient, pair: Pair): Promise<void> {
  const reason = await why({
    title: m.pair_suspend_title(),
    text: m.pair_suspend_text(),
    act: m.pair_suspend(),
    danger: false,
  });
  if (reason === null) return;
  const send = () => api.post('/pairings/{id}/suspend', { ...byId(pair.id), body: { reason } });
  const back = () => api.post('/pairings/{id}/resume', byId(pair.id));
  await run(queries, pair.id, send, m.pair_suspended_toast(), back);
}

export async function resume(queries: QueryClient, pair: Pair): Promise<void> {
  const send = () => api.post('/pairings/{id}/resume', byId(pair.id));
  await run(queries, pair.id, send, m.pair_resumed_toast());
}
