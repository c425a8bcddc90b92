import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * `npm test` builds before it tests. A run of vitest alone uses the build that is there and makes
 * one only where there is none, so that a single test file stays quick.
 */
export default function setup(): void {
  if (existsSync('dist/server/cli.js')) return;
  spawnSync(process.execPath, ['server/build/launch.mjs', '--build'], { stdio: 'inherit' });
}
