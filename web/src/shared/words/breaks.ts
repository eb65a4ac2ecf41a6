/** What must not part at the end of a line. */

const BEFORE = /(?<![\p{L}\d.])(№|г\.|п\.|д\.|с\.|рп|пгт|сл\.|ст\.) (?=\S)/gu;
const CLASS = /(\d) (?=класс(?!\p{L}))/gu;

/** «№ 12», «г. Таволжск», «рп Журавли», «5 класс», and a dot between facts stays with the fact before it. */
export function kept(text = ''): string {
  return text.replace(BEFORE, '$1\u00a0').replace(CLASS, '$1\u00a0').replaceAll(' ·', '\u00a0·');
}
