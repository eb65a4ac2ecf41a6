import { api, type Id, type PersonRef } from '$shared/api';

/** Who may be named in a space: those who can read it, says the server. */
export function mentionable(space: Id): (q: string) => Promise<PersonRef[]> {
  return async (q) => {
    const found = await api.get('/spaces/{id}/mentionable', {
      params: { path: { id: space }, query: { q } },
    });
    return found.items;
  };
}
