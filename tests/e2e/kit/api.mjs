// The HTTP interface as a person uses it from elsewhere: to find an address, or to be the colleague of a journey.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { PASSWORD } from './server.mjs';

export async function apiAs(origin, login, password = PASSWORD) {
  const call = async (method, path, body, headers = {}) => {
    const reply = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await reply.text();
    assert.ok(reply.ok, `${method} ${path} → ${reply.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  const { access_token: token, me } = await call('POST', '/auth/login', { login, password });
  const mine = { authorization: `Bearer ${token}` };
  return {
    me,
    get: (path) => call('GET', path, undefined, mine),
    post: (path, body) => call('POST', path, body, { ...mine, 'idempotency-key': randomUUID() }),
    patch: (path, body) => call('PATCH', path, body, mine),
    put: (path, body) => call('PUT', path, body, mine),
    delete: (path, body) => call('DELETE', path, body, mine),
    /** The space whose title begins so. */
    async space(title) {
      const { items } = await call('GET', '/spaces?limit=100', undefined, mine);
      const found = items.find((space) => space.title.startsWith(title));
      assert.ok(found, `no space «${title}»`);
      return found;
    },
    /** A new topic, so that a journey depends on nobody else's words. */
    topic(space, title, body = 'Первое сообщение темы.') {
      return this.post('/topics', { space_id: space.id, kind: 'discussion', title, body });
    },
  };
}
