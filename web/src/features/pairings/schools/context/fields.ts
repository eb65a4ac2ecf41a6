/** Fields of the form in words: for the two versions that are shown side by side. */
import { m } from '$paraglide/messages';
import type { ContextSchoolKind } from '$shared/api';
import { anchorOf } from '../anchors';
import { KIND_NAMES, languageName, LEVEL_NAMES, NUMBER_NAMES, SHARE_NAMES } from '../words';
import { LEVELS, SHARES, type FillingField, type NumberKey } from './filling';

const PLAIN: Partial<Record<FillingField, () => string>> = {
  kind: m.schools_kind,
  rural: m.schools_rural,
  latitude: m.schools_latitude,
  longitude: m.schools_longitude,
  languages: m.schools_languages,
  source_note: m.schools_source_note,
};

export function fieldLabel(field: FillingField): string {
  for (const key of SHARES) {
    if (field === `${key}_part`) return m.schools_share_part({ share: SHARE_NAMES[key]() });
    if (field === `${key}_whole`) return m.schools_share_whole({ share: SHARE_NAMES[key]() });
  }
  for (const key of LEVELS) {
    if (field === `${key}_level`) return LEVEL_NAMES[key]();
    if (field === `${key}_source`) return `${LEVEL_NAMES[key]()}: ${m.schools_level_source()}`;
  }
  return (PLAIN[field] ?? NUMBER_NAMES[field as NumberKey])();
}

export function fieldWords(field: FillingField, value: unknown): string {
  if (Array.isArray(value)) return value.map(String).map(languageName).join(', ');
  const text = String(value);
  if (text === '') return '';
  if (field === 'kind') return KIND_NAMES[text as ContextSchoolKind]();
  if (field === 'rural') return text === 'yes' ? m.schools_rural_yes() : m.schools_rural_no();
  const level = LEVELS.find((key) => field === `${key}_level`);
  return level ? `${text} — ${anchorOf(level, Number(text))}` : text;
}
