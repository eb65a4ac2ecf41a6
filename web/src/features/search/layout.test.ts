import { describe, expect, it } from 'vitest';
import { layoutRepaired, otherLayout } from './layout';

describe('the wrong keyboard layout', () => {
  it('is read key by key, both ways', () => {
    expect(otherLayout('dgh')).toBe('впр');
    expect(otherLayout('j,obq hfpujdjh')).toBe('общий разговор');
    expect(otherLayout('вщсч')).toBe('docx');
    expect(otherLayout('dgh 5')).toBe('впр 5');
  });

  it('is told when the answers are those of the other one', () => {
    expect(layoutRepaired('dgh', ['впр 5 класс'], [])).toBe('впр');
    expect(layoutRepaired('ghjwtyn', [], ['Проценты на размене'])).toBe('процент');
    expect(layoutRepaired('5 rkfcc ghj', ['5 класс проценты'], [])).toBe('5 класс про');
  });

  it('is not told of what was typed as meant', () => {
    expect(layoutRepaired('впр', ['впр 5 класс'], [])).toBeNull();
    expect(layoutRepaired('docx', [], ['Карточки docx'])).toBeNull();
    expect(layoutRepaired('zakon', ['закон архимеда'], [])).toBeNull();
    expect(layoutRepaired('dgh', [], [])).toBeNull();
    expect(layoutRepaired('', ['впр'], [])).toBeNull();
  });
});
