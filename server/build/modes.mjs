/**
 * What `launch.mjs` can become, once the clone is ready: a command of wirestep, the tests, the
 * development server, the writer of web sites, the benchmark.
 *
 * All of them run in this very process, so that signals and the exit code are their own and a warm
 * start pays for one Node only.
 */
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root, say } from './prepare.mjs';

/** The modes that are not commands of the program itself. */
const modes = {
  '--build': async () => {},
  '--test': test,
  '--dev': (args) => become('server/build/dev.mjs', args),
  '--build-site': site,
  '--bench': (args) => becomeTypeScript('test/bench/bench.ts', args),
  '--test-windows': (args) => become('test/windows/run.mjs', args),
};

/** Prepares the clone and runs what the arguments ask for; exits 1 with a sentence where it cannot. */
export async function launch(args) {
  const mode = modes[args[0]];
  try {
    await prepare();
    await (mode ? mode(args.slice(1)) : command(args));
  } catch (error) {
    say(error.code === undefined && error.name === 'Error' ? error.message : error.stack);
    process.exit(1);
  }
}

async function command(args) {
  // Node 22 and newer keep compiled code between starts.
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'wirestep', 'compiled'));
  standWithPerson(['wirestep', 'start']);
  await become('dist/server/cli.js', args);
}

async function site(args) {
  standWithPerson(['build:site']);
  await becomeTypeScript('server/build/site/main.ts', args);
}

/** Where one of these scripts runs: files are named from where the person stands, not npm. */
function standWithPerson(scripts) {
  const { INIT_CWD: stands, npm_lifecycle_event: script } = process.env;
  if (scripts.includes(script) && stands && process.cwd() === root) process.chdir(stands);
}

/** All tests; what they need from the machine is looked for, and installed if need be, before. */
async function test(args) {
  process.chdir(root);
  await becomeTypeScript('test/setup/install.ts', []);
  const count = join(root, 'test', 'setup', 'count-reporter.ts');
  await become('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    `--reporter=${count}`,
    ...args,
  ]);
}

/** Runs a JavaScript file of the project as if it had been started with these arguments. */
async function become(file, args) {
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`${file} is missing.`);
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
}

/** The same for a TypeScript file, which is bundled first: Node 20 runs none itself. */
async function becomeTypeScript(file, args) {
  const { build } = await import('esbuild');
  const outfile = join('node_modules', '.cache', 'wirestep', file.replace(/\.ts$/, '.mjs'));
  await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  await become(outfile, args);
}
