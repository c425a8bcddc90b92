/** Builds everything into `dist/`: the command line, the workers, the programs, the page. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { programs, programSources } from './programs.mjs';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist', 'server');
const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };
/** Packages inside an ES module may still say require(). */
const banner = {
  js: "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);",
};

/** The Node side. Workers are CommonJS: they start in two thirds of a module's time. */
export async function buildServer() {
  mkdirSync(dist, { recursive: true });
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
  const { metafile } = await build({
    ...common,
    metafile: true,
    entryPoints: { cli: join(root, 'server/cli/main.ts') },
    outdir: dist,
    format: 'esm',
    splitting: true,
    minifySyntax: true,
    // It loads a package by name while it runs, which no longer works inside a bundle.
    external: ['koffi'],
    banner,
  });
  removeOldChunks(new Set(Object.keys(metafile.outputs).map((file) => basename(file))));
  writeFileSync(join(dist, 'programs.json'), JSON.stringify(programSources()));
}

/** Parts of earlier builds; a command that runs meanwhile may still load those it started with. */
function removeOldChunks(current) {
  for (const file of readdirSync(dist)) {
    if (/-[A-Z0-9]{8}\.js$/.test(file) && !current.has(file)) rmSync(join(dist, file));
  }
}

/** The page, then what it shows: lessons and the programs' sources, ready for the browser. */
async function buildPage() {
  const { build: vite } = await import('vite');
  await vite({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  const { buildSingle } = await import('./single.mjs');
  await buildSingle(join(root, 'dist', 'page'));
  const content = join(dist, 'content.mjs');
  await build({
    ...common,
    entryPoints: [join(root, 'server/build/content.ts')],
    outfile: content,
    format: 'esm',
    packages: 'external',
  });
  const { buildContent } = await import(content);
  await buildContent(root, join(root, 'dist', 'page'));
  rmSync(content);
}

if (process.argv[1] === import.meta.filename) {
  await buildServer();
  await buildPage();
}
