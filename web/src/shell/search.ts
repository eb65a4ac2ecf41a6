/** What the search box of the frame finds: places and people by name. */
import { m } from '$paraglide/messages';
import { api } from '$shared/api';
import { fullName, standing } from '$shared/people/names';
import { problemText } from '$shared/words/problems';
import { orgKindName } from '$shared/words/roles';

export interface Hit {
  href: string;
  title: string;
  text: string;
}
export interface Found {
  groups: { title: string; hits: Hit[] }[];
  /** Why a part is missing. */
  failed: string | null;
}

const EACH = 5;

export async function searchEverything(q: string, signal: AbortSignal): Promise<Found> {
  const query = { q, limit: EACH };
  const [spaces, people, orgs] = await Promise.allSettled([
    api.get('/spaces', { params: { query }, signal }),
    api.get('/people', { params: { query }, signal }),
    api.get('/organisations', { params: { query }, signal }),
  ]);
  const groups = [
    {
      title: m.search_spaces(),
      hits: itemsOf(spaces).map((space) => ({
        href: `/spaces/${space.id}`,
        title: space.title,
        text: [space.org?.short_name, space.about].filter(Boolean).join(' · '),
      })),
    },
    {
      title: m.search_people(),
      hits: itemsOf(people).map((person) => ({
        href: `/people/${person.id}`,
        title: fullName(person),
        text: standing(person),
      })),
    },
    {
      title: m.search_orgs(),
      hits: itemsOf(orgs).map((org) => ({
        href: `/organisations/${org.id}`,
        title: org.short_name,
        text: [orgKindName(org.kind), org.place, org.parent?.short_name].filter(Boolean).join(' · '),
      })),
    },
  ];
  const broken = [spaces, people, orgs].find((part) => part.status === 'rejected');
  return {
    groups: groups.filter((group) => group.hits.length > 0),
    failed: broken ? problemText(broken.reason) : null,
  };
}

function itemsOf<T>(part: PromiseSettledResult<{ items: T[] }>): T[] {
  return part.status === 'fulfilled' ? part.value.items.slice(0, EACH) : [];
}
