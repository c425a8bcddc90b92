import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Programs that the page is measured by. They come when they are asked for, each into a folder of its
 * own: `npm start` is not to wait for them.
 */
const VERSIONS = { lighthouse: '12.8.2' } as const;
export type Peer = keyof typeof VERSIONS;

/**
 * The absolute folder of an installed peer; installs it the first time.
 * @throws an Error in words where it cannot be had.
 */
export function installPeer(peer: Peer): string {
  const version = VERSIONS[peer];
  const prefix = resolve('node_modules/.cache/wirestep-peers', `${peer}-${version}`);
  const folder = join(prefix, 'node_modules', peer);
  if (existsSync(join(folder, 'package.json'))) return folder;
  process.stderr.write(`installing ${peer} ${version}, once, into ${prefix}…\n`);
  const { status } = npm(['install', `${peer}@${version}`, '--prefix', prefix, ...QUIETLY]);
  if (status === 0 && existsSync(join(folder, 'package.json'))) return folder;
  throw new Error(
    `${peer} ${version} could not be installed: npm reaches no registry, or the disk is full; ` +
      'the lines above say more.',
  );
}

/** It runs nothing of what it installs, and leaves our own package files alone. */
const QUIETLY = [
  '--no-save',
  '--no-package-lock',
  '--ignore-scripts',
  '--prefer-offline',
  '--loglevel=error',
];

function npm(args: readonly string[]) {
  const script = process.env['npm_execpath'];
  const [command, ...first] = script === undefined ? ['npm'] : [process.execPath, script];
  const shell = script === undefined && process.platform === 'win32';
  return spawnSync(command ?? 'npm', [...first, ...args], { stdio: ['ignore', 2, 2], shell });
}
