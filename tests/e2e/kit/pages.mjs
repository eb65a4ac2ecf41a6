// Every page of the product, and who looks at it.
import { apiAs } from './api.mjs';

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
    municipality: (await somova.get(`/organisations/${school.id}`)).parent,
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

/** `[name for the picture, address]` by who looks. */
export async function everyPage(origin) {
  const made = await furnish(origin);
  const { space, long, answered, school, link, municipality, practice, skill, work, collection } = made;
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
      ['not-found', '/t/019ac2cb-0000-7000-8000-000000000000'],
    ],
    'gordeev-ai': [
      ['manage', '/manage'],
      ['manage-confirmations', '/manage/confirmations'],
      ['manage-invitations', '/manage/invitations'],
      ['manage-invitation-new', '/manage/invitations?new=1'],
    ],
    'rahimova-lf': [
      ['municipality', `/organisations/${municipality.id}`],
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
      ['search-synonyms', '/search/synonyms'],
      ['search-misses', '/search/misses'],
      ['skills-edit', '/skills?subject=math&grade=5'],
    ],
    'shteyn-mb': [['expertise-none', '/practices/expertise']],
    'zavyalova-kd': [['expertise', '/practices/expertise']],
  };
}
