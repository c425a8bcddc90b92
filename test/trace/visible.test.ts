import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteGlyph, visible, visibleLines } from '../../src/trace/visible.ts';

test.each([
  ['Hello World!', 'Hello World!'],
  ['Grüße ☕ 日本 नमस्ते', 'Grüße ☕ 日本 नमस्ते'],
  ['\0\x1b[31m\r\n\t', '␀␛[31m␍␊␉'],
  ['\x7f\x9b', '␡‹U+009B›'],
  ['safe\u202egnp.exe', 'safe‹U+202E›gnp.exe'],
  ['\u2066\u2069\u061c\u200e', '‹U+2066›‹U+2069›‹U+061C›‹U+200E›'],
  ['a\u200bb\u00adc\ufeffd', 'a‹U+200B›b‹U+00AD›c‹U+FEFF›d'],
  ['\u2028\u2029', '‹U+2028›‹U+2029›'],
  ['\u00a0\u3000', '‹U+00A0›‹U+3000›'],
  ['\u3164\u2800', '‹U+3164›‹U+2800›'],
  ['\ud800x', '‹U+D800›x'],
  ['\u{e0041}', '‹U+E0041›'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('nothing hidden is left, whatever the text is', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('a', '\u202e', '\0', '\ud800', '\u200d', ' '),
  });
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(visible(visible(text))).toBe(visible(text));
    }),
  );
});

test('several lines keep their line ends and tabs, and nothing else', () => {
  expect(visibleLines('a\n\tb\r\n\x1b')).toBe('a\n\tb␍\n␛');
});

test.each([
  [0x20, '␣'],
  [0x41, 'A'],
  [0x00, '␀'],
  [0x0a, '␊'],
  [0x7f, '␡'],
  [0x80, undefined],
  [0xff, undefined],
])('the byte %i has the glyph %s', (byte, glyph) => {
  expect(byteGlyph(byte)).toBe(glyph);
});
