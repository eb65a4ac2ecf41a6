/** The rooms of a pair; the code of each comes when it is opened. */
import type { Component } from 'svelte';
import { m } from '$paraglide/messages';
import type { TabKey } from '../next';
import type { Pair } from '../types';

interface Tab {
  label: () => string;
  load: () => Promise<{ default: Component<{ pair: Pair }> }>;
}

export const TABS: Record<TabKey, Tab> = {
  overview: { label: m.pair_tab_overview, load: () => import('./Overview.svelte') },
  plan: { label: m.pair_tab_plan, load: () => import('../plan/PlanTab.svelte') },
  visits: { label: m.pair_tab_visits, load: () => import('../visits/VisitsTab.svelte') },
  people: { label: m.pair_tab_people, load: () => import('../people/PeopleTab.svelte') },
  agreement: { label: m.pair_tab_agreement, load: () => import('../agreement/AgreementTab.svelte') },
  reports: { label: m.pair_tab_reports, load: () => import('../reports/ReportsTab.svelte') },
  survey: { label: m.pair_tab_survey, load: () => import('../survey/SurveyTab.svelte') },
  effect: { label: m.pair_tab_effect, load: () => import('../effect/EffectTab.svelte') },
};
