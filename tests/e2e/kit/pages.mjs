// Every page of the product, and who looks at it.
import { apiAs } from './api.mjs';
import { prepareMatching } from './matching.mjs';
import { furnishPair } from './pairs.mjs';

/** Things to look at: a bookmark, a draft, an invitation, a request to confirm. */
async function furnish(origin) {
  const somova = await apiAs(origin, 'somova-ea');
  const head = await apiAs(origin, 'gordeev-ai');
  const space = await somova.space('РМО математиков Журавлинского');
  const { items: topics } = await somova.get(`/topics?space=${space.id}&limit=30`);
  const long = topics.reduce((most, topic) => (topic.post_count > most.post_count ? topic : most));
  const answered = topics.find((topic) => topic.answered) ?? long;
  const { posts } = await somova.get(`/topics/${answered.id}/posts?after=0`);
  for (const post of posts.slice(1, 3)) await somova.put(`/posts/${post.id}/bookmark`);
  await somova.put(`/drafts/reply:${long.id}`, {
    body: 'Попробую это в понедельник и **напишу**, что вышло.',
    revision: 0,
  });
  const school = somova.me.affiliations[0].org;
  const invitation = { org_id: school.id, role: 'teacher', days: 14 };
  const { link } = await head.post('/invitations', {
    ...invitation,
    kind: 'room',
    max_uses: 30,
  });
  await head.post('/invitations', {
    ...invitation,
    kind: 'single',
    surname: 'Воробьёва',
    given_name: 'Нина',
  });
  // The bank: one practice that is much used, one that is being written, one that waits for a decision.
  const { items: practices } = await somova.get('/practices?subject=math&grade=5&limit=30');
  const practice = practices.reduce((most, one) => (one.adoptions > most.adoptions ? one : most));
  const { items: skills } = await somova.get('/skills?subject=math&grade=5');
  const skill = skills.find(({ code }) => code === '8') ?? skills[0];
  const work = await somova.post('/practices', {
    title: 'Проценты по чекам из школьного буфета',
    kind: 'technique',
    subjects: ['math'],
    grades: [5, 6],
    skills: [skill.id],
  });
  const { items: collections } = await somova.get('/collections');
  await somova.post('/search/saved', {
    title: 'проценты',
    notify: true,
    search: { q: 'проценты', kind: 'practice', grade: '5' },
  });
  // The calendar: something that is coming, and something on this day for those who run it.
  const { items: events } = await somova.get('/events?limit=50');
  const event = events.find(({ skills, room }) => skills.length > 0 && room?.capacity) ?? events[0];
  const day = await head.post('/events', eventNow(school.id));
  const running = await head.post(`/events/${day.id}/publish`);
  await somova.post(`/events/${running.id}/registrations`, { way: 'room' });
  const planned = await furnishPlans(head, school);
  const after = await furnishAfter(head, somova, school);
  await furnishBoard(origin);
  const paired = await furnishPair(origin);
  const newcomer = await apiAs(origin, 'petrova-ai');
  await newcomer.post(`/organisations/${school.id}/affiliations`, {
    position: 'учитель математики',
  });
  return {
    space,
    long,
    answered,
    school,
    link,
    practice,
    skill,
    work,
    collection: collections[0],
    event,
    running,
    ...planned,
    ...after,
    paired,
    municipality: (await somova.get(`/organisations/${school.id}`)).parent,
  };
}

/** Two runs of a district, so that there is something to compare. */
async function furnishBoard(origin) {
  const { district } = await prepareMatching(origin);
  const coordinator = await apiAs(origin, 'rahimova-lf');
  const now = new Date();
  const year = now.getFullYear() - (now.getMonth() < 8 ? 1 : 0);
  for (const mode of ['flow', 'stable'])
    await coordinator.post(`/organisations/${district.id}/match-runs`, { year, mode });
}

/** What stays of an event: certificates, a recording, minutes, a sheet of a visit. */
async function furnishAfter(head, somova, school) {
  const begun = await head.post('/events', {
    ...eventNow(school.id),
    starts: wall(-40),
    ends: wall(40),
  });
  const held = await head.post(`/events/${begun.id}/publish`);
  const person_id = somova.me.id;
  const { id } = await head.post(`/events/${held.id}/registrations`, {
    way: 'room',
    person_id,
  });
  const mark = {
    registration_id: id,
    method: 'list',
    present: true,
    at: new Date().toISOString(),
  };
  await head.post(`/events/${held.id}/attendance/marks`, { marks: [mark] });
  await head.post(`/events/${held.id}/hold`);
  await head.post(`/events/${held.id}/certificates`, {});
  const material = {
    kind: 'recording',
    title: 'Запись урока',
    url: 'https://uval.example/urok',
    access: 'readers',
  };
  await head.post(`/events/${held.id}/materials`, material);
  await head.put(`/events/${held.id}/minutes`, {
    revision: 0,
    body: 'Слушали Сомову Е. А. о полосках из бумаги.',
    chair: 'Гордеев А. И.',
    secretary: '',
    access: 'readers',
    decisions: [
      {
        text: 'Сделать по набору полосок на класс',
        who: 'учителя 5-х классов',
        due: '2027-02-01',
      },
    ],
  });
  const sheet = await head.post('/visit-sheets', {
    event_id: held.id,
    teacher_id: person_id,
    subject: 'math',
    grade: 5,
    topic: 'Полоска из бумаги: доли и проценты',
    held_on: wall(0).slice(0, 10),
  });
  return { held, sheet };
}

/** What is planned beyond one event: a series, and an evening that guests may come to. */
async function furnishPlans(head, school) {
  const weekly = {
    ...eventNow(school.id),
    starts: wall(9 * 24 * 60),
    ends: wall(9 * 24 * 60 + 60),
  };
  const series = await head.post('/event-series', {
    plan: weekly,
    rule: 'FREQ=WEEKLY;COUNT=6',
  });
  const open = { ...eventNow(school.id), audience: 'everyone', guests: true };
  const evening = await head.post('/events', {
    ...open,
    starts: wall(20_000),
    ends: wall(20_090),
  });
  return { series, evening: await head.post(`/events/${evening.id}/publish`) };
}

/** The wall of Moscow so many minutes from now. */
const wall = (minutes) => new Date(Date.now() + (minutes + 180) * 60_000).toISOString().slice(0, 16);

/** An event that begins in half an hour. */
function eventNow(host) {
  return {
    kind: 'open_lesson',
    audience: 'network',
    level: 'school',
    registration: 'open',
    title: 'Доли и проценты: полоска из бумаги, которая работает с пятого по девятый класс',
    summary: 'Урок в обычном классе, потом разговор.',
    host,
    subjects: ['math'],
    grades: [5],
    starts: wall(30),
    ends: wall(110),
    time_zone: 'Europe/Moscow',
    place: 'Кабинет 27, второй этаж, вход со двора',
    room: { capacity: 12, waiting: 4 },
    programme: [{ minute: 0, minutes: 45, title: 'Урок', who: '' }],
  };
}

/** Something of each sort that is open to everybody. */
export async function openThings(person) {
  const { items: practices } = await person.get('/practices?limit=100');
  const practice = practices.find(
    ({ licence, level, skills }) => licence !== 'network' && level && skills.length > 0,
  );
  const { items: spaces } = await person.get('/spaces?limit=100');
  const space = spaces.find(({ kind, title }) => kind === 'open' && title !== 'Банк практик');
  const { items: topics } = await person.get(`/topics?space=${space.id}&limit=30`);
  const topic = topics.reduce((most, one) => (one.post_count > most.post_count ? one : most));
  return { practice, topic, skill: practice.skills[0].id };
}

/** The rooms of a pair. */
const pairPages = ({ pair, visit }) => [
  ['pairing', `/pairings/${pair.id}`],
  ...['plan', 'visits', 'people', 'agreement', 'reports', 'survey', 'effect'].map((tab) => [
    `pairing-${tab}`,
    `/pairings/${pair.id}?tab=${tab}`,
  ]),
  ['pairing-order', `/pairings/${pair.id}?tab=plan&order=own`],
  ['pairing-visit', `/pairings/${pair.id}?tab=visits&visit=${visit.id}`],
];

/** `[name for the picture, address]` by who looks. */
export async function everyPage(origin) {
  const made = await furnish(origin);
  const { space, long, answered, school, link, municipality, practice, skill, work, collection } = made;
  const { event, running, series, evening, held, sheet, paired } = made;
  const petrova = (await apiAs(origin, 'petrova-ai')).me;
  const open = await openThings(await apiAs(origin, 'somova-ea'));
  return {
    '': [
      ['login', '/login'],
      ['register', '/register'],
      ['reset', '/reset'],
      ['invitation', link],
      ['invitation-expired', '/i/no-such-link'],
      ['setup', '/setup/no-such-link'],
      ['guest', `/guest?event=${evening.number}`],
      ['guest-expired', '/guest/no-such-link'],
      ['open-event', evening.path],
      ['open-practice', open.practice.path],
      ['open-topic', `/t/${open.topic.id}`],
      ['open-skill', `/skills/${open.skill}`],
    ],
    'somova-ea': [
      ['home', '/'],
      ['inbox', '/inbox'],
      ['spaces', '/spaces'],
      ['space', `/spaces/${space.id}`],
      ['space-members', `/spaces/${space.id}/members`],
      ['topic-new', `/spaces/${space.id}/new`],
      ['topics', '/topics'],
      ['topic', `/t/${long.id}`],
      ['topic-answered', `/t/${answered.id}?post=1`],
      ['bookmarks', '/bookmarks'],
      ['drafts', '/drafts'],
      ['people', '/people'],
      ['person', `/people/${petrova.id}`],
      ['organisations', '/organisations'],
      ['organisation', `/organisations/${school.id}`],
      ['organisation-people', `/organisations/${school.id}?tab=people`],
      ['organisation-pairs', `/organisations/${school.id}?tab=pairs`],
      ['organisation-events', `/organisations/${school.id}?tab=events`],
      ['organisation-practices', `/organisations/${school.id}?tab=practices`],
      ['me', '/me'],
      ['me-devices', '/me/devices'],
      ['me-consents', '/me/consents'],
      ['practices', '/practices'],
      ['practices-filtered', '/practices?subject=math&grade=5'],
      ['practices-mine', '/practices?filter=mine'],
      ['practice', practice.path],
      ['practice-new', '/practices/new'],
      ['practice-edit', `${work.path}/edit`],
      ['practice-edit-how', `${work.path}/edit?step=2`],
      ['practice-edit-results', `${work.path}/edit?step=3`],
      ['collections', '/practices/collections'],
      ['collection', `/practices/collections/${collection.id}`],
      ['collection-new', '/practices/collections/new'],
      ['search', '/search'],
      ['search-found', `/search?q=${encodeURIComponent('проценты 5 класс')}`],
      ['search-partly', `/search?q=${encodeURIComponent('проценты лемниската в буфете')}`],
      ['search-nothing', `/search?q=${encodeURIComponent('кварацхелингвистика')}`],
      ['searches', '/me/searches'],
      ['ask', `/ask?choose&title=${encodeURIComponent('Как объяснить проценты')}`],
      ['skills', '/skills?subject=math&grade=5'],
      ['skill', `/skills/${skill.id}`],
      ['events', '/events'],
      ['events-month', '/events?view=month'],
      ['events-week', '/events?view=week'],
      ['events-mine', '/events?filter=mine'],
      ['events-past', '/events?past=true&subject=math'],
      ['events-feeds', '/events/calendars'],
      ['events-hours', '/events/hours'],
      ['events-days', '/events/days'],
      ['events-certificates', '/events/certificates'],
      ['visits-none', '/visits'],
      ['event-held', held.path],
      ['event', event.path],
      ['event-today', running.path],
      ['event-poster', `${event.path}/poster`],
      ['event-new', '/events/new'],
      ['not-found', '/t/019ac2cb-0000-7000-8000-000000000000'],
    ],
    'gordeev-ai': [
      ['wishes', '/pairings/wishes'],
      ['school-help', `/organisations/${school.id}?tab=help`],
      ['school-pairs', `/organisations/${school.id}?tab=pairs`],
      ['school-context', `/organisations/${school.id}/context`],
      ['school-likes', `/organisations/${school.id}/like`],
      ['school-offer', `/organisations/${school.id}/offer`],
      ['event-day', `${running.path}/day`],
      ['event-certificates', `${held.path}/certificates`],
      ['event-held-host', held.path],
      ['visits', '/visits'],
      ['visit', `/visits/${sheet.id}`],
      ['pairings', '/pairings'],
      ['pairings-past', '/pairings?state=ended'],
      ...pairPages(paired),
      ['pairing-absent', '/pairings/019ac2cb-0000-7000-8000-000000000000'],
      ['event-series', `/events/series/${series.id}`],
      ['event-edit', `${running.path}/edit`],
      ['event-edit-when', `${running.path}/edit?step=2`],
      ['event-edit-whom', `${running.path}/edit?step=3`],
      ['manage', '/manage'],
      ['manage-confirmations', '/manage/confirmations'],
      ['manage-invitations', '/manage/invitations'],
      ['manage-invitation-new', '/manage/invitations?new=1'],
    ],
    'rahimova-lf': [
      ['events-coverage', '/events/coverage'],
      ['schools', '/pairings/schools'],
      ['schools-curators', '/pairings/curators'],
      ['board', '/pairings/board'],
      ['board-graph', '/pairings/board?view=graph'],
      ['board-map', '/pairings/board?view=map'],
      ['board-weights-tried', '/pairings/board?view=sensitivity'],
      ['board-compare', '/pairings/board?view=compare'],
      ['board-weights', '/pairings/board/weights'],
      ['pairings-coordinator', '/pairings'],
      ['pairing-coordinator', `/pairings/${paired.pair.id}`],
      ['pairings-network', '/pairings/network'],
      ['events-days-keeper', '/events/days'],
      ['municipality', `/organisations/${municipality.id}`],
      ['municipality-pairs', `/organisations/${municipality.id}?tab=pairs`],
      ['school-help-coordinator', `/organisations/${school.id}?tab=help`],
      ['manage-roles', '/manage/roles'],
      ['manage-organisations', '/manage/organisations'],
      ['manage-organisation-new', '/manage/organisations/new'],
      ['manage-organisation', `/manage/organisations/${school.id}`],
    ],
    'kovalchuk-mi': [
      ['home-administrator', '/'],
      ['bookmarks-none', '/bookmarks'],
      ['drafts-none', '/drafts'],
      ['inbox-none', '/inbox'],
      ['manage-administrator', '/manage'],
      ['schools-administrator', '/pairings/schools'],
      ['search-synonyms', '/search/synonyms'],
      ['search-misses', '/search/misses'],
      ['skills-edit', '/skills?subject=math&grade=5'],
    ],
    'shteyn-mb': [['expertise-none', '/practices/expertise']],
    'zavyalova-kd': [['expertise', '/practices/expertise']],
  };
}
