/** What people do with items of a plan. */
import type { QueryClient } from '@tanstack/svelte-query';
import { goto } from '$app/navigation';
import { m } from '$paraglide/messages';
import { api } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { byId, run } from '../acts';
import type { PlanItem } from '../types';

const reopen = (item: PlanItem) => () => api.post('/plan-items/{id}/reopen', byId(item.id));

export async function putBack(queries: QueryClient, item: PlanItem): Promise<void> {
  await run(queries, item.pairing_id, reopen(item), m.pair_item_back_toast());
}

export async function cancelItem(queries: QueryClient, item: PlanItem): Promise<void> {
  const answer = await confirm({
    title: m.pair_item_cancel_title(),
    text: item.title,
    act: m.pair_item_cancel_act(),
    danger: true,
    prompt: { label: m.pair_reason_label(), help: m.pair_reason_help(), required: true },
  });
  if (!answer) return;
  const body = { reason: answer.text.trim() };
  const send = () => api.post('/plan-items/{id}/cancel', { ...byId(item.id), body });
  await run(queries, item.pairing_id, send, m.pair_item_cancelled_toast(), reopen(item));
}

/** A draft of an event with everything the item says; its page asks for the rest. */
export async function becomeEvent(queries: QueryClient, item: PlanItem): Promise<void> {
  let path: string | null = null;
  const send = async () => {
    const now = await api.post('/plan-items/{id}/event', { ...byId(item.id), body: {} });
    path = now.event?.path ?? null;
  };
  if ((await run(queries, item.pairing_id, send, m.pair_item_event_toast())) && path)
    await goto(`${path}/edit`);
}

/** The event stays what it is; the item may become another. */
export async function untieEvent(queries: QueryClient, item: PlanItem): Promise<void> {
  const event_id = item.event?.id ?? null;
  const send = () => api.delete('/plan-items/{id}/event', byId(item.id));
  const undo = () => api.post('/plan-items/{id}/event', { ...byId(item.id), body: { event_id } });
  await run(queries, item.pairing_id, send, m.pair_item_untied_toast(), undo);
}

/** What one presses first: it follows from the form of the item. */
export function firstAct(item: PlanItem): 'event' | 'visit' | 'materials' | null {
  const taken =
    item.visit || item.practice_id || (item.event && item.event.state && item.event.state !== 'cancelled');
  if (item.state !== 'planned' || taken) return null;
  if (item.form === 'materials') return 'materials';
  return item.form === 'visit' ? 'visit' : 'event';
}
