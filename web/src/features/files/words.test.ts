import { describe, expect, it } from 'vitest';
import type { FileRef } from '$shared/api';
import { Problem } from '$shared/api/problem';
import { aboutFile, kindOf, refusalText, sizeText } from './words';

const file = (media_type: string, size: number, pages: number | null = null) =>
  ({ media_type, size, pages }) as FileRef;

describe('files in words', () => {
  it('names the kind, the length and the size', () => {
    const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
    expect(aboutFile(file(slides, 1_258_291, 12))).toBe('Презентация, 12 слайдов, 1,2\u00a0МБ');
    expect(aboutFile(file('application/pdf', 51_200, 1))).toBe('PDF, 1 страница, 50\u00a0КБ');
    expect(aboutFile(file('application/octet-stream', 3))).toBe('Файл, 3\u00a0байта');
  });

  it('knows what teachers bring', () => {
    expect(kindOf('application/vnd.oasis.opendocument.text')).toBe('document');
    expect(kindOf('application/vnd.ms-word.document.macroEnabled.12')).toBe('document');
    expect(kindOf('application/vnd.ms-excel')).toBe('sheet');
    expect(kindOf('image/svg+xml')).toBe('page');
  });

  it('says sizes as people do', () => {
    expect(sizeText(1023)).toBe('1023\u00a0байта');
    expect(sizeText(104_857_600)).toBe('100\u00a0МБ');
  });

  it('says why a file was refused and what to do', () => {
    const refused = new Problem(422, { code: 'invalid', errors: [{ field: 'file', code: 'encrypted' }] });
    expect(refusalText(refused)).toContain('пароль');
    expect(refusalText(Problem.offline())).not.toBe('');
  });
});
