import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES } from '../paths.ts';
import type { ProgramSource } from './programs.ts';

let all: Record<string, ProgramSource> | undefined;

/** Both sources of a program, as the build has put them beside the workers. */
export function programSource(module: string): ProgramSource {
  all ??= JSON.parse(readFileSync(join(BUNDLES, 'programs.json'), 'utf8')) as typeof all;
  const source = all?.[module];
  if (source === undefined) throw new Error(`there is no program ${module}`);
  return source;
}
