/** A command line that may bring a missing tool; `node` stands for the Node that runs. */
export type Remedy = readonly [command: string, ...args: string[]];

/** What decides how a tool can be installed. */
export interface Machine {
  readonly platform: string;
  readonly isRoot: boolean;
  readonly hasApt: boolean;
  /** `ID` of /etc/os-release. */
  readonly distribution?: string;
}

/**
 * The commands to try, in order, until the tool is there. apt-get only as root, and for a browser
 * only on Debian: Ubuntu's package is a stub that asks for a snap.
 */
export function remedies(tool: 'browser' | 'python', machine: Machine): readonly Remedy[] {
  const apt = machine.isRoot && machine.hasApt;
  if (tool === 'python') return apt ? aptGet('python3') : [];
  const isDebian = ['debian', 'raspbian'].includes(machine.distribution ?? '');
  // Playwright finds the system libraries of its browser itself, if it may install them.
  const withLibraries = machine.platform === 'linux' && machine.isRoot ? ['--with-deps'] : [];
  const cli = 'node_modules/playwright/cli.js';
  return [
    ...(apt && isDebian ? aptGet('chromium') : []),
    ['node', cli, 'install', ...withLibraries, 'chromium'],
  ];
}

function aptGet(name: string): readonly Remedy[] {
  const install: Remedy = ['apt-get', 'install', '-y', '--no-install-recommends', name];
  // A machine with a fresh package list needs no update; a container has none.
  return [install, ['apt-get', 'update'], install];
}
