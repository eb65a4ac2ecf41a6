/**
 * The routes in the shape that openapi-typescript generates, so that the generated `paths`
 * can take this file's place without a change at any call.
 */
import type * as T from './types';

interface Spec {
  path?: Record<string, string>;
  query?: object;
  key?: boolean;
  body?: unknown;
  reply?: unknown;
}
type Op<S extends Spec> = {
  parameters: (S extends { path: infer P } ? { path: P } : unknown) &
    (S extends { query: infer Q } ? { query?: Q } : unknown) &
    (S extends { key: true } ? { header: { 'Idempotency-Key': string } } : unknown);
  responses: S extends { reply: infer R }
    ? { 200: { content: { 'application/json': R } } }
    : { 204: { content?: never } };
} & (S extends { body: infer B } ? { requestBody: { content: { 'application/json': B } } } : unknown);

type Get<S extends Spec> = { get: Op<S> };
type Post<S extends Spec> = { post: Op<S> };
type Put<S extends Spec> = { put: Op<S> };
type Patch<S extends Spec> = { patch: Op<S> };
type Delete<S extends Spec = object> = { delete: Op<S> };
type ById = { path: { id: string } };
type Keyset = { cursor?: string; limit?: number };
type List<I, Q = object> = Get<{ query: Q & Keyset; reply: T.Page<I> }>;
type Items<I> = { items: I[] };
type Versioned<B> = Partial<B> & { version: number };

interface NewPerson {
  surname: string;
  given_name: string;
  patronymic?: string | null;
}
interface Accounts {
  '/auth/login': Post<{
    body: { login: string; password: string; device?: string };
    reply: T.SessionOpened;
  }>;
  '/auth/refresh': Post<{ reply: T.SessionOpened }>;
  '/auth/logout': Post<object>;
  '/auth/register': Post<{
    body: NewPerson & {
      email: string;
      password: string;
      org_id: T.Id;
      position?: string | null;
      subjects?: T.Subject[];
      consent_version: number;
    };
    reply: object;
  }>;
  '/auth/email-confirmation': Post<{ body: { token: string } }>;
  '/auth/email-confirmation/request': Post<{ body: { email?: string }; reply: object }>;
  '/auth/password-reset': Post<{ body: { login: string }; reply: object }>;
  '/auth/password-reset/confirm': Post<{ body: { token: string; password: string } }>;
  '/auth/invitation': Post<{ body: { token: string }; reply: T.InvitationPreview }>;
  '/auth/invitation/accept': Post<{
    body: NewPerson & {
      token: string;
      login: string;
      password: string;
      position?: string | null;
      subjects?: T.Subject[];
      grades?: number[];
      consent_version: number;
    };
    reply: T.SessionOpened;
  }>;
  '/auth/setup': Post<{
    body: NewPerson & { token: string; login: string; password: string; consent_version: number };
    reply: T.SessionOpened;
  }>;
  '/auth/consent-text': Get<{ query: { kind: 'processing' | 'publication' }; reply: T.ConsentText }>;
  '/auth/sessions': Get<{ reply: Items<T.Session> }> & Delete;
  '/auth/sessions/{id}': Delete<ById>;
  '/auth/password': Post<{ body: { current: string; password: string } }>;
  '/me': Get<{ reply: T.Me }> &
    Patch<{
      body: Versioned<{
        surname: string;
        given_name: string;
        patronymic: string | null;
        position: string | null;
        about: string | null;
        subjects: T.Subject[];
        grades: number[];
        time_zone: string;
        locale: T.Locale;
      }>;
      reply: T.Me;
    }>;
  '/me/consents': Post<{ body: { kind: 'processing' | 'publication'; version: number }; reply: T.Consent }>;
  '/me/consents/{id}': Delete<ById>;
  '/people': List<T.PersonRef, { q?: string; org?: string; subject?: string; role?: T.Role }>;
  '/people/{id}': Get<ById & { reply: T.Person }>;
  '/people/{id}/block': Put<ById & { body: { blocked: boolean } }>;
  '/people/{id}/entry-link': Post<ById & { reply: { link: string } }>;
  '/organisations': List<T.OrgSummary, { q?: string; kind?: T.OrgKind; parent?: string }> &
    Post<{ body: T.OrganisationInput; reply: T.Organisation }>;
  '/organisations/{id}': Get<ById & { reply: T.Organisation }> &
    Patch<ById & { body: Versioned<T.OrganisationInput & { closed: boolean }>; reply: T.Organisation }>;
  '/organisations/{id}/people': Get<ById & { query: Keyset; reply: T.Page<T.OrgPerson> }>;
  '/organisations/{id}/affiliations': Post<
    ById & { body: { position?: string | null }; reply: T.Affiliation }
  >;
  '/affiliations/{id}': Delete<ById>;
  '/affiliations/{id}/confirmation': Post<
    ById & { body: { accept: boolean; reason?: string }; reply: T.Affiliation }
  >;
  '/confirmations': List<T.Confirmation>;
  '/grants': List<T.GrantOfPerson, { org?: string; person?: string }> &
    Post<{
      body: {
        person_id: T.Id;
        role: T.Role;
        scope_id: T.Id | null;
        since?: string;
        until?: string | null;
        basis: string;
      };
      reply: T.Grant;
    }>;
  '/grants/{id}': Delete<ById>;
  '/invitations': List<T.Invitation, { org?: string }> &
    Post<{
      body: T.InvitationInput;
      reply: { invitation: T.Invitation; link: string; qr_svg: string };
    }>;
  '/invitations/{id}': Delete<ById>;
}

type Watch = Put<ById & { body: { level: T.WatchLevel } }>;
interface Forums {
  '/spaces': List<T.SpaceCard, { q?: string; kind?: T.SpaceKind; mine?: boolean }> &
    Post<{
      body: { kind: T.SpaceKind; title: string; about?: string; join: T.JoinRule; org_id?: T.Id | null };
      reply: T.Space;
    }>;
  '/spaces/{id}': Get<ById & { reply: T.Space }> &
    Patch<
      ById & { body: Versioned<{ title: string; about: string | null; join: T.JoinRule }>; reply: T.Space }
    >;
  '/spaces/{id}/sections': Post<ById & { body: { title: string; about?: string | null }; reply: T.Section }>;
  '/sections/{id}': Patch<
    ById & { body: { title?: string; about?: string | null; position?: number }; reply: T.Section }
  >;
  '/spaces/{id}/members': Get<ById & { query: Keyset & { state?: T.SpaceState }; reply: T.Page<T.Member> }>;
  '/spaces/{id}/members/{person}': Put<{
    path: { id: string; person: string };
    body: { role: T.SpaceRole; state: 'member' | 'invited' };
    reply: T.Member;
  }> &
    Delete<{ path: { id: string; person: string } }>;
  '/spaces/{id}/join': Post<ById & { reply: { state: T.SpaceState } }>;
  '/spaces/{id}/leave': Post<ById>;
  '/spaces/{id}/watch': Watch;
  '/sections/{id}/watch': Watch;
  '/topics/{id}/watch': Watch;
  '/spaces/{id}/read': Post<ById>;
  '/spaces/{id}/mentionable': Get<ById & { query: { q?: string }; reply: Items<T.PersonRef> }>;
  '/tags': Get<{ query: { q?: string }; reply: Items<string> }>;
  '/topics': List<
    T.TopicCard,
    {
      space?: string;
      section?: string;
      kind?: T.TopicKind;
      subject?: string;
      grade?: number;
      tag?: string;
      filter?: 'unread' | 'watched' | 'unanswered' | 'mine';
      q?: string;
    }
  > &
    Post<{ key: true; body: T.TopicInput; reply: T.Topic }>;
  '/topics/{id}': Get<ById & { reply: T.Topic }> &
    Patch<
      ById & {
        body: Versioned<{
          title: string;
          section_id: T.Id | null;
          subject: T.Subject | null;
          grades: number[];
          tags: string[];
          pinned: boolean;
          locked: boolean;
        }>;
        reply: T.Topic;
      }
    > &
    Delete<ById & { body: { reason: string } }>;
  '/topics/{id}/restore': Post<ById>;
  '/topics/{id}/accepted': Put<ById & { body: { post_id: T.Id | null } }>;
  '/topics/{id}/read': Put<
    ById & {
      body: { no: number; unread?: true };
      reply: { last_read_no: number; unread: number; space_unread: number };
    }
  >;
  '/topics/{id}/posts': Get<
    ById & {
      query: { after?: number; before?: number; around?: number; limit?: number };
      reply: T.PostPage;
    }
  > &
    Post<ById & { key: true; body: { body: string; reply_to?: T.Id | null }; reply: T.Post }>;
  '/posts/{id}': Get<ById & { reply: T.PostSource }> &
    Patch<ById & { body: { version: number; body: string; reason?: string }; reply: T.Post }> &
    Delete<ById & { body: { reason?: string } }>;
  '/posts/{id}/restore': Post<ById>;
  '/posts/{id}/versions': Get<ById & { reply: Items<T.PostVersion> }>;
  '/posts/{id}/reactions/{kind}': Put<{ path: { id: string; kind: T.Reaction }; reply: T.Reactions }> &
    Delete<{ path: { id: string; kind: T.Reaction }; reply: T.Reactions }>;
  '/posts/{id}/bookmark': Put<ById> & Delete<ById>;
  '/bookmarks': List<T.Bookmark>;
  '/preview': Post<{ body: { body: string }; reply: { html: string } }>;
  '/drafts': Get<{ reply: Items<T.Draft> }>;
  '/drafts/{key}': Put<{
    path: { key: string };
    body: { title?: string | null; body: string; revision: number; extra?: unknown };
    reply: T.Draft;
  }> &
    Delete<{ path: { key: string } }>;
  '/home': Get<{ reply: T.Home }>;
}
interface Notices {
  '/notices': Get<{ query: Keyset & { unread?: boolean }; reply: T.NoticePage }>;
  '/notices/count': Get<{ reply: { unread: number } }>;
  '/notices/read': Post<{ body: { ids?: T.Id[]; all?: true; topic_id?: T.Id }; reply: { unread: number } }>;
}

export type paths = Accounts & Forums & Notices;
