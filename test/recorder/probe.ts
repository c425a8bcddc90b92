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

/**
 * A command line that runs Node with a disk of one megabyte in a mount space of its own; `DISK`
 * in the arguments stands for its path.
 */
export function onSmallDisk(...args: string[]): [command: string, args: string[]] {
  const script = 'disk=$(mktemp -d); mount -t tmpfs -o size=1m none "$disk"; ';
  const words = args.map((arg) => `"${arg.replace('DISK', '$disk')}"`).join(' ');
  const space = ['--user', '--map-root-user', '--mount'];
  return ['unshare', [...space, 'sh', '-ec', `${script}exec "$0" ${words}`, process.execPath]];
}
