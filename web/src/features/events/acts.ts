/** What people do with an event outside its form. */
import type { QueryClient } from '@tanstack/svelte-query';
import { goto } from '$app/navigation';
import { m } from '$paraglide/messages';
import { api, type EventPage, type Id, type Way } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';
import { attendanceKey, eventKey, registrationsKey } from './keys';

export const byAddress = (address: string) => ({ params: { path: { id: address } } });

/** An event is asked for by number and by id: both copies are of the same age. */
export function keep(queries: QueryClient, event: EventPage, ...also: string[]): void {
  const addresses = new Set([event.id, event.path.slice('/e/'.length), ...also]);
  for (const address of addresses) queries.setQueryData(eventKey(address), event);
  void queries.invalidateQueries({ queryKey: ['events'] });
}

export function refresh(queries: QueryClient, address: string): Promise<unknown> {
  void queries.invalidateQueries({ queryKey: ['events'] });
  void queries.invalidateQueries({ queryKey: registrationsKey(address) });
  void queries.invalidateQueries({ queryKey: attendanceKey(address) });
  return queries.invalidateQueries({ queryKey: eventKey(address), exact: true });
}

export async function register(queries: QueryClient, address: string, way: Way): Promise<void> {
  try {
    const mine = await api.post('/events/{id}/registrations', { ...byAddress(address), body: { way } });
    await refresh(queries, address);
    toast(
      mine.state === 'confirmed'
        ? m.events_registered()
        : mine.state === 'waiting'
          ? m.events_queued({ position: mine.position ?? 1 })
          : m.events_applied(),
    );
  } catch (thrown) {
    // Somebody took the last place meanwhile, or the registration was closed: the page says so anew.
    void refresh(queries, address);
    toastProblem(thrown);
  }
}

export async function unregister(queries: QueryClient, event: EventPage, address: string): Promise<void> {
  if (!event.my) return;
  const sure = await confirm({
    title: m.events_unregister_title(),
    text: event.my.state === 'confirmed' ? m.events_unregister_text() : undefined,
    act: m.events_unregister_act(),
    danger: true,
  });
  if (sure && (await strike(queries, address, event.my.id))) toast(m.events_unregistered());
}

/** Takes one registration off the list. */
export async function strike(queries: QueryClient, address: string, registration: Id): Promise<boolean> {
  try {
    await api.delete('/events/{id}/registrations/{registration}', {
      params: { path: { id: address, registration } },
    });
    await refresh(queries, address);
    return true;
  } catch (thrown) {
    toastProblem(thrown);
    return false;
  }
}

export async function decide(
  queries: QueryClient,
  address: string,
  registration: Id,
  accept: boolean,
): Promise<void> {
  try {
    await api.post('/events/{id}/registrations/{registration}/decide', {
      params: { path: { id: address, registration } },
      body: { accept },
    });
    await refresh(queries, address);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** Throws what is missing to whoever shows it. */
export async function publish(queries: QueryClient, address: string): Promise<EventPage> {
  const event = await api.post('/events/{id}/publish', byAddress(address));
  keep(queries, event, address);
  toast(m.events_published());
  return event;
}

async function step(queries: QueryClient, address: string, act: () => Promise<EventPage>, done: string) {
  try {
    keep(queries, await act(), address);
    toast(done);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function cancel(queries: QueryClient, address: string): Promise<void> {
  const answer = await confirm({
    title: m.events_cancel_title(),
    text: m.events_cancel_text(),
    act: m.events_cancel(),
    danger: true,
    prompt: { label: m.events_reason(), help: m.events_reason_help(), required: true },
  });
  if (!answer) return;
  const body = { reason: answer.text.trim() };
  await step(
    queries,
    address,
    () => api.post('/events/{id}/cancel', { ...byAddress(address), body }),
    m.events_cancelled(),
  );
}

export async function postpone(queries: QueryClient, address: string): Promise<void> {
  const answer = await confirm({
    title: m.events_postpone_title(),
    text: m.events_postpone_text(),
    act: m.events_postpone(),
    prompt: { label: m.events_reason(), help: m.events_reason_help(), required: true },
  });
  if (!answer) return;
  const body = { reason: answer.text.trim() };
  await step(
    queries,
    address,
    () => api.post('/events/{id}/postpone', { ...byAddress(address), body }),
    m.events_postponed(),
  );
}

export const hold = (queries: QueryClient, address: string): Promise<void> =>
  step(queries, address, () => api.post('/events/{id}/hold', byAddress(address)), m.events_held());

export async function close(queries: QueryClient, address: string): Promise<void> {
  const sure = await confirm({
    title: m.events_close_title(),
    text: m.events_close_text(),
    act: m.events_close(),
  });
  if (!sure) return;
  await step(queries, address, () => api.post('/events/{id}/close', byAddress(address)), m.events_closed());
}

export async function copy(queries: QueryClient, address: string): Promise<void> {
  try {
    const event = await api.post('/events/{id}/copy', byAddress(address));
    keep(queries, event);
    toast(m.events_copied());
    await goto(`${event.path}/edit`);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** The topic of the event, opened with the first word about it. */
export async function talk(queries: QueryClient, address: string): Promise<void> {
  try {
    const { topic_id } = await api.post('/events/{id}/topic', byAddress(address));
    void refresh(queries, address);
    await goto(`/t/${topic_id}`);
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function discard(queries: QueryClient, address: string): Promise<void> {
  const sure = await confirm({
    title: m.events_discard_title(),
    text: m.events_discard_text(),
    act: m.events_discard(),
    danger: true,
  });
  if (!sure) return;
  try {
    await api.delete('/events/{id}', byAddress(address));
    toast(m.events_discarded());
    await goto('/events?filter=drafts');
    queries.removeQueries({ queryKey: eventKey(address) });
    void queries.invalidateQueries({ queryKey: ['events'] });
  } catch (thrown) {
    toastProblem(thrown);
  }
}
