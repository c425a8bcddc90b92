import { describe, expect, test } from 'vitest';
import { harmless, sanitize } from '../../src/trace/sanitize.ts';

describe('a replay terminal obeys', () => {
  test.each([
    ['words', 'Hello World!\r\n\tHi\b'],
    ['colours', '\u001b[1;38;2;1;2;3mred\u001b[0m'],
    ['erase line', '\u001b[K\u001b[2K'],
  ])('%s', (_, text) => expect(sanitize(text)).toBe(text));
});

describe('a replay terminal draws instead of obeying', () => {
  test.each([
    ['who are you', '\u001b[c', '␛[c'],
    ['where is the cursor', '\u001b[6n', '␛[6n'],
    ['a window title', '\u001b]0;title\u0007', '␛]0;title␇'],
    ['a link', '\u001b]8;;http://x\u001b\\', '␛]8;;http://x␛\\'],
    ['clear the screen', '\u001b[2J', '␛[2J'],
    ['a device string', '\u001bP$q\u001b\\', '␛P$q␛\\'],
    ['eight-bit CSI', '\u009b6n', '‹U+009B›6n'],
    ['text that runs backwards', 'a\u202eb', 'a‹U+202E›b'],
    ['an endless colour', `\u001b[${'1;'.repeat(40)}m`, `␛[${'1;'.repeat(40)}m`],
    ['a bell', '\u0007', '␇'],
  ])('%s', (_, text, shown) => expect(sanitize(text)).toBe(shown));
});

describe('whatever a program writes, in whatever pieces', () => {
  const OBEYED = /[\b\t\n\r]|\u001b\[[0-9;:]{0,32}m|\u001b\[[012]?K/g;
  const PIECES = [
    ...['\u001b', '[', ']', 'm', 'K', '0', ';', '3', 'c', 'n', '?', 'J', 'P', '\\', '\u0007', '8'],
    ...[
      '\u009b',
      '\u009d',
      '\u0000',
      '\b',
      '\r',
      '\n',
      '\t',
      '\u202e',
      '\ud83d',
      '\ude00',
      'é',
      'x',
    ],
    ...['\u001b[31m', '\u001b[2K', '\u001b[6n', '\u001b]0;', '\u001b[1;2;3;4m', '\u001b[?1049h'],
  ];
  let seed = 16;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  const hostile = () =>
    Array.from({ length: 1 + random(30) }, () => PIECES[random(PIECES.length)]).join('');

  test('nothing but line ends, tabs, backspace, colours and "erase line" is obeyed', () => {
    for (let round = 0; round < 20_000; round++) {
      const text = hostile();
      const left = sanitize(text).replace(OBEYED, '');
      expect(left, JSON.stringify(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
    }
  });

  test('it is the same, however much of it came before', () => {
    for (let round = 0; round < 5000; round++) {
      let [raw, known] = ['', ''];
      for (let n = 0; n < 4; n++) {
        const next = raw + hostile();
        known = harmless(next, raw, known);
        raw = next;
      }
      // Where a pair was cut, its half is drawn as one.
      if (/^[^\p{Cs}]*$/u.test(raw)) expect(known, JSON.stringify(raw)).toBe(sanitize(raw));
      expect(known.replace(OBEYED, ''), JSON.stringify(raw)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
    }
  });
});
