/** The contrast of the material: WCAG ratios of every pair that carries text, in every theme. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const names = readFileSync(new URL('../people/names.ts', import.meta.url), 'utf8');

type Rgb = [number, number, number];
type Tokens = Record<string, string>;

function block(selector: string): Tokens {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

function rgb(hex: string): Rgb {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return [r ?? 0, g ?? 0, b ?? 0];
}

function hsl(hue: number, saturation: number, lightness: number): Rgb {
  const a = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['paper', 'surface', 'raised', 'sunken'];
const TEXTS = ['ink', 'quiet', 'accent-ink', 'attention-ink', 'alarm-ink', 'calm-ink'];
const PAIRS: [string, string][] = [
  ...GROUNDS.flatMap((ground) => TEXTS.map((text): [string, string] => [text, ground])),
  ...['accent', 'attention', 'alarm', 'calm'].flatMap((tone): [string, string][] => [
    [`${tone}-ink`, `${tone}-soft`],
    ['ink', `${tone}-soft`],
  ]),
  ['quiet', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-alarm', 'alarm'],
  ['paper', 'ink'],
];

const light = block(':root');
const themes = {
  light: { tokens: light, least: 4.5 },
  dark: { tokens: { ...light, ...block("[data-theme='dark']") }, least: 4.5 },
  contrast: { tokens: { ...light, ...block("[data-theme='contrast']") }, least: 7 },
};

describe.each(Object.entries(themes))('the %s theme', (_name, { tokens, least }) => {
  const color = (name: string) => rgb(tokens[name] ?? '');

  it.each(PAIRS)('%s is readable on %s', (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(least);
  });

  it.each(GROUNDS)('edges of fields and the focus ring are seen on %s', (ground) => {
    expect(contrast(color('edge'), color(ground))).toBeGreaterThanOrEqual(3);
    expect(contrast(color('focus'), color(ground))).toBeGreaterThanOrEqual(3);
  });

  it('initials are readable on the colour of every person', () => {
    const hues = (/HUES = \[([^\]]+)\]/.exec(names)?.[1] ?? '').split(',').map(Number);
    expect(hues.length).toBeGreaterThan(8);
    const tone = parseFloat(tokens['person-tone'] ?? '') / 100;
    for (const hue of hues) {
      expect(contrast(color('person-text'), hsl(hue, 0.34, tone))).toBeGreaterThanOrEqual(least);
    }
  });
});
