/** Answering those who ask to be confirmed. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api, isProblem, type Confirmation } from '$shared/api';
import { shortName } from '$shared/people/names';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';

export async function answer(queries: QueryClient, one: Confirmation, accept: boolean): Promise<void> {
  const name = shortName(one.person);
  const org = one.affiliation.org;
  const association = org.kind === 'association';
  const said = await confirm(
    accept
      ? {
          title: association
            ? m.accounts_accept_member_ask({ name, org: org.short_name })
            : m.accounts_accept_ask({ name, org: org.short_name }),
          text: m.accounts_accept_text(),
          act: m.accounts_accept(),
        }
      : {
          title: m.accounts_refuse_ask({ name }),
          text: m.accounts_refuse_text(),
          act: m.accounts_refuse(),
          danger: true,
          prompt: { label: m.accounts_reason(), help: m.accounts_refuse_help(), required: true },
        },
  );
  if (!said) return;
  try {
    await api.post('/affiliations/{id}/confirmation', {
      params: { path: { id: one.affiliation.id } },
      body: accept ? { accept } : { accept, reason: said.text },
    });
    toast(accept ? m.accounts_accepted({ name }) : m.accounts_refused());
  } catch (thrown) {
    // A colleague answered, or the person thought better of it: the list tells.
    if (isProblem(thrown, 'already_exists') || isProblem(thrown, 'not_found'))
      toast(m.accounts_answered_already());
    else return toastProblem(thrown);
  }
  await Promise.all(
    [['confirmations'], ['organisation', org.id], ['people']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
}
