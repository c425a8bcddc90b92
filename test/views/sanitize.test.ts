import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/views/terminal/sanitize.ts';

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
