import { describe, expect, test } from 'vitest';
import type { ProgramScene, TerminalScene } from '../../src/scene/scene.ts';
import { arrange } from '../../src/views/terminal/arrange.ts';
import { hex } from '../../src/views/terminal/colours.ts';
import { terminalAction } from '../../src/views/terminal/keys.ts';
import { extendRows } from '../../src/views/terminal/select-rows.ts';
import { harmless } from '../../src/trace/sanitize.ts';
import { cutNote, FEW, MANY, windowOf } from '../../src/views/terminal/window.ts';
import { cellsOf, WIDTHS } from '../../src/views/terminal/widths.ts';
import { lastWriter, matchesText, writerAt } from '../../src/views/terminal/words.ts';
import { oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

function cast(clients: number): readonly [TerminalScene[], ProgramScene[]] {
  const programs: ProgramScene[] = Array.from({ length: clients }, (_, n) => ({
    id: n + 2,
    role: 'client',
    name: `client-${n + 1}`,
  }));
  programs.push({ id: 1, role: 'server', name: 'server' });
  return [
    programs.map(({ id, name }) => ({ program: id, name, text: '', length: 0, slice: () => '' })),
    programs,
  ];
}
const likes = (program?: number) => () => program;
const names = (list: readonly TerminalScene[]) => list.map(({ name }) => name);

describe('terminals are arranged', () => {
  test('with room for two: the server above, the clients below', () => {
    const [above, below, ...more] = arrange(...cast(3), likes(3), true);
    expect(above?.front.name).toBe('server');
    expect(names(above?.tabs ?? [])).toEqual(['server']);
    expect(below?.front.name).toBe('client-2');
    expect(names(below?.tabs ?? [])).toEqual(['client-1', 'client-2', 'client-3']);
    expect(more).toEqual([]);
  });

  test('with room for one: all as tabs, the server first', () => {
    const [only, ...more] = arrange(...cast(2), likes(), false);
    expect(names(only?.tabs ?? [])).toEqual(['server', 'client-1', 'client-2']);
    expect(only?.front.name).toBe('server');
    expect(more).toEqual([]);
  });

  test('more than six clients are a list', () => {
    expect(arrange(...cast(6), likes(4), false)[0]?.listed).toEqual([]);
    const [only] = arrange(...cast(7), likes(4), false);
    expect(names(only?.tabs ?? [])).toEqual(['server']);
    expect(only?.listed).toHaveLength(7);
    expect(only?.front.name).toBe('client-3');
  });

  test('of a recording without a server: the clients alone', () => {
    const [terminals, programs] = cast(1);
    const [only, ...more] = arrange(terminals.slice(0, 1), programs, likes(), true);
    expect(only?.front.name).toBe('client-1');
    expect(more).toEqual([]);
  });
});

describe('a long transcript', () => {
  const line = `${'x'.repeat(99)}\n`;
  const text = (lines: number) => line.repeat(lines);

  test('a short one is handed over whole', () => {
    expect(windowOf(text(60))).toEqual({ from: 0, text: text(60) });
  });

  test('of five megabytes only the end is, from the beginning of a line', () => {
    const { from, text: end } = windowOf(text(50_000));
    expect(end.length).toBeLessThanOrEqual(1.5 * FEW);
    expect(end.length).toBeGreaterThan(0.75 * FEW);
    expect(from + end.length).toBe(5_000_000);
    expect(end.startsWith('x'.repeat(99))).toBe(true);
    expect(cutNote(from)).toMatch(/^The first 4,99\d,\d00 characters are not shown\.$/);
    expect(cutNote(0)).toBe('');
  });

  test('more is given to who asks for it', () => {
    expect(windowOf(text(5000), MANY).from).toBe(0);
    expect(windowOf(text(50_000), MANY).text.length).toBeGreaterThan(900_000);
  });

  test('most lines that are added only append: the beginning stays where it is', () => {
    const starts = Array.from({ length: 30 }, (_, n) => windowOf(text(2001 + n)).from);
    expect(new Set(starts).size).toBeLessThanOrEqual(2);
  });

  test('a character of two halves is not cut', () => {
    const { text: end } = windowOf('😀'.repeat(20_001));
    expect(end.codePointAt(0)).toBe(0x1f600);
    const odd = windowOf(`x${'😀'.repeat(20_000)}`);
    expect(odd.text.codePointAt(0)).toBe(0x1f600);
  });
});

describe('sanitising only what is new gives the same as sanitising all', () => {
  test.each([
    ['plain', 'one\n', 'two\n'],
    ['a colour cut before its letter', 'a\u001b[3', '1mred'],
    ['a colour cut after its escape', 'a\u001b', '[31mred'],
    ['a sequence that is drawn', 'a\u001b[2J', 'b'],
  ])('%s', (_, before, more) => {
    const known = harmless(before, '', '');
    expect(harmless(before + more, before, known)).toBe(harmless(before + more, '', ''));
  });

  test('going back starts anew', () => expect(harmless('one', 'one two', 'one two')).toBe('one'));
});

describe('keys in a terminal', () => {
  const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

  test('Tab is left to the browser, and so are copying and the playhead’s arrows', () => {
    for (const key of ['Tab', 'ArrowLeft', 'ArrowRight', ' ']) {
      expect(terminalAction({ ...plain, key })).toBeUndefined();
    }
    expect(terminalAction({ ...plain, key: 'Tab', shiftKey: true })).toBeUndefined();
    expect(terminalAction({ ...plain, key: 'c', ctrlKey: true })).toBeUndefined();
  });

  test('search, select, scroll', () => {
    expect(terminalAction({ ...plain, key: 'f', ctrlKey: true })).toBe('find');
    expect(terminalAction({ ...plain, key: 'a', metaKey: true })).toBe('select-all');
    expect(terminalAction({ ...plain, key: 'ArrowUp', shiftKey: true })).toBe('select-up');
    expect(terminalAction({ ...plain, key: 'PageUp' })).toBe('page-up');
  });

  test('Shift with arrows takes rows in, one by one, and gives them back', () => {
    const one = extendRows(undefined, -1, 5);
    expect(one).toEqual({ from: 4, to: 4 });
    const two = extendRows(one, -1, 5);
    expect(two).toEqual({ from: 3, to: 4 });
    expect(extendRows(two, 1, 5)).toEqual(one);
    expect(extendRows({ from: 0, to: 4 }, -1, 5)).toEqual({ from: 0, to: 4 });
    expect(extendRows(one, 1, 5)).toEqual(one);
  });
});

test.each([
  ['', -1, 0, ''],
  ['x', -1, 0, 'not found'],
  ['x', 1, 7, '2 of 7'],
  ['x', -1, 7, '7 found'],
  ['x', 0, 1000, '1 of 1000+'],
])('searching %j at %i of %i says %j', (term, index, count, words) => {
  expect(matchesText(term, index, count)).toBe(words);
});

describe('who wrote', () => {
  const talk = oneMessage();
  const { trace } = read(talk);
  const at = (wanted: Readonly<Record<string, unknown>>) => trace.positionOf(seqOf(talk, wanted));
  const both = new Set([1, 2]);

  test('last, at a position, of those that are asked for', () => {
    expect(lastWriter(trace, 0, both)).toBeUndefined();
    expect(lastWriter(trace, at({ k: 'recv', p: 2 }), both)).toBe(1);
    expect(lastWriter(trace, trace.length, both)).toBe(2);
    expect(lastWriter(trace, trace.length, new Set([1]))).toBe(1);
    expect(lastWriter(trace, at({ k: 'recv', p: 2 }), new Set([2]))).toBeUndefined();
  });

  test('just now, or nobody', () => {
    expect(writerAt(trace, at({ k: 'out', p: 2 }))).toBe(2);
    expect(writerAt(trace, at({ k: 'recv', p: 2 }))).toBeUndefined();
    expect(writerAt(trace, -1)).toBeUndefined();
  });
});

test('a colour as the search wants it', () => {
  expect(hex('rgb(63, 201, 176)')).toBe('#3fc9b0');
  expect(hex('rgb(0, 9, 255)')).toBe('#0009ff');
});

test.each([
  ['a letter', 'a', 1],
  ['an accent of its own', '\u0301', 0],
  ['Chinese', '你', 2],
  ['an emoji', '👩', 2],
  ['a sign that is text', '©', 1],
  ['a control picture', '␛', 1],
  ['half-width katakana', 'ｱ', 1],
  ['a full-width letter', 'Ａ', 2],
])('%s takes its cells', (_, character, cells) => {
  expect(cellsOf(character.codePointAt(0) ?? 0)).toBe(cells);
});

test('an accent joins the character before it, of whatever width; alone it has no cell', () => {
  const accent = 0x301;
  const after = (code: number) => WIDTHS.charProperties(accent, WIDTHS.charProperties(code, 0));
  expect(after(0x61)).toBe((1 << 1) | 1);
  expect(after(0x4f60)).toBe((2 << 1) | 1);
  expect(WIDTHS.charProperties(accent, 0)).toBe(0);
});
