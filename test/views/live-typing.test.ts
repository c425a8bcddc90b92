import { describe, expect, test } from 'vitest';
import type { ProgramScene, TerminalScene } from '../../src/scene/scene.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { isTyped } from '../../src/views/terminal/keys.ts';
import { type } from '../../src/views/terminal/line.ts';
import { placesIn, tile } from '../../src/views/terminal/tile.ts';
import { Untaken } from '../../src/views/terminal/untaken.ts';
import { Conversation } from '../support/conversation.ts';

const LONGEST = 100;
/** What is on the line after these keys, and what they brought about. */
const keys = (...all: string[]) => {
  let line = '';
  const acts: string[] = [];
  for (const data of all) {
    const typed = type(line, data, LONGEST);
    line = typed.line;
    acts.push(...typed.acts.map((act) => (act.type === 'line' ? `line ${act.text}` : act.type)));
  }
  return { line, acts };
};

describe('a line is edited before it is sent, as a terminal does it', () => {
  test('nothing is sent before Enter; then just that line, and the next begins empty', () => {
    expect(keys('H', 'i')).toEqual({ line: 'Hi', acts: [] });
    expect(keys('H', 'i', '\r')).toEqual({ line: '', acts: ['line Hi'] });
    expect(keys('\r')).toEqual({ line: '', acts: ['line '] });
  });

  test.each([
    ['Backspace takes the last character', ['abc', '\u007f'], 'ab'],
    ['whole, however many bytes and halves it has', ['a😀', '\u007f'], 'a'],
    ['and nothing from an empty line', ['\u007f', '\u007f', 'x'], 'x'],
    ['Ctrl-U takes the line', ['abc def', '\u0015'], ''],
    ['Ctrl-W takes the last word', ['abc def ', '\u0017'], 'abc '],
    ['a tab that was pasted stays', ['a\tb'], 'a\tb'],
    ['other control characters do not', ['a\u0000\u0001\u0007\u009bb'], 'ab'],
    [
      'nor do the sequences of keys and of pasted text',
      ['a\u001b[A\u001bOB\u001b[31mb\u001b'],
      'ab',
    ],
    ['half a character becomes the sign for what cannot be read', ['a\ud800b'], 'a\ufffdb'],
  ])('%s', (_, typed, line) => expect(keys(...typed)).toEqual({ line, acts: [] }));

  test('a pasted text is as many lines as it has ends; the rest waits for Enter', () => {
    const acts = ['line one', 'line two', 'line '];
    for (const end of ['\r', '\n', '\r\n']) {
      const pasted = ['one', 'two', '', 'thr'].join(end);
      expect(keys(pasted)).toEqual({ line: 'thr', acts });
    }
  });

  test('Ctrl-C interrupts and throws the line away', () => {
    expect(keys('abc', '\u0003')).toEqual({ line: '', acts: ['interrupt'] });
  });

  test('Ctrl-D ends the input on an empty line only', () => {
    expect(keys('\u0004')).toEqual({ line: '', acts: ['end'] });
    expect(keys('abc', '\u0004')).toEqual({ line: 'abc', acts: [] });
  });

  test('a line holds so much and no more, however it comes', () => {
    expect(keys('x'.repeat(LONGEST + 50)).line).toHaveLength(LONGEST);
    expect(keys('x'.repeat(LONGEST), 'y').line).toHaveLength(LONGEST);
    // Not half of a pair either.
    expect(keys(`${'x'.repeat(LONGEST - 1)}😀`).line).toHaveLength(LONGEST - 1);
  });

  test('whatever is pasted, what is sent has no control character but tabs', () => {
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    let seed = 20_261_123;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed % below;
    };
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: 40 }, () => bytes[random(256)]).join('');
      const { line, acts } = type('', text, LONGEST);
      const sent = acts.map((act) => (act.type === 'line' ? act.text : '')).join('') + line;
      expect(sent, JSON.stringify(text)).toMatch(/^[^\p{Cc}]*(\t[^\p{Cc}]*)*$/u);
    }
  });
});

describe('what has been typed and not been taken yet', () => {
  const ME = 2;
  const talk = new Conversation();
  const takes = (p: number, text?: string) =>
    talk.add('input.ret', { p, th: p, re: talk.add('input', { p, th: p, prompt: '' }), text });
  takes(ME, 'before');
  const after = 2;
  takes(3, 'one');
  const ends = [takes(ME, 'one'), takes(ME, 'elsewhere'), takes(ME, 'two')];
  const upTo = (seq: number) => {
    const lines = new TextDecoder().decode(talk.bytes()).split('\n');
    const bytes = new TextEncoder().encode(`${lines.slice(0, seq + 1).join('\n')}\n`);
    return parseTrace(bytes).trace;
  };
  const sent = ['one', 'two'].map((text) => ({ text, after }));
  const of = (seq: number, lines = sent) =>
    new Untaken().of(upTo(seq), ME, lines).map(({ text }) => text);

  test('goes away line by line, when its own program takes it', () => {
    const [one = 0, , two = 0] = ends;
    expect(of(one - 1)).toEqual(['one', 'two']);
    expect(of(one)).toEqual(['two']);
    expect(of(two - 1)).toEqual(['two']);
    expect(of(two)).toEqual([]);
  });

  test('the same line, taken before it was typed, is another one', () => {
    expect(of(after, [{ text: 'before', after }])).toEqual(['before']);
    expect(of(after, [{ text: 'before', after: 0 }])).toEqual([]);
  });

  test('asked again and again while the recording grows, it says the same', () => {
    const growing = new Untaken();
    for (let seq = after; seq <= Math.max(...ends); seq++) {
      const left = growing.of(upTo(seq), ME, sent).map(({ text }) => text);
      expect(left, `event ${seq}`).toEqual(of(seq));
    }
    const again = [{ text: 'two', after: 0 }];
    expect(growing.of(upTo(Math.max(...ends)), ME, again)).toEqual([]);
  });
});

describe('the keys that are typed', () => {
  const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
  const ctrl = { ...plain, ctrlKey: true };

  test.each(['a', 'Ä', '你', ' ', '?', 'Enter', 'Backspace', 'Dead', 'Process'])('%s', (key) => {
    expect(isTyped({ ...plain, key }, false)).toBe(true);
  });

  test.each(['Tab', 'Escape', 'ArrowUp', 'ArrowLeft', 'PageUp', 'Home', 'F5', 'Shift'])(
    'not %s: it leaves, scrolls, or is the browser’s',
    (key) => expect(isTyped({ ...plain, key }, false)).toBe(false),
  );

  test('Ctrl-C interrupts, but copies what is selected', () => {
    expect(isTyped({ ...ctrl, key: 'c' }, false)).toBe(true);
    expect(isTyped({ ...ctrl, key: 'c' }, true)).toBe(false);
    expect(isTyped({ ...ctrl, key: 'C', shiftKey: true }, false)).toBe(false);
  });

  test('Ctrl-D and Ctrl-U are the terminal’s; finding, pasting, commands and the browser’s are not', () => {
    for (const key of ['d', 'u', 'D']) expect(isTyped({ ...ctrl, key }, false)).toBe(true);
    for (const key of ['f', 'v', 'k', 'r', 'a', 'p']) {
      expect(isTyped({ ...ctrl, key }, false)).toBe(false);
    }
    expect(isTyped({ ...plain, metaKey: true, key: 'v' }, false)).toBe(false);
  });

  test('a character that needs AltGr, or the option key, is typed; a menu’s letter is not', () => {
    expect(isTyped({ ...ctrl, altKey: true, key: '@' }, false)).toBe(true);
    expect(isTyped({ ...plain, altKey: true, key: '@' }, false)).toBe(true);
    expect(isTyped({ ...plain, altKey: true, key: 'f' }, false)).toBe(false);
  });
});

describe('the terminals of a session are tiled', () => {
  const names = ['server', 'client-1', 'client-2', 'client-3', 'client-4'];
  const programs = names.map((name, n): ProgramScene => ({
    id: n + 1,
    role: n === 0 ? 'server' : 'client',
    name,
  }));
  const terminals = names.map((name, n): TerminalScene => ({
    program: n + 1,
    name,
    text: '',
    length: 0,
    slice: () => '',
  }));
  const tiles = (own: readonly string[], places: number, some = terminals) =>
    tile(some, programs, own, () => undefined, places).map(({ key, front, tabs }) =>
      [key, front.name, tabs.length].join(' '),
    );

  test('the server, each of one’s own, and the others in one place', () => {
    expect(tiles(['client-2', 'client-4'], 4)).toEqual([
      'servers server 1',
      'client-3 client-2 1',
      'client-5 client-4 1',
      'rest client-1 2',
    ]);
  });

  test('too little room: what matters most has a place, the rest shares one', () => {
    expect(tiles(['client-4', 'client-2'], 3)).toEqual([
      'servers server 1',
      'client-5 client-4 1',
      'rest client-1 3',
    ]);
    expect(tiles(['client-4', 'client-2'], 2)).toEqual(['servers server 1', 'rest client-1 4']);
    expect(tiles(['client-4'], 1)).toEqual(['all server 5']);
  });

  test('where all clients are one’s own, no place is kept for others', () => {
    const some = terminals.slice(0, 3);
    expect(tiles(['client-2', 'client-1'], 3, some)).toEqual([
      'servers server 1',
      'client-2 client-1 1',
      'client-3 client-2 1',
    ]);
  });

  test('a place keeps its key while others come and go: what is typed there stays there', () => {
    const before = tiles(['client-2'], 4, terminals.slice(0, 3));
    const after = tiles(['client-4', 'client-2'], 5);
    expect(before.find((one) => one.includes('client-2'))).toBe('client-3 client-2 1');
    expect(after).toContain('client-3 client-2 1');
  });

  test('a client that has not begun at the playhead has no place', () => {
    expect(tiles(['client-4'], 4, terminals.slice(0, 2))).toEqual([
      'servers server 1',
      'rest client-1 1',
    ]);
  });

  test('as many as fit', () => {
    expect(placesIn(400, 780)).toEqual({ columns: 1, rows: 4 });
    expect(placesIn(1000, 400)).toEqual({ columns: 3, rows: 2 });
    expect(placesIn(0, 0)).toEqual({ columns: 1, rows: 1 });
  });
});
