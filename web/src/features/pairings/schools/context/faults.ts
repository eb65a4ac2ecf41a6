/** What is wrong with a field, in words; the server's own word stands where there is none. */
import { m } from '$paraglide/messages';
import type { Fault } from './checks';

const TEXTS: Record<Exclude<Fault, 'range'>, () => string> = {
  number: m.schools_fault_number,
  part_over_whole: m.schools_fault_part_over_whole,
  whole_over_pupils: m.schools_fault_whole_over_pupils,
  whole_missing: m.schools_fault_whole_missing,
  part_missing: m.schools_fault_part_missing,
  families: m.schools_fault_families,
  staff_parts: m.schools_fault_staff_parts,
  pair: m.schools_fault_pair,
  latitude: m.schools_fault_latitude,
  longitude: m.schools_fault_longitude,
  source: m.schools_fault_source,
};

export function faultText(fault: Fault | undefined, range?: { min: number; max: number }): string | null {
  if (!fault) return null;
  if (fault !== 'range') return TEXTS[fault]();
  return m.schools_fault_range({ min: range?.min ?? 0, max: range?.max ?? 0 });
}
