import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unicodeReadableName } from 'unicode-name';
import type { Shared } from '../../src/course/shared.ts';
import { PLACE, withShared } from '../../src/export/page-file.ts';
import { VERSION } from '../version.ts';

/** Writing of most of the world's alphabets, signs, and pictures: others have no name in the file. */
const NAMED = [
  [0x0000, 0x0700],
  [0x1e00, 0x2c00],
  [0x1f300, 0x1fb00],
] as const;

/** Puts into `single.html` what everything shows that is saved with it. */
export async function buildShared(page: string): Promise<void> {
  const file = join(page, 'single.html');
  const template = readFileSync(file, 'utf8');
  if (!template.includes(PLACE)) throw new Error('single.html has no room for a recording');
  const json = (name: string) => JSON.parse(readFileSync(join(page, name), 'utf8'));
  const shared: Shared = {
    version: VERSION,
    highlighted: json('sources.json'),
    glossary: json('glossary.json'),
    errors: json('errors.json'),
    names: names(),
  };
  writeFileSync(file, await withShared(template, JSON.stringify(shared)));
}

function names(): Readonly<Record<string, string>> {
  const codes = NAMED.flatMap(([from, to]) =>
    Array.from({ length: to - from }, (_, at) => from + at),
  );
  return Object.fromEntries(
    codes.flatMap((code) => {
      const name = unicodeReadableName(code);
      return name === undefined ? [] : [[code, name]];
    }),
  );
}
