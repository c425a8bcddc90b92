import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findBrowser, findPython, thisMachine } from '../../server/cli/tools.ts';
import { remedies, type Remedy } from './remedies.ts';

/**
 * Run by `npm test` before the tests: installs the tools that they need and that are missing. What
 * cannot be installed is said in one sentence, and the tests that need it then fail.
 */
const machine = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  hasApt: thisMachine.isProgram('/usr/bin/apt-get'),
  distribution: process.platform === 'linux' ? distribution() : undefined,
};

for (const [tool, find] of [
  ['browser', findBrowser],
  ['python', findPython],
] as const) {
  for (const remedy of remedies(tool, machine)) {
    if ('path' in find()) break;
    apply(tool, remedy);
  }
  const found = find();
  if ('problem' in found) process.stderr.write(`wirestep: ${found.problem}\n`);
}

function apply(tool: string, remedy: Remedy): void {
  process.stderr.write(`wirestep: no ${tool} here; installing one (${remedy.join(' ')})…\n`);
  const [command, ...args] = remedy;
  const program = command === 'node' ? process.execPath : command;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(program, args, { stdio: ['ignore', 2, 2], env });
}

function distribution(): string | undefined {
  const release = '/etc/os-release';
  return /^ID=(.*)$/m.exec(readFileSync(release, 'utf8'))?.[1]?.replaceAll('"', '');
}
