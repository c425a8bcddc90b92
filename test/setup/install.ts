import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findBrowser, thisMachine } from '../../server/cli/tools.ts';
import { PEERS, findPeer, type Peer } from '../support/peers.ts';
import { browserRemedies, packageRemedies, type Remedy } from './remedies.ts';

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

const peers = Object.keys(PEERS) as readonly Peer[];
const packages = new Set(peers.filter((peer) => problem(peer) !== '').map((peer) => PEERS[peer]));

install('a browser', browserRemedies(machine), () => {
  const found = findBrowser();
  return 'problem' in found ? [found.problem] : [];
});
install([...packages].join(', '), packageRemedies([...packages], machine), () =>
  peers.map(problem).filter((each) => each !== ''),
);

/** Tries the remedies until there is no problem, then says the ones that stayed. */
function install(what: string, remedies: readonly Remedy[], problems: () => readonly string[]) {
  for (const remedy of remedies) {
    if (problems().length === 0) break;
    apply(what, remedy);
  }
  for (const each of problems()) process.stderr.write(`wirestep: ${each}\n`);
}

function apply(what: string, remedy: Remedy): void {
  process.stderr.write(`wirestep: installing ${what} (${remedy.join(' ')})…\n`);
  const [command, ...args] = remedy;
  const program = command === 'node' ? process.execPath : command;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(program, args, { stdio: ['ignore', 2, 2], env });
}

/** Why the tests cannot run a peer; empty where they can. */
function problem(peer: Peer): string {
  try {
    findPeer(peer);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

function distribution(): string | undefined {
  const release = '/etc/os-release';
  return /^ID=(.*)$/m.exec(readFileSync(release, 'utf8'))?.[1]?.replaceAll('"', '');
}
