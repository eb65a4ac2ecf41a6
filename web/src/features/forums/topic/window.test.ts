import { describe, expect, it } from 'vitest';
import type { Post, PostPage } from '$shared/api';
import {
  KEPT,
  addPost,
  applyPostEvent,
  catchUp,
  extendWindow,
  openWindow,
  replacePost,
  setReactions,
  toggleReaction,
} from './window';

const author = {
  id: 'p1',
  surname: 'Иванова',
  given_name: 'Мария',
  patronymic: null,
  position: null,
  subjects: [],
  school: null,
};
const post = (no: number, more: Partial<Post> = {}): Post => ({
  id: `post-${no}`,
  topic_id: 't',
  no,
  author,
  html: `<p>${no}</p>`,
  version: 1,
  reply_to: null,
  created_at: '2026-11-20T12:00:00Z',
  edited_at: null,
  deleted: null,
  reactions: { useful: 0, apply: 0, thanks: 0 },
  files: [],
  ...more,
});
function page(from: number, to: number, last: number, position = 10): PostPage {
  const posts = [];
  for (let no = from; no <= to; no++) posts.push(post(no));
  return {
    posts,
    first_no: 1,
    last_no: last,
    has_before: from > 1,
    has_after: to < last,
    mine: { 'post-3': { reactions: ['useful'], bookmarked: true } },
    position,
  };
}
const nos = (window: { rows: { post: Post }[] }) => window.rows.map((row) => row.post.no);

describe('the loaded part of a topic', () => {
  it('grows at both ends without doubles', () => {
    let window = openWindow(page(5, 8, 20));
    window = extendWindow(window, page(1, 5, 20), 'before');
    window = extendWindow(window, page(8, 12, 20), 'after');
    expect(nos(window)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(window).toMatchObject({ hasBefore: false, hasAfter: true });
    expect(window.rows[2]?.marks.bookmarked).toBe(true);
  });

  it('lets go of the end the reader leaves', () => {
    let window = openWindow(page(1, 100, 1000));
    window = extendWindow(window, page(101, 160, 1000), 'after');
    expect(window.rows).toHaveLength(KEPT);
    expect(nos(window)[0]).toBe(41);
    expect(window.hasBefore).toBe(true);
    window = extendWindow(window, page(1, 40, 1000), 'before');
    expect(nos(window).slice(-1)).toEqual([120]);
    expect(window.hasAfter).toBe(true);
  });

  it('appends a new post only when it continues what is loaded', () => {
    const whole = addPost(openWindow(page(1, 4, 4)), post(5), 11);
    expect(nos(whole)).toEqual([1, 2, 3, 4, 5]);
    const part = addPost(openWindow(page(1, 4, 9)), post(10), 11);
    expect(nos(part)).toEqual([1, 2, 3, 4]);
    expect(part.lastNo).toBe(10);
    const gap = addPost(openWindow(page(1, 4, 4)), post(7), 11);
    expect(gap).toMatchObject({ hasAfter: true, lastNo: 7 });
    expect(nos(gap)).toEqual([1, 2, 3, 4]);
  });

  it('gives the same after an event that came twice', () => {
    const event = { kind: 'post_created', seq: 12, data: { post: post(5) } };
    const once = applyPostEvent(openWindow(page(1, 4, 4)), event);
    expect(applyPostEvent(once, event)).toEqual(once);
  });

  it('ignores events that the snapshot already includes', () => {
    const window = openWindow(page(1, 4, 4, 50));
    const late = { kind: 'post_edited', seq: 49, data: { post: post(2, { version: 1, html: 'old' }) } };
    expect(applyPostEvent(window, late)).toBe(window);
    const count = { useful: 7, apply: 0, thanks: 0 };
    expect(setReactions(window, 'post-2', count, 50)).toBe(window);
    expect(setReactions(window, 'post-2', count, 51).rows[1]?.post.reactions.useful).toBe(7);
  });

  it('never goes back to an older version', () => {
    let window = openWindow(page(1, 4, 4));
    window = replacePost(window, post(2, { version: 3, html: 'new' }), null);
    window = replacePost(window, post(2, { version: 2, html: 'older' }), 99);
    expect(window.rows[1]?.post.html).toBe('new');
  });

  it('keeps what is mine when the text is replaced', () => {
    const window = replacePost(openWindow(page(1, 4, 4)), post(3, { version: 2 }), 11);
    expect(window.rows[2]?.marks).toEqual({ reactions: ['useful'], bookmarked: true });
  });

  it('does not learn older counts from a page that was on its way', () => {
    let window = openWindow(page(1, 4, 9, 10));
    window = setReactions(window, 'post-4', { useful: 5, apply: 0, thanks: 0 }, 30);
    window = extendWindow(window, page(4, 9, 9, 20), 'after');
    expect(window.rows[3]?.post.reactions.useful).toBe(5);
  });

  it('puts on top of a page what was heard while it travelled', () => {
    const heard = [
      { kind: 'post_edited', seq: 9, data: { post: post(2, { version: 1, html: 'before' }) } },
      { kind: 'post_edited', seq: 14, data: { post: post(2, { version: 2, html: 'after' }) } },
      { kind: 'post_created', seq: 15, data: { post: post(5) } },
    ];
    const window = catchUp(openWindow(page(1, 4, 4, 10)), heard, 10);
    expect(nos(window)).toEqual([1, 2, 3, 4, 5]);
    expect(window.rows[1]?.post.html).toBe('after');
    expect(window.position).toBe(15);
  });

  it('counts a press once', () => {
    let window = openWindow(page(1, 4, 4));
    window = toggleReaction(window, 'post-1', 'thanks', true);
    window = toggleReaction(window, 'post-1', 'thanks', true);
    expect(window.rows[0]?.post.reactions.thanks).toBe(1);
    window = toggleReaction(window, 'post-1', 'thanks', false);
    expect(window.rows[0]).toMatchObject({ marks: { reactions: [] }, post: { reactions: { thanks: 0 } } });
  });
});
