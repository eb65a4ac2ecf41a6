/** What a coordinator does with a run and its pairs. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api, type Id } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem, toasts } from '$shared/ui/overlay/toast.svelte';
import { refreshRuns } from './fresh';
import { runKey, runsKey } from './keys';
import { refusalText } from './refusals';
import type { DecisionKind, Mode, Pair, Run } from './shapes';
import { solving } from './solving.svelte';

const DONE: Record<DecisionKind, () => string> = {
  accept: m.pairings_board_accepted,
  veto: m.pairings_board_vetoed,
  pin: m.pairings_board_pinned,
};

/** Gives the new run. Refusals are thrown, for a form to show. */
export async function solve(queries: QueryClient, territory: Id, year: number, mode: Mode): Promise<Run> {
  const run = await solving.during(territory, () =>
    api.post('/organisations/{id}/match-runs', {
      params: { path: { id: territory } },
      body: { year, mode },
    }),
  );
  queries.setQueryData(runKey(run.id), run);
  await queries.invalidateQueries({ queryKey: runsKey(territory) });
  toast(m.pairings_board_solved({ number: run.number }));
  return run;
}

type Couple = { need: Pick<Pair['need'], 'id'>; mentor: Pick<Pair['mentor'], 'id'> };

async function said(queries: QueryClient, run: Id, pair: Couple, kind: DecisionKind, reason: string | null) {
  const body = { need_id: pair.need.id, mentor_id: pair.mentor.id, kind, reason };
  const { id } = await api.post('/match-runs/{id}/decisions', { params: { path: { id: run } }, body });
  await refreshRuns(queries);
  return id;
}

async function decide(
  queries: QueryClient,
  run: Id,
  pair: Pair,
  kind: DecisionKind,
  reason: string | null,
): Promise<void> {
  try {
    const id = await said(queries, run, pair, kind, reason);
    toast(DONE[kind](), { undo: () => undo(queries, id) });
  } catch (thrown) {
    toasts.show(refusalText(thrown), { tone: 'alarm' });
    // Somebody may have been faster: what they did is shown.
    await refreshRuns(queries);
  }
}

/** A mentor chosen by hand. Refusals are thrown, for the form to show. */
export async function choose(
  queries: QueryClient,
  run: Id,
  couple: Couple,
  name: string,
  reason: string,
): Promise<void> {
  const id = await said(queries, run, couple, 'pin', reason.trim() || null);
  toast(m.pairings_board_choose_done({ mentor: name }), { undo: () => undo(queries, id) });
}

export const accept = (queries: QueryClient, run: Id, pair: Pair): Promise<void> =>
  decide(queries, run, pair, 'accept', null);

export const pin = (queries: QueryClient, run: Id, pair: Pair): Promise<void> =>
  decide(queries, run, pair, 'pin', null);

/** A refusal is given with its reason. */
export async function veto(queries: QueryClient, run: Id, pair: Pair): Promise<void> {
  const names = { school: pair.need.school.short_name, mentor: pair.mentor.short_name };
  const answer = await confirm({
    title: m.pairings_board_veto_title(names),
    text: m.pairings_board_veto_text(),
    act: m.pairings_board_veto(),
    danger: true,
    prompt: { label: m.pairings_board_veto_reason(), required: true },
  });
  if (answer) await decide(queries, run, pair, 'veto', answer.text);
}

export async function undo(queries: QueryClient, decision: Id): Promise<void> {
  try {
    await api.delete('/match-decisions/{id}', { params: { path: { id: decision } } });
    toast(m.pairings_board_undone());
  } catch (thrown) {
    toastProblem(thrown);
  }
  await refreshRuns(queries);
}

/** Solves what is stored once more and says whether it came out the same. */
export async function replay(run: Id): Promise<void> {
  try {
    const { same } = await api.post('/match-runs/{id}/replay', { params: { path: { id: run } } });
    toast(same ? m.pairings_board_replay_same() : m.pairings_board_replay_other());
  } catch (thrown) {
    toastProblem(thrown);
  }
}
