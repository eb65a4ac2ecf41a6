/** What people do with an agreement. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { byId, run } from '../acts';
import { sideToSpeak } from '../steps';
import type { Agreement, Pair } from '../types';

export async function sign(queries: QueryClient, pair: Pair, paper: Agreement): Promise<void> {
  const sure = await confirm({
    title: m.pair_paper_sign_title(),
    text: m.pair_paper_sign_text(),
    act: m.pair_sign(),
  });
  if (!sure) return;
  const side = sideToSpeak(pair, { mentor: paper.mentor_signed, mentee: paper.mentee_signed });
  const send = () => api.post('/pairings/{id}/agreement/sign', { ...byId(pair.id), body: { side } });
  await run(queries, pair.id, send, m.pair_paper_signed_toast());
}

export async function recall(queries: QueryClient, pair: Pair): Promise<void> {
  const sure = await confirm({
    title: m.pair_paper_recall_title(),
    text: m.pair_paper_recall_text(),
    act: m.pair_paper_recall(),
  });
  if (!sure) return;
  const send = () => api.post('/pairings/{id}/agreement/recall', byId(pair.id));
  await run(queries, pair.id, send, m.pair_paper_recalled_toast());
}

export const renew = (queries: QueryClient, pair: Pair): Promise<boolean> =>
  run(
    queries,
    pair.id,
    () => api.post('/pairings/{id}/agreement/renew', byId(pair.id)),
    m.pair_paper_renewed_toast(),
  );

export async function terminate(queries: QueryClient, pair: Pair, paper: Agreement): Promise<void> {
  const draft = paper.state === 'draft';
  const answer = await confirm({
    title: draft ? m.pair_paper_drop_title() : m.pair_paper_end_title(),
    text: draft ? undefined : m.pair_paper_end_text(),
    act: draft ? m.pair_paper_drop() : m.pair_paper_end(),
    danger: true,
    prompt: { label: m.pair_reason_label(), help: m.pair_reason_help(), required: true },
  });
  if (!answer) return;
  const body = { reason: answer.text.trim() };
  const send = () => api.post('/pairings/{id}/agreement/terminate', { ...byId(pair.id), body });
  await run(queries, pair.id, send, draft ? m.pair_paper_dropped_toast() : m.pair_paper_ended_toast());
}
