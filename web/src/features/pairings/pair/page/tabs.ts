/** The rooms of a pair; the code of each comes when it is opened. */
import type { Component } from 'svelte';
import { m } from '$paraglide/messages';
import type { TabKey } from '../next';
import type { Pair } from '../types';

export const LABELS: Record<TabKey, () => string> = {
  overview: m.pair_tab_overview,
  plan: m.pair_tab_plan,
  visits: m.pair_tab_visits,
  people: m.pair_tab_people,
  agreement: m.pair_tab_agreement,
  reports: m.pair_tab_reports,
  survey: m.pair_tab_survey,
  effect: m.pair_tab_effect,
};

type Load = () => Promise<{ default: Component<{ pair: Pair }> }>;

export const ROOMS: Record<Exclude<TabKey, 'overview'>, Load> = {
  plan: () => import('../plan/PlanTab.svelte'),
  visits: () => import('../visits/VisitsTab.svelte'),
  people: () => import('../people/PeopleTab.svelte'),
  agreement: () => import('../agreement/AgreementTab.svelte'),
  reports: () => import('../reports/ReportsTab.svelte'),
  survey: () => import('../survey/SurveyTab.svelte'),
  effect: () => import('../effect/EffectTab.svelte'),
};
