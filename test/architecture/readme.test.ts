import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FORMATS } from '../../src/export/formats.ts';
import { STRACE_COMMAND } from '../../src/import/strace-lines.ts';

const readme = readFileSync('README.md', 'utf8');
const { scripts, engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

test('every folder has its line', () => {
  const parts = ['server', 'src'].flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
      .map((entry) => `${folder}/${entry.name}/`),
  );
  const folders = [...parts, 'lessons/', 'test/'];
  expect(folders.filter((folder) => !readme.includes(`| \`${folder}\``))).toEqual([]);
});

test('every folder in the table is there', () => {
  const named = [...readme.matchAll(/^\| `([^`]+\/)`/gm)].map((match) => match[1] ?? '');
  expect(named.filter((folder) => !existsSync(folder))).toEqual([]);
});

test('the scripts that it names are those of package.json', () => {
  const named = [...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => match[1] ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the commands that it names are those of the command line', () => {
  const named = [...readme.matchAll(/wirestep -- ([a-z]+)/g)].map((match) => match[1] ?? '');
  const known = readFileSync('server/cli/main.ts', 'utf8');
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !known.includes(`./${name}.ts`))).toEqual([]);
});

test('every format that can be exported has its line, and no other', () => {
  const [, section = ''] = readme.split('## Take the bytes away');
  const [table = ''] = section.split('\n## ');
  const named = [...table.matchAll(/^\| `([a-z]+)`/gm)].map((match) => match[1] ?? '');
  expect(named.sort()).toEqual(FORMATS.map(({ id }) => id).sort());
});

test('the command of strace is the one that the importer asks for', () => {
  expect(readme).toContain(`\n${STRACE_COMMAND}\n`);
});

test('links and pictures lead to files', () => {
  const targets = [...readme.matchAll(/\]\(([^):]+)\)/g)].map((match) => match[1] ?? '');
  expect(targets.length).toBeGreaterThan(2);
  expect(targets.filter((target) => !existsSync(target))).toEqual([]);
});

test('the Node that it asks for is the one that is needed', () => {
  expect(readme).toContain(`Node ${engines.node.replace('>=', '')} or newer`);
});
