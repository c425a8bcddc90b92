import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** What the engine's threads run, made by the build. */
const BUILT = ['thread.cjs', 'recorder.cjs', 'programs.json'];

/**
 * Lays out below `folder`, in whose `node_modules` koffi is, what the tests run: the program, what
 * it starts in other threads and processes, and the engine's build where the engine looks for it.
 */
export async function bundleTests(folder) {
  const { build } = await import('esbuild');
  const outdir = join(folder, `run-${process.pid}`);
  const common = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['koffi'],
    logLevel: 'error',
  };
  await build({
    ...common,
    entryPoints: ['test/sys/blocking-worker.ts', 'test/sys/exit-process.ts'],
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    logOverride: { 'empty-import-meta': 'silent' },
  });
  await build({
    ...common,
    entryPoints: ['test/windows/main.ts'],
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  });
  const dist = join(outdir, 'dist', 'server');
  mkdirSync(dist, { recursive: true });
  for (const file of BUILT) copyFileSync(join(root, 'dist', 'server', file), join(dist, file));
  // By this file the engine knows the folder of its project.
  copyFileSync(join(root, 'package-lock.json'), join(outdir, 'package-lock.json'));
  return { main: join(outdir, 'main.mjs'), remove: () => rmSync(outdir, { recursive: true }) };
}
