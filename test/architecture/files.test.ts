import { describe, expect, test } from 'vitest';
import { imports, isCode, projectFiles } from './files.ts';

const files = projectFiles();
const code = files.filter(isCode);

/** `path:line` of each line that matches. */
function lines(pattern: RegExp, among = files): readonly string[] {
  return among.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

test('no source file is longer than 300 lines', () => {
  const source = code.filter(({ path }) => /^(src|server)\//.test(path));
  const long = source.filter(({ text }) => text.split('\n').length - 1 > 300);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('no markup is made from text: no {@html}, no innerHTML', () => {
  const browser = code.filter(({ path }) => path.startsWith('src/'));
  expect(lines(/\{@html|\.(inner|outer)HTML\b|insertAdjacentHTML/, browser)).toEqual([]);
});

test('views take what they show from the replay: none asks the network', () => {
  const views = code.filter(({ path }) => path.startsWith('src/views/'));
  expect(lines(/\b(fetch|WebSocket|EventSource|XMLHttpRequest)\(/, views)).toEqual([]);
});

// The words are put together here so that this file does not contain them.
test('no work is left for later in the code', () => {
  expect(lines(new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`))).toEqual(
    [],
  );
});

test('no test is switched off or alone', () => {
  const tests = files.filter(
    ({ path }) => path.startsWith('test/') && path !== 'test/setup/count-reporter.test.ts',
  );
  expect(lines(/\b(test|describe|it)\.(skip|only|todo|fails)\b/, tests)).toEqual([]);
});

test('nothing points to a place outside the repository', () => {
  const outside = ['\\.\\./' + 'shared'];
  expect(lines(new RegExp(outside.join('|')))).toEqual([]);
});

test('the page asks no other machine for anything', () => {
  const page = files.filter(({ path }) => /^src\/.*\.(svelte|css|html)$/.test(path));
  expect(lines(/(src|href)="https?:|url\(['"]?https?:|@import ['"]https?:/, page)).toEqual([]);
});

describe('these tests see', () => {
  test('every kind of import, types and Svelte scripts included', () => {
    const text = `<script lang="ts">
      import type { A } from '../trace/format.ts';
      const b = import('./B.svelte');
      export { c } from 'zod';
    </script>`;
    expect(imports({ path: 'src/views/A.svelte', text })).toEqual([
      'src/trace/format.ts',
      'src/views/B.svelte',
      'zod',
    ]);
  });

  test('the files of every folder', () => {
    const folders = new Set(files.map(({ path }) => path.split('/')[0]));
    expect([...folders]).toEqual(
      expect.arrayContaining(['.ci', 'lessons', 'server', 'src', 'test']),
    );
  });
});
