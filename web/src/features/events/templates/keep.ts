/** The plan of an event is kept to begin with another time. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api, type EventPage } from '$shared/api';
import { confirm } from '$shared/ui/overlay/confirm.svelte';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';

export async function keepAsTemplate(queries: QueryClient, event: EventPage): Promise<void> {
  const answer = await confirm({
    title: m.events_template_keep(),
    text: event.host ? m.events_template_keep_text({ name: event.host.short_name }) : undefined,
    act: m.save(),
    prompt: { label: m.events_template_title(), required: true },
  });
  if (!answer) return;
  const title = answer.text.trim();
  try {
    const known = (await api.get('/event-templates')).find(
      (one) => one.can_edit && one.kind === event.kind && one.title === title,
    );
    if (known && event.plan) {
      const sure = await confirm({
        title: m.events_template_over_title({ title }),
        text: m.events_template_over_text(),
        act: m.events_template_over(),
      });
      if (!sure) return;
      const params = { path: { id: known.id } };
      await api.put('/event-templates/{id}', { params, body: { title, plan: event.plan } });
    } else {
      await api.post('/event-templates', {
        body: { title, event_id: event.id, org_id: event.host?.id ?? null },
      });
    }
    await queries.invalidateQueries({ queryKey: ['event-templates'] });
    toast(m.events_template_kept());
  } catch (thrown) {
    toastProblem(thrown);
  }
}
