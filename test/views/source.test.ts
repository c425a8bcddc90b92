import { describe, expect, test } from 'vitest';
import { tokenLines } from '../../src/views/source/highlighted.ts';
import {
  listings,
  shownLines,
  sourceFiles,
  threadListings,
} from '../../src/views/source/program.ts';
import { noLine, originOf } from '../../src/views/source/words.ts';
import { Conversation, oneMessage, SERVER_SOURCE } from '../support/conversation.ts';
import { read } from './at.ts';

describe('sources', () => {
  test('colours belong to the very text they were made from', () => {
    const lines = [[['keyword', 'import'] as const]];
    const known = [{ name: 'server.py', source: 'import', lines }];
    expect(tokenLines('a/server.py', 'import', known)).toBe(lines);
    expect(tokenLines('server.ts', 'import x', known)).toEqual([[['', 'import x']]]);
  });

  test('Python that the build has not seen is coloured by its words', () => {
    const source = 'import time\n\nclient.send(b"3 \\"x\\"" + b" " * 63)  # "no"\n';
    const lines = tokenLines('client_1.py', source, []);
    expect(lines.map((line) => line.map(([, text]) => text).join('')).join('\n')).toBe(source);
    expect(lines[0]).toEqual([
      ['keyword', 'import'],
      ['', ' time'],
    ]);
    expect(lines[1]).toEqual([['', '']]);
    expect(lines[2]?.filter(([kind]) => kind !== '')).toEqual([
      ['function', 'send'],
      ['string-expression', 'b"3 \\"x\\""'],
      ['string-expression', 'b" "'],
      ['constant', '63'],
      ['comment', '# "no"'],
    ]);
  });

  test('a line of TypeScript is shown in the Python file whose twin it is', () => {
    const twins = oneMessage();
    const source = { p: 1, language: 'typescript', source: 'a\nb', path: 'server.ts' };
    twins.add('file', { ...source, f: 2, twin: 1, twin_lines: [0, 7] });
    const found = (line: number) =>
      listings(sourceFiles(read(twins).trace), { file: 2, line, function: 'f' });
    expect(found(2).get('python')).toMatchObject({ line: 7, file: { source: SERVER_SOURCE } });
    expect(found(1).get('python')?.line).toBeUndefined();
    expect(found(2).get('typescript')).toMatchObject({ line: 2 });
  });

  test('twelve clients of one text are one file', () => {
    const talk = new Conversation();
    for (const n of [1, 2, 3]) {
      const file = { p: n, source: n === 3 ? 'other' : 'same', path: 'client.py' };
      talk.add('file', { ...file, f: n, language: 'python' });
    }
    const files = sourceFiles(read(talk).trace);
    const shown = shownLines(files, files.get(1));
    expect(shown(1, 4)).toBe(4);
    expect(shown(2, 4)).toBe(4);
    expect(shown(3, 4)).toBeUndefined();
  });

  test('a thread without a line still has its program to show', () => {
    const { trace, last } = read(oneMessage());
    const thread = last.threads.find(({ badge }) => badge === 'M');
    const found = threadListings(sourceFiles(trace), thread);
    expect(found.get('python')).toMatchObject({ file: { path: 'server.py' }, line: undefined });
    expect(noLine(trace, thread, found.get('python'))).toBe('M has not run a line yet.');
  });
});

test('the line of the program that ran is measured, that of its twin derived', () => {
  const [file] = sourceFiles(read(oneMessage()).trace).values();
  if (file === undefined) throw new Error('no file');
  expect(originOf({ file, ran: true, line: 1 }, true).kind).toBe('measured');
  expect(originOf({ file, ran: true, line: 1 }, false, 'node 20').note).toMatch(
    /^wirestep made these calls/,
  );
  expect(originOf({ file, ran: true, line: 1 }, false, 'CPython 3.13').note).toBe(
    'This is the program that ran.',
  );
  expect(originOf({ file, ran: false, line: 1 }, true)).toMatchObject({
    kind: 'derived',
    note: expect.stringContaining('TypeScript line is measured'),
  });
});

test('a recording of calls says that it has no lines', () => {
  const { trace } = read(oneMessage());
  const calls = Object.create(trace, {
    header: { value: { ...trace.header, detail: 'calls' } },
  }) as typeof trace;
  expect(noLine(calls, undefined, undefined)).toMatch(/calls only: no lines, no locals/);
  expect(noLine(trace, undefined, undefined)).toBe('No thread has run a line yet.');
});
