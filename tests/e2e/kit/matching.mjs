// Something to find pairs from: conditions of the schools of a district, needs of five of them, offers of three.
import { apiAs } from './api.mjs';

/** Schools of the demo's district, by a word of their names. */
const KNOWN = ['№ 1 рп', '№ 2 рп', 'Увал', 'Ключ', 'Ташлык', 'Ошлан', 'Разъезжая', 'Липки', 'Покровская'];

const NEEDS = [
  ['Увал', 'discipline', 1],
  ['Ташлык', 'discipline', 2],
  ['Ошлан', 'digital', 1],
  ['Разъезжая', 'digital', 3],
  // Nobody offers this.
  ['Липки', 'resources', 1],
];
const OFFERS = [
  ['№ 1 рп', ['discipline', 'digital']],
  ['№ 2 рп', ['discipline', 'digital']],
  ['Ключ', ['digital']],
];

/** What is told of a school; each differs a little from the others. */
function conditions(i, revision) {
  const pupils = 120 + 37 * i;
  const share = (key, percent) => ({
    key,
    numerator: Math.round((pupils * percent) / 100),
    denominator: pupils,
  });
  const level = (key, step) => ({
    key,
    level: 1 + ((i + step) % 5),
    source: 'Анкета родителей',
  });
  return {
    revision,
    pupils,
    kind: 'secondary',
    rural: i > 1,
    shifts: 1,
    teachers: 12 + 3 * i,
    vacancies: i % 3,
    teachers_under_35: 3,
    teachers_over_60: 4,
    first_category: 5,
    highest_category: 3,
    minutes_to_centre: 10 + 9 * i,
    latitude: null,
    longitude: null,
    languages: ['ru'],
    source_note: 'Социальный паспорт школы',
    shares: [
      share('complete_families', 70 - 3 * i),
      share('incomplete_families', 30 + 3 * i),
      share('on_record', 5),
      share('unemployed_parents', 6 + i),
      share('guardianship', 5),
      share('foreign_language', 4 + 2 * i),
      share('part_time', 0),
    ],
    levels: [
      level('parents_education', 1),
      level('housing', 2),
      level('class_climate', 3),
      level('health', 2),
      level('graduates_adaptation', 3),
    ],
  };
}

async function offer(person, school, themes) {
  const { offer: now } = await person.get(`/organisations/${school}/offer`);
  const kept = (now?.themes ?? []).map(({ theme, skills, ...rest }) => ({
    ...rest,
    theme_kind: theme.kind,
    theme: theme.theme,
    skills: skills.map(({ skill, share_done }) => ({
      skill_id: skill.id,
      share_done,
    })),
  }));
  const added = themes
    .filter((theme) => !kept.some((one) => one.theme === theme))
    .map((theme) => ({
      theme_kind: 'management',
      theme,
      specialists: 2,
      strength: 80,
    }));
  await person.put(`/organisations/${school}/offer`, {
    revision: now?.revision ?? 0,
    capacity: Math.max(now?.capacity ?? 0, 4),
    online: true,
    in_person: true,
    max_minutes: null,
    languages: ['ru'],
    forms: now?.forms ?? ['seminar', 'consultation'],
    note: now?.note ?? '',
    themes: [...kept, ...added],
  });
}

/** Gives the district and its schools by the words above. */
export async function prepareMatching(origin) {
  const person = await apiAs(origin, 'rahimova-lf');
  const district = person.me.grants.find(({ role }) => role === 'municipal_coordinator').scope;
  const { items } = await person.get(`/organisations?kind=school&parent=${district.id}&limit=100`);
  const schools = Object.fromEntries(
    KNOWN.map((word) => [word, items.find(({ short_name }) => short_name.includes(word))]),
  );
  for (const [i, word] of KNOWN.entries()) {
    const { id } = schools[word];
    const { current, items: years } = await person.get(`/organisations/${id}/contexts`);
    if (!years.some(({ year }) => year === current))
      await person.put(`/organisations/${id}/contexts/${current}`, conditions(i, 0));
  }
  for (const [word, theme, priority] of NEEDS) {
    const at = `/organisations/${schools[word].id}/needs`;
    const { items: known } = await person.get(at);
    const open = known.some((need) => need.state !== 'closed' && need.theme.theme === theme);
    if (!open)
      await person.post(at, {
        theme_kind: 'management',
        theme,
        strength: 70,
        priority,
      });
  }
  for (const [word, themes] of OFFERS) await offer(person, schools[word].id, themes);
  return { district, schools };
}
