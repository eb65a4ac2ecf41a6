/** Kinds, sizes and refusals of files, in words. */
import { m } from '$paraglide/messages';
import type { FilePlace, FileRef } from '$shared/api';
import { asProblem } from '$shared/api/problem';
import { locale } from '$shared/words/locale.svelte';
import { problemText } from '$shared/words/problems';

const REFUSALS: Record<string, () => string> = {
  empty: m.files_refused_empty,
  too_large: m.files_refused_too_large,
  too_many: m.files_refused_too_many,
  encrypted: m.files_refused_encrypted,
  damaged: m.files_refused_damaged,
  program: m.files_refused_program,
  picture_too_large: m.files_refused_picture_too_large,
  picture_format: m.files_refused_picture_format,
  checksum: m.files_refused_checksum,
};

/** Why a file was not taken, and what to do. */
export function refusalText(thrown: unknown): string {
  const problem = asProblem(thrown);
  const code = problem.errorOf('file') ?? (problem.errorOf('name') ? 'name' : null);
  return (code && REFUSALS[code]?.()) ?? problemText(problem);
}

export type FileKind =
  | 'document'
  | 'slides'
  | 'sheet'
  | 'pdf'
  | 'picture'
  | 'text'
  | 'sound'
  | 'film'
  | 'archive'
  | 'page'
  | 'other';

export function kindOf(mediaType: string): FileKind {
  if (mediaType === 'application/pdf') return 'pdf';
  if (mediaType === 'image/svg+xml' || mediaType === 'text/html' || mediaType === 'text/xml') return 'page';
  if (mediaType.startsWith('image/')) return 'picture';
  if (mediaType.startsWith('audio/')) return 'sound';
  if (mediaType.startsWith('video/')) return 'film';
  if (/presentation|powerpoint/.test(mediaType)) return 'slides';
  if (/spreadsheet|excel|csv/.test(mediaType)) return 'sheet';
  if (/wordprocessing|msword|ms-word|opendocument\.text|rtf|epub/.test(mediaType)) return 'document';
  if (mediaType.startsWith('text/')) return 'text';
  if (/zip|rar|7z|tar/.test(mediaType)) return 'archive';
  return 'other';
}

const KINDS: Record<FileKind, () => string> = {
  document: m.files_kind_document,
  slides: m.files_kind_slides,
  sheet: m.files_kind_sheet,
  pdf: m.files_kind_pdf,
  picture: m.files_kind_picture,
  text: m.files_kind_text,
  sound: m.files_kind_sound,
  film: m.files_kind_film,
  archive: m.files_kind_archive,
  page: m.files_kind_page,
  other: m.files_kind_other,
};

/** «слайд 4», «лист «Итоги»», «стр. 2». */
export function placeText(place: FilePlace): string {
  switch (place.kind) {
    case 'page':
      return m.files_place_page({ number: place.number });
    case 'slide':
      return m.files_place_slide({ number: place.number });
    case 'sheet':
      return m.files_place_sheet({ name: place.name });
    case 'header':
      return m.files_place_header();
    case 'note':
      return m.files_place_note();
  }
}

/** «1,2 МБ». */
export function sizeText(bytes: number): string {
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(locale.current === 'ru' ? 'ru-RU' : 'en-GB', {
      maximumFractionDigits: digits,
    }).format(value);
  if (bytes < 1024) return m.files_bytes({ count: bytes });
  if (bytes < 1024 * 1024) return m.files_kilobytes({ size: number(bytes / 1024, 0) });
  const mega = bytes / 1024 / 1024;
  return m.files_megabytes({ size: number(mega, mega < 10 ? 1 : 0) });
}

/** «Презентация, 12 слайдов, 1,2 МБ». */
export function aboutFile(file: FileRef): string {
  const kind = kindOf(file.media_type);
  const parts = [KINDS[kind]()];
  if (file.pages) {
    const pages = kind === 'slides' ? m.files_slides : kind === 'sheet' ? m.files_sheets : m.files_pages;
    parts.push(pages({ count: file.pages }));
  }
  parts.push(sizeText(file.size));
  return parts.join(', ');
}
