import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The program and what it starts in other threads and processes. */
const ENTRIES = ['test/windows/main.ts', 'test/sys/blocking-worker.ts', 'test/sys/exit-process.ts'];

/** Bundles the tests into a new folder below `folder`, in whose `node_modules` koffi is. */
export async function bundleTests(folder) {
  const { build } = await import('esbuild');
  const outdir = join(folder, `run-${process.pid}`);
  mkdirSync(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir,
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['koffi'],
    logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' },
  });
  return { main: join(outdir, 'main.cjs'), remove: () => rmSync(outdir, { recursive: true }) };
}
