import { describe, expect, test } from 'vitest';
import { shorten } from '../../src/views/source/locals.ts';
import { tokenLines } from '../../src/views/source/highlighted.ts';
import { listings, sourceFiles } from '../../src/views/source/program.ts';
import { oneMessage, SERVER_SOURCE } from '../support/conversation.ts';
import { read } from './at.ts';

test('long padding in a local is counted', () => {
  expect(shorten(`'12${' '.repeat(62)}'`)).toBe("'12' + 62 spaces");
  expect(shorten(`b'12${' '.repeat(62)}'`)).toBe("b'12' + 62 spaces");
  expect(shorten("'Hello World!'")).toBe("'Hello World!'");
});

describe('sources', () => {
  test('colours belong to the very text they were made from', () => {
    const lines = [[['keyword', 'import'] as const]];
    const known = [{ name: 'server.py', source: 'import', lines }];
    expect(tokenLines('a/server.py', 'import', known)).toBe(lines);
    expect(tokenLines('server.py', 'import x', known)).toEqual([[['', 'import x']]]);
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
});
