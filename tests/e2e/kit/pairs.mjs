// A pair of schools at work, with everything a pair may have, made through the interface.
import { apiAs } from './api.mjs';

const day = (ahead) => new Date(Date.now() + (ahead * 24 + 5) * 3_600_000).toISOString().slice(0, 10);

/** The offer of a mentor, so that a pair may be begun. */
export async function promise(mentor, school, theme) {
  const { offer } = await mentor.get(`/organisations/${school}/offer`);
  const others = (offer?.themes ?? []).map(({ theme: known, specialists, basis }) => ({
    theme_kind: known.kind,
    theme: known.theme,
    specialists,
    basis,
  }));
  const has = others.some((one) => one.theme === theme);
  const fresh = {
    theme_kind: 'subject',
    theme,
    specialists: 2,
    basis: 'Районный кабинет',
  };
  await mentor.put(`/organisations/${school}/offer`, {
    revision: offer?.revision ?? 0,
    capacity: Math.max(offer?.capacity ?? 0, 3),
    online: true,
    in_person: true,
    max_minutes: offer?.max_minutes ?? 120,
    languages: ['ru'],
    forms: ['visit', 'open_lesson'],
    note: offer?.note ?? '',
    themes: has ? others : [...others, fresh],
  });
}

/** From the proposal to the first numbers: `{ pair, visit }`. */
export async function furnishPair(origin) {
  const mentor = await apiAs(origin, 'antipina-es');
  const mentee = await apiAs(origin, 'gordeev-ai');
  const coordinator = await apiAs(origin, 'rahimova-lf');
  const [helps, helped] = [mentor, mentee].map(({ me }) => me.affiliations[0].org.id);
  await promise(mentor, helps, 'physics');
  const pair = await coordinator.post('/pairings', {
    mentor_id: helps,
    mentee_id: helped,
    theme_kind: 'subject',
    theme: 'physics',
    skills: [],
    reason: 'Одна дорога, похожие классы и общий школьный автобус',
  });
  const at = `/pairings/${pair.id}`;
  await mentor.post(`${at}/agree`, {});
  await mentee.post(`${at}/agree`, {});
  const { blank } = await mentor.get(`${at}/agreement`);
  await mentor.put(`${at}/agreement`, { ...blank, revision: 0 });
  await mentor.post(`${at}/agreement/send`);
  await mentor.post(`${at}/agreement/sign`, {});
  await mentee.post(`${at}/agreement/sign`, {});
  await coordinator.post(`${at}/activate`);
  const people = [
    [mentor, 'mentor', 'curator'],
    [mentee, 'mentee', 'director'],
    [mentee, 'mentee', 'curator'],
  ];
  for (const [who, side, duty] of people)
    await who.post(`${at}/people`, { side, duty, person_id: who.me.id });
  const plan = await mentor.post(`${at}/plan/from-template`, {
    template: 'first-year',
  });
  const item = plan.items.find(({ form }) => form === 'consultation');
  await mentor.post(`/plan-items/${item.id}/done`, {
    done_on: day(0),
    minutes: 90,
    outcome: 'Договорились о трёх умениях и о том, как часто встречаемся.',
  });
  const visit = await mentor.post(`${at}/visits`, {
    by_side: 'mentor',
    planned_on: day(0),
  });
  await mentor.put(`/pairing-visits/${visit.id}`, {
    revision: visit.revision,
    planned_on: visit.planned_on,
    met: 'Директор, завуч, учитель физики',
    findings: 'Опыты показывают у доски, руками ученики делают мало.',
    agreements: [
      {
        text: 'Набор для опытов на два класса',
        form: 'materials',
        due: day(30),
      },
    ],
  });
  await mentor.post(`/pairing-visits/${visit.id}/hold`, {
    held_on: day(0),
    minutes: 180,
  });
  await furnishNumbers({ mentor, mentee, coordinator }, at);
  return { pair, visit };
}

async function furnishNumbers({ mentor, mentee, coordinator }, at) {
  const chosen = await mentee.post(`${at}/effect`, {
    title: 'Снимают показания прибора с ценой деления',
    unit: 'учеников 7–8 классов',
  });
  const value = (who, whose, point, numerator, denominator, ago) =>
    who.put(`/effect-indicators/${chosen.id}`, {
      point,
      whose,
      numerator,
      denominator,
      dated: day(-ago),
      source: 'Проверочная работа',
    });
  await value(mentee, 'mentee', 'start', 18, 52, 60);
  await value(coordinator, 'alike', 'start', 210, 560, 60);
  await value(mentee, 'mentee', 'middle', 31, 50, 1);
  await value(coordinator, 'alike', 'middle', 230, 548, 1);
  const now = new Date();
  const autumn = now.getUTCMonth() >= 8;
  await mentor.post(`${at}/reports`, {
    year: autumn ? now.getUTCFullYear() : now.getUTCFullYear() - 1,
    half: autumn ? 1 : 2,
  });
  await mentee.put(`${at}/survey`, {
    round: 'middle',
    answers: { goal: 5, fit: 4, time: 3, respect: 5, change: 4 },
    benefit: 'Учителя впервые за пять лет ходят друг к другу на уроки.',
  });
}
