import { describe, expect, test } from 'vitest';
import { changedBy } from '../../src/views/source/changed-by.ts';
import { changeWords, isCut, isLong, shorten } from '../../src/views/source/locals.ts';
import { sourceFiles } from '../../src/views/source/program.ts';
import { Conversation } from '../support/conversation.ts';
import { read } from './at.ts';

const T = { p: 1, th: 1 };
const local = (value: string, was?: string) => ({ name: 'x', value, was, changed: true });

/** A Python file 1 and its TypeScript twin 2, whose line n stands for Python's line n + 10. */
function program(): Conversation {
  const talk = new Conversation();
  const twin_lines = [11, 12, 13, 14];
  talk.add('file', { p: 1, f: 1, path: 'a.py', language: 'python', source: '' });
  const source = { language: 'typescript', source: '', path: 'a.ts' };
  talk.add('file', { p: 1, f: 2, ...source, twin: 1, twin_lines });
  return talk;
}
const at = (fn: string, l: number, locals?: object) => ({ ...T, f: 2, l, fn, locals });

describe('what changed the locals', () => {
  test('the call of the function gives its arguments', () => {
    const talk = program();
    talk.add('fn.call', at('f', 1, { a: '1' }));
    const { trace } = read(talk);
    expect(changedBy(trace, 1, trace.length)).toMatchObject({ how: 'call', site: { line: 1 } });
  });

  test('the line that ran before in the same function, not one of a function it called', () => {
    const talk = program();
    talk.add('fn.call', at('f', 1));
    talk.add('line', at('f', 2));
    talk.add('fn.call', at('g', 3));
    talk.add('line', at('g', 4));
    talk.add('out', { ...T, stream: 'stdout', text: 'x' });
    talk.add('fn.return', at('g', 4));
    talk.add('line', at('f', 3, { x: '1' }));
    talk.add('out', { ...T, stream: 'stdout', text: 'y' });
    const { trace } = read(talk);
    expect(changedBy(trace, 1, trace.length)).toMatchObject({ how: 'line', site: { line: 2 } });
  });

  test('nothing, before the first line', () => {
    const { trace } = read(program());
    expect(changedBy(trace, 1, trace.length)).toBeUndefined();
  });
});

describe('its words', () => {
  const { trace } = read(program());
  const files = sourceFiles(trace);
  const site = { file: 2, line: 2, function: 'f', locals: [] };

  test('name the line in the language that is shown', () => {
    const by = { how: 'line', site } as const;
    expect(changeWords([local('1')], by, files, 'python')).toBe('changed by line 12');
    expect(changeWords([local('1')], by, files, 'typescript')).toBe('changed by line 2');
  });

  test('say nothing where nothing changed, or nobody knows', () => {
    expect(
      changeWords([{ ...local('1'), changed: false }], { how: 'line', site }, files, 'python'),
    ).toBe('');
    expect(changeWords([local('1')], undefined, files, 'python')).toBe('');
  });

  test('arguments were given by the call', () => {
    expect(changeWords([local('1')], { how: 'call', site }, files, 'python')).toBe(
      'given by the call',
    );
  });
});

test('long padding in a local is counted', () => {
  expect(shorten(`'12${' '.repeat(62)}'`)).toBe("'12' + 62 spaces");
  expect(shorten(`b'12${' '.repeat(62)}'`)).toBe("b'12' + 62 spaces");
  expect(shorten("'Hello World!'")).toBe("'Hello World!'");
});

test('a value that is shortened, or too long for its line, can be opened', () => {
  expect(isLong(local(`'12${' '.repeat(62)}'`))).toBe(true);
  expect(isLong(local('12', `'12${' '.repeat(62)}'`))).toBe(true);
  expect(isLong(local('x'.repeat(40)))).toBe(true);
  expect(isLong(local('12'))).toBe(false);
});

test('what the recorder cut is told from a value that ends so', () => {
  expect(isCut(`'${'x'.repeat(78)}…`)).toBe(true);
  expect(isCut("'and so on…")).toBe(false);
});
