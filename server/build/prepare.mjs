/**
 * Makes a clone ready to run: installs when package-lock.json is new, builds when a source is new.
 *
 * Node built-ins only, because it runs before `node_modules` exists. Everything it prints, and
 * everything npm and the build print, goes to stderr: stdout belongs to the command that follows.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

/** The project's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const installStamp = join(root, 'node_modules', '.cache', 'wirestep', 'installed');
const buildStamp = join(root, 'dist', '.built');
const lockFile = join(root, 'dist', '.launch.lock');

/** What a build is made from. */
const sources = [
  'src',
  'server',
  'lessons',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Installs and builds where something is new; costs a few milliseconds where nothing is. */
export async function prepare() {
  if (isInstalled() && isBuilt()) return;
  await withLock(lockFile, say, async () => {
    // Asked again: another launch may have done the work while this one waited.
    if (!isInstalled()) await install();
    if (!isBuilt()) await build();
  });
}

/** One line for the person who waits. */
export function say(text) {
  process.stderr.write(`wirestep: ${text}\n`);
}

function isInstalled() {
  return read(installStamp) === installKey() || adoptInstall();
}

/** Installed packages fit one lockfile on one platform: koffi and esbuild are platform binaries. */
function installKey() {
  return `${hash([['package-lock.json', lockfile()]])} ${process.platform}-${process.arch}`;
}

function lockfile() {
  return readFileSync(join(root, 'package-lock.json'));
}

/**
 * Accepts what a person installed with `npm ci` by hand. npm writes `node_modules/.package-lock.json`
 * last; if it holds every package of the lockfile that is not optional, there is nothing to do.
 */
function adoptInstall() {
  const installed = read(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const have = JSON.parse(installed).packages;
  const want = Object.entries(JSON.parse(lockfile().toString()).packages);
  const complete = want.every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
  if (complete) write(installStamp, installKey());
  return complete;
}

async function install() {
  const npm = npmCommand();
  // The lockfile pins every version: asking the registry whether the cache is fresh only takes time.
  const args = [...npm.args, 'ci', '--include=dev', '--prefer-offline', '--loglevel=warn'];
  await run('installing', 'packages, once for this clone', npm.command, args, npm.shell);
  write(installStamp, installKey());
}

/** npm as it was started, else npm beside this Node, else npm on the path. */
function npmCommand() {
  const beside = dirname(process.execPath);
  const scripts = [
    process.env.npm_execpath,
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = scripts.find(
    (path) => path && /^npm-cli\./.test(basename(path)) && existsSync(path),
  );
  if (script) return { command: process.execPath, args: [script], shell: false };
  // npm.cmd on Windows starts only through a shell; the arguments are constants.
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

function isBuilt() {
  return read(buildStamp) === sourceHash();
}

async function build() {
  const before = sourceHash();
  // Without the stamp a build that is cut short is done again.
  rmSync(buildStamp, { force: true });
  const script = join(root, 'server', 'build', 'build.mjs');
  await run('building', 'the page and the server', process.execPath, [script], false);
  write(buildStamp, before);
}

function sourceHash() {
  const files = sources.flatMap((name) => walk(name));
  return hash(files.map((name) => [name, readFileSync(join(root, name))]));
}

/** The files under a path relative to the root, sorted. */
function walk(name) {
  const path = join(root, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return [name];
  if (!stat?.isDirectory()) return [];
  const entries = readdirSync(path).filter((entry) => !MADE_BY_TOOLS.has(entry));
  return entries.sort().flatMap((entry) => walk(`${name}/${entry}`));
}

const MADE_BY_TOOLS = new Set(['__pycache__', 'node_modules']);

function hash(files) {
  const sum = createHash('sha256');
  for (const [name, bytes] of files) sum.update(`${name}\0${bytes.length}\0`).update(bytes);
  return sum.digest('hex');
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/**
 * Runs one step with its output on stderr; fails with one sentence.
 *
 * A Ctrl-C at a terminal reaches the step by itself, a signal sent to this process alone does not:
 * so it is passed on only to a step that is still there a moment later.
 */
function run(doing, what, command, args, shell) {
  const started = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    let received;
    const onSignal = (signal) => {
      received = signal;
      setTimeout(() => child.kill(signal), 200).unref();
    };
    for (const signal of signals) process.on(signal, onSignal);
    say(`${doing} ${what}…`);
    const done = (problem) => {
      for (const signal of signals) process.off(signal, onSignal);
      if (received) process.exit(128 + constants.signals[received]);
      if (problem) {
        reject(new Error(`${doing} failed (${problem}); the lines above say why.`));
        return;
      }
      say(`${doing} took ${((Date.now() - started) / 1000).toFixed(1)} s`);
      resolve();
    };
    child.on('error', (error) => done(error.message));
    child.on('exit', (code, signal) => done(code === 0 ? undefined : (signal ?? `exit ${code}`)));
  });
}
