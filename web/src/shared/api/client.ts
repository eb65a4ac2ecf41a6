/**
 * The one way to talk to the server: `await api.get('/topics/{id}', { params: { path: { id } } })`
 * gives the body or throws a `Problem`.
 */
import createClient from 'openapi-fetch';
import type { paths, Whole } from './paths';
import { Problem, problemOf } from './problem';
import { currentToken, freshToken, renew } from './token';

const client = createClient<paths>({ baseUrl: '/api/v1', fetch: send });

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Json = 'application/json';
type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];
type Params<O> = O extends { parameters: infer P }
  ? [RequiredKeys<P>] extends [never]
    ? { params?: P }
    : { params: P }
  : unknown;
type Body<O> = O extends { requestBody: { content: { [J in Json]: infer B } } }
  ? { body: B }
  : O extends { requestBody?: { content: { [J in Json]: infer B } } }
    ? { body?: B }
    : unknown;
type Init<O> = Params<O> & Body<O> & { signal?: AbortSignal };
type Arguments<O> = [RequiredKeys<Init<O>>] extends [never] ? [init?: Init<O>] : [init: Init<O>];
type Content<R> = R extends { content: { [J in Json]: infer C } } ? C : never;
type Reply<O> = O extends { responses: infer R }
  ? [Content<R[keyof R & (200 | 201 | 202)]>] extends [never]
    ? void
    : Whole<Content<R[keyof R & (200 | 201 | 202)]>>
  : void;
type Having<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, unknown> ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type Call<M extends Method> = <P extends Having<M>>(
  path: P,
  ...init: Arguments<Operation<P, M>>
) => Promise<Reply<Operation<P, M>>>;

function method<M extends Method>(name: M): Call<M> {
  return (async (path: string, init?: object) => {
    // The types are checked at each call; inside, the client is used untyped.
    const request = client.request as unknown as (
      method: string,
      path: string,
      init?: object,
    ) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
    const { data, error, response } = await request(name, path, init);
    if (!response.ok) throw await problemOf(response, error);
    return data;
  }) as Call<M>;
}

export const api = {
  get: method('get'),
  post: method('post'),
  put: method('put'),
  patch: method('patch'),
  delete: method('delete'),
};

/** For sends that were kept on the device as plain data: the path is already complete. */
export async function sendRaw(verb: string, path: string, body: unknown, headers: Record<string, string>) {
  const response = await send(
    new Request(`/api/v1${path}`, {
      method: verb,
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  const reply: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw await problemOf(response, reply);
  return reply;
}

/** Gets a file and hands it to the browser to be kept. `values` fill the braces of the path. */
export async function download(
  path: keyof paths & string,
  name: string,
  values: Record<string, string> = {},
  query: Record<string, string | undefined> = {},
): Promise<void> {
  const asked = new URLSearchParams(Object.entries(query).filter((one): one is [string, string] => !!one[1]));
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key] ?? ''));
  const response = await send(new Request(`/api/v1${filled}?${asked}`));
  if (!response.ok) throw await problemOf(response, await response.json().catch(() => undefined));
  const address = URL.createObjectURL(await response.blob());
  const given = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const link = Object.assign(document.createElement('a'), { href: address, download: given ?? name });
  link.click();
  // The browser has begun to save by the next turn of the loop; keeping the address longer keeps the bytes in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Bytes as they are, a piece of a file say. */
export async function sendBytes(
  verb: string,
  path: string,
  body: Blob,
  headers: Record<string, string>,
  signal: AbortSignal,
) {
  const response = await send(
    new Request(`/api/v1${path}`, {
      method: verb,
      headers: { 'content-type': 'application/octet-stream', ...headers },
      body,
      signal,
    }),
  );
  const reply: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw await problemOf(response, reply);
  return reply;
}

/** Adds the token; after a 401 renews the session once and repeats the request. */
async function send(request: Request): Promise<Response> {
  const repeat = request.clone();
  const used = await freshToken();
  const response = await attempt(request, used);
  if (response.status !== 401 || !used) return response;
  if (currentToken() === used) await renew(used);
  const renewed = currentToken();
  return renewed && renewed !== used ? attempt(repeat, renewed) : response;
}

async function attempt(request: Request, token: string | null): Promise<Response> {
  if (token) request.headers.set('authorization', `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw Problem.offline();
  }
}
