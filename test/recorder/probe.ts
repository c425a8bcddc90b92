import { buildSync } from 'esbuild';
import { join } from 'node:path';

/** Builds a script of this folder for a process of its own. */
export function bundleProbe(name: string): string {
  const outfile = join('node_modules/.cache/wirestep', name.replace(/\.ts$/, '.mjs'));
  buildSync({
    entryPoints: [join(import.meta.dirname, name)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['koffi'],
  });
  return outfile;
}

/** How to run a script with a disk of one megabyte in a mount space of its own: it gets its path. */
export function SMALL_DISK(script: string): [string, string[]] {
  const folder = '$(mktemp -d)';
  const commands = `disk=${folder}; mount -t tmpfs -o size=1m none "$disk"; exec "$0" "$1" "$disk"`;
  const space = ['--user', '--map-root-user', '--mount'];
  return ['unshare', [...space, 'sh', '-ec', commands, process.execPath, script]];
}
