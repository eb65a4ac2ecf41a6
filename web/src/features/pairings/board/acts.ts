/** What a coordinator does with a run and its pairs. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api, type Id } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';
import { runKey, runsKey } from './keys';
import type { DecisionKind, Mode, Pair, Run } from './shapes';

const DONE: Record<DecisionKind, () => string> = {
  accept: m.pairings_board_accepted,
  veto: m.pairings_board_vetoed,
  pin: m.pairings_board_pinned,
};

/** Gives the new run. Refusals are thrown, for a form to show. */
export async function solve(queries: QueryClient, territory: Id, year: number, mode: Mode): Promise<Run> {
  const run = await api.post('/organisations/{id}/match-runs', {
    params: { path: { id: territory } },
    body: { year, mode },
  });
  queries.setQueryData(runKey(run.id), run);
  await queries.invalidateQueries({ queryKey: runsKey(territory) });
  toast(m.pairings_board_solved({ number: run.number }));
  return run;
}

/** Decisions hold beyond the run in which they were made: all of them are asked for again. */
function refresh(queries: QueryClient): Promise<unknown> {
  return queries.invalidateQueries({ queryKey: ['match-run'] });
}

async function decide(
  queries: QueryClient,
  run: Id,
  pair: Pair,
  kind: DecisionKind,
  reason: string | null,
): Promise<void> {
  try {
    const body = { need_id: pair.need.id, mentor_id: pair.mentor.id, kind, reason };
    const { id } = await api.post('/match-runs/{id}/decisions', { params: { path: { id: run } }, body });
    await refresh(queries);
    toast(DONE[kind](), { undo: () => undo(queries, id) });
  } catch (thrown) {
    toastProblem(thrown);
  }
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
    await refresh(queries);
    toast(m.pairings_board_undone());
  } catch (thrown) {
    toastProblem(thrown);
  }
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
