import { expect, test } from 'vitest';
import { imports, isCode, projectFiles } from './files.ts';

const PURE = ['src/trace', 'src/protocol', 'src/scene'];
const SHARED = [
  ...PURE,
  'src/narration',
  'src/analysis',
  'src/export',
  'src/import',
  'src/course',
  'src/lab',
  'src/live',
];

/** What each part may import, besides itself. `packages` are names from npm or of Node. */
const RULES: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly packages: RegExp }>
> = {
  // zod checks the header; the events have a loop of their own.
  'src/trace': { folders: [], packages: /^zod\/mini$/ },
  'src/protocol': { folders: ['src/trace'], packages: /^$/ },
  'src/scene': { folders: ['src/trace', 'src/protocol'], packages: /^$/ },
  'src/narration': { folders: PURE, packages: /^$/ },
  'src/analysis': { folders: [...PURE, 'src/narration'], packages: /^$/ },
  'src/export': { folders: [...PURE, 'src/narration'], packages: /^$/ },
  'src/import': { folders: ['src/trace', 'src/protocol'], packages: /^$/ },
  // Lessons are read when the page is built, with remark, shiki and their like.
  'src/course': { folders: PURE, packages: /^(?!node:|svelte)/ },
  'src/lab': { folders: ['src/trace', 'src/protocol', 'src/course'], packages: /^$/ },
  'src/live': { folders: PURE, packages: /^zod\/mini$/ },
  'src/replay': { folders: SHARED, packages: /^svelte/ },
  'src/sources': { folders: [...SHARED, 'src/replay'], packages: /^svelte/ },
  'src/views': { folders: [...SHARED, 'src/replay', 'src/sources'], packages: /^(?!node:)/ },
  server: { folders: SHARED, packages: /^(?!svelte|@xterm|@lucide)/ },
};

const files = projectFiles().filter(isCode);

test.each(Object.entries(RULES))('%s imports only what it may', (part, { folders, packages }) => {
  const own = files.filter(({ path }) => path.startsWith(`${part}/`));
  const wrong = own.flatMap((file) =>
    imports(file)
      .filter((target) => {
        const isPackage = !/^(src|server|test|lessons)\//.test(target);
        if (isPackage) return !packages.test(target);
        return ![part, ...folders].some((folder) => target.startsWith(`${folder}/`));
      })
      .map((target) => `${file.path} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('only App.svelte and main.ts import views', () => {
  const importers = files
    .filter((file) => file.path.startsWith('src/') && !file.path.startsWith('src/views/'))
    .filter((file) => imports(file).some((target) => target.startsWith('src/views/')))
    .map((file) => file.path);
  expect(importers.filter((path) => !['src/App.svelte', 'src/main.ts'].includes(path))).toEqual([]);
});

test('no part of src is without a rule', () => {
  const parts = files
    .filter((file) => /^src\/[^/]+\//.test(file.path))
    .map((file) => file.path.split('/').slice(0, 2).join('/'));
  expect([...new Set(parts)].filter((part) => !(part in RULES))).toEqual([]);
});

test('a relative import names its file with the extension', () => {
  const bare = files.flatMap((file) =>
    imports(file)
      .filter((target) => /^(src|server|test)\//.test(target) && !/\.\w+(\?\w+)?$/.test(target))
      .map((target) => `${file.path} imports ${target}`),
  );
  expect(bare).toEqual([]);
});
