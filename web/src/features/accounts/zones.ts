/** Time zones as people here call them: by the distance from Moscow. None of them changes its clock in summer. */
import { m } from '$paraglide/messages';
import { locale } from '$shared/words/locale.svelte';

const NAMES: Record<string, () => string> = {
  'Europe/Kaliningrad': m.accounts_zone_kaliningrad,
  'Europe/Moscow': m.accounts_zone_moscow,
  'Europe/Samara': m.accounts_zone_samara,
  'Asia/Yekaterinburg': m.accounts_zone_yekaterinburg,
  'Asia/Omsk': m.accounts_zone_omsk,
  'Asia/Krasnoyarsk': m.accounts_zone_krasnoyarsk,
  'Asia/Novosibirsk': m.accounts_zone_novosibirsk,
  'Asia/Irkutsk': m.accounts_zone_irkutsk,
  'Asia/Yakutsk': m.accounts_zone_yakutsk,
  'Asia/Vladivostok': m.accounts_zone_vladivostok,
  'Asia/Sakhalin': m.accounts_zone_sakhalin,
  'Asia/Magadan': m.accounts_zone_magadan,
  'Asia/Kamchatka': m.accounts_zone_kamchatka,
};

/** Minutes ahead of UTC at a moment; nothing for a zone that this browser does not know. */
function offset(zone: string, at: Date): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }).formatToParts(at);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return Math.round((wall - at.getTime()) / 60_000);
  } catch {
    return null;
  }
}

/** «МСК», «МСК+2», «МСК−1». */
export function fromMoscow(zone: string, at = new Date()): string {
  const there = offset(zone, at);
  const moscow = offset('Europe/Moscow', at);
  if (there === null || moscow === null) return '';
  const minutes = there - moscow;
  if (minutes === 0) return m.accounts_msk();
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const sign = minutes > 0 ? '+' : '−';
  return `${m.accounts_msk()}${sign}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

export function zoneName(zone: string): string {
  const name = NAMES[zone]?.() ?? zone.split('/').at(-1)?.replace('_', ' ') ?? zone;
  const distance = fromMoscow(zone);
  return distance ? `${name}, ${distance}` : name;
}

/** What a field offers; a zone stored earlier stays in the list even if we have no word for it. */
export function zoneOptions(current: string): { value: string; label: string }[] {
  const zones = Object.keys(NAMES);
  if (current && !zones.includes(current)) zones.push(current);
  return zones.map((value) => ({ value, label: zoneName(value) }));
}

/** The wall clock there: «14:02». */
export function clockThere(zone: string, at: number): string {
  try {
    const tongue = locale.current === 'ru' ? 'ru-RU' : 'en-GB';
    return new Date(at).toLocaleTimeString(tongue, { hour: '2-digit', minute: '2-digit', timeZone: zone });
  } catch {
    return '';
  }
}
