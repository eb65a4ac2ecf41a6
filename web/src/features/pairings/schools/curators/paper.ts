/** Dates and the order that names a curator, as typed. */
export interface Paper {
  since: string;
  until: string;
  title: string;
  number: string;
  date: string;
}
export const noPaper = (): Paper => ({ since: '', until: '', title: '', number: '', date: '' });

export const paperBody = (paper: Paper) => ({
  since: paper.since || null,
  until: paper.until || null,
  order: { title: paper.title, number: paper.number, date: paper.date || null },
});
