import { buildSync } from 'esbuild';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const OUT = join(HERE, '../../node_modules/.cache/wirestep');

/**
 * Builds a TypeScript entry of this folder so that a thread or a process of Node 20 can run it.
 * It is there, beside the koffi it needs, until the tests of the file that asks are over.
 */
export function bundle(entry: string): string {
  const outfile = join(OUT, basename(entry).replace(/\.ts$/, `-${process.pid}.cjs`));
  buildSync({
    entryPoints: [join(HERE, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['koffi'],
    logOverride: { 'empty-import-meta': 'silent' },
  });
  afterAll(() => rmSync(outfile));
  return outfile;
}
