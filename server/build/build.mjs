/** Builds everything into `dist/`: the command line, the workers, the programs, the page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { programs, programSources } from './programs.mjs';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist', 'server');

/** Bundles of Node code. Workers are CommonJS: they start in two thirds of a module's time. */
export async function buildServer() {
  mkdirSync(dist, { recursive: true });
  const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };
  await build({
    ...common,
    entryPoints: {
      thread: join(root, 'server/thread/worker.ts'),
      recorder: join(root, 'server/recorder/worker.ts'),
    },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['koffi'],
    plugins: [programs],
    logOverride: { 'empty-import-meta': 'silent' },
  });
  writeFileSync(join(dist, 'programs.json'), JSON.stringify(programSources()));
}

if (process.argv[1] === import.meta.filename) await buildServer();
