import { describe, expect, it } from 'vitest';
import { kept } from './breaks';

/** Shows the spaces that hold. */
const shown = (text: string) => kept(text).replaceAll('\u00a0', '_');

describe('a line', () => {
  it('never ends between a sign and what it belongs to', () => {
    expect(shown('МБОУ ООШ № 12 п. Малый Увал')).toBe('МБОУ ООШ №_12 п._Малый Увал');
    expect(shown('СОШ № 3 г. Таволжск')).toBe('СОШ №_3 г._Таволжск');
    expect(shown('рп Журавли, с. Горка, д. Лог, ст. Луговая')).toBe(
      'рп_Журавли, с._Горка, д._Лог, ст._Луговая',
    );
    expect(shown('математика, 5 класс')).toBe('математика, 5_класс');
  });

  it('never begins with a dot between facts', () => {
    expect(shown('Урок · математика · 5–6 класс')).toBe('Урок_· математика_· 5–6_класс');
  });

  it('parts where words part', () => {
    expect(shown('Иванов и т.д. вместе')).toBe('Иванов и т.д. вместе');
    expect(shown('урок в корп второй')).toBe('урок в корп второй');
    expect(shown('')).toBe('');
  });
});
