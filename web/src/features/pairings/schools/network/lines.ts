/** Who helps whom as a picture: helpers on the left, those they help on the right, each once. */
import type { PairingNetwork } from '$shared/api';
import type { ThemeLike } from '../../themes';

export interface Line {
  mentor: string;
  mentee: string;
  themes: { id: string; open: boolean; theme: ThemeLike }[];
}
export interface Drawing {
  mentors: string[];
  mentees: string[];
  lines: Line[];
}

/** Helpers with more schools first; those they help in the order in which their helpers stand, so that lines cross less. */
export function drawingOf(network: PairingNetwork): Drawing {
  const lines = new Map<string, Line>();
  for (const pair of network.pairs) {
    const key = `${pair.mentor} ${pair.mentee}`;
    const line = lines.get(key) ?? { mentor: pair.mentor, mentee: pair.mentee, themes: [] };
    line.themes.push({
      id: pair.id,
      open: pair.open,
      theme: { kind: pair.theme_kind, theme: pair.theme },
    });
    lines.set(key, line);
  }
  const all = [...lines.values()];
  const helped = (mentor: string) => all.filter((line) => line.mentor === mentor).length;
  const name = (id: string) => network.schools.find((school) => school.id === id)?.short_name ?? '';
  const mentors = [...new Set(all.map((line) => line.mentor))].sort(
    (a, b) => helped(b) - helped(a) || name(a).localeCompare(name(b), 'ru'),
  );
  const place = (mentee: string) => {
    const places = all.filter((line) => line.mentee === mentee).map((line) => mentors.indexOf(line.mentor));
    return places.reduce((sum, at) => sum + at, 0) / places.length;
  };
  const mentees = [...new Set(all.map((line) => line.mentee))].sort(
    (a, b) => place(a) - place(b) || name(a).localeCompare(name(b), 'ru'),
  );
  return { mentors, mentees, lines: all };
}
