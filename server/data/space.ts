import { statfsSync } from 'node:fs';

/** A recording stops while this much is still free, so that the machine goes on working. */
export const RESERVED_BYTES = 64 * 1024 * 1024;

/** Bytes that this user may still write on the disk that holds `path`. Throws as `statfs` does. */
export function freeSpace(path: string): number {
  const disk = statfsSync(path);
  return disk.bavail * disk.bsize;
}
