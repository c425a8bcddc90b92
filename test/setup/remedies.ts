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
 * The commands to try, in order, until there is a browser. apt-get only as root and on Debian:
 * Ubuntu's package is a stub that asks for a snap.
 */
export function browserRemedies(machine: Machine): readonly Remedy[] {
  const isDebian = ['debian', 'raspbian'].includes(machine.distribution ?? '');
  // Playwright finds the system libraries of its browser itself, if it may install them.
  const withLibraries = machine.platform === 'linux' && machine.isRoot ? ['--with-deps'] : [];
  const cli = 'node_modules/playwright/cli.js';
  return [
    ...(isDebian ? packageRemedies(['chromium'], machine) : []),
    ['node', cli, 'install', ...withLibraries, 'chromium'],
  ];
}

/** The same for packages of Debian and its kin, all at once; none unless as root and with apt-get. */
export function packageRemedies(names: readonly string[], machine: Machine): readonly Remedy[] {
  if (!machine.isRoot || !machine.hasApt) return [];
  const install: Remedy = ['apt-get', 'install', '-y', '--no-install-recommends', ...names];
  // A machine with a fresh package list needs no update; a container has none.
  return [install, ['apt-get', 'update'], install];
}
