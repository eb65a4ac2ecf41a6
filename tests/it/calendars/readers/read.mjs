// Events of a calendar on stdin as ical.js reads them (by the zones the calendar describes itself), ordered by id.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../../web/package.json', import.meta.url));
const { default: ICAL } = await import(require.resolve('ical.js'));

const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(0, 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone'))
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const events = calendar.getAllSubcomponents('vevent').map((part) => {
  const { uid, summary, location, sequence, startDate, endDate } = new ICAL.Event(part);
  const status = part.getFirstPropertyValue('status');
  return [uid, status, summary, location, sequence, startDate.toUnixTime(), endDate.toUnixTime()];
});
console.log(JSON.stringify(events.sort(([a], [b]) => (a < b ? -1 : 1))));
