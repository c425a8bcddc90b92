import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython, thisMachine, type Found, type Machine } from '../../server/cli/tools.ts';

/** The tools that open what wirestep writes, each with the Debian package that brings it. */
export const PEERS = {
  tshark: 'tshark',
  capinfos: 'wireshark-common',
  text2pcap: 'wireshark-common',
  editcap: 'wireshark-common',
  xxd: 'xxd',
  asciinema: 'asciinema',
  strace: 'strace',
  python3: 'python3',
} as const;
export type Peer = keyof typeof PEERS;

/** Without these rights `tshark -i` sees no interface. */
export const CAPTURE_RIGHTS =
  'Capturing on lo needs root, or membership of the group wireshark after `dpkg-reconfigure wireshark-common` gave dumpcap its capabilities.';

/** A peer's path on a machine; fails with one sentence that names the package to install where it is missing. */
export function findPeer(peer: Peer, machine: Machine = thisMachine): string {
  if (peer === 'python3') return pathOf(findPython(machine));
  const path = onPath(peer, machine).find(machine.isProgram);
  if (path !== undefined) return path;
  throw new Error(
    `No ${peer} was found: install it (Debian: apt-get install ${PEERS[peer]}) and run the tests again.`,
  );
}

/** A peer that takes longer hangs: the test fails, and not the whole run. */
const PATIENCE_MS = 50_000;

/** What a peer runs with, besides its arguments. */
export interface PeerOptions {
  /** What it reads from stdin; nothing unless given. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Added to the clean environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a peer to its end and gives the bytes of its stdout. It sees no personal setting: its home
 * and its configuration are an empty folder, its locale is C.UTF-8, its time zone UTC. Throws its
 * own words where it does not exit with 0; what it says on stderr otherwise does not matter.
 */
export function runPeer(peer: Peer, args: readonly string[], options: PeerOptions = {}): Buffer {
  const path = findPeer(peer);
  const home = emptyHome();
  try {
    const { status, signal, stdout, stderr, error } = spawnSync(path, args, {
      input: options.input ?? '',
      cwd: options.cwd,
      env: cleanEnvironment(home, options.env),
      maxBuffer: 1 << 30,
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    if (error !== undefined && status === null && signal === null) throw error;
    if (status === 0) return stdout;
    const rights = isCapture(peer, args) ? ` ${CAPTURE_RIGHTS}` : '';
    const how = status === null ? `was ended by ${signal}` : `exited with ${status}`;
    throw new Error(`${peer} ${args.join(' ')} ${how}: ${stderr.toString().trim()}${rights}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Starts a peer in the same clean environment, for one that runs beside the test: a capture that
 * waits for packets. Whoever starts it ends it; its home goes when it does.
 */
export function startPeer(
  peer: Peer,
  args: readonly string[],
  options: Omit<PeerOptions, 'input'> = {},
): ChildProcessWithoutNullStreams {
  const path = findPeer(peer);
  const home = emptyHome();
  const env = cleanEnvironment(home, options.env);
  const child = spawn(path, args, { cwd: options.cwd, env });
  child.once('close', () => rmSync(home, { recursive: true, force: true }));
  return child;
}

function emptyHome(): string {
  return mkdtempSync(join(tmpdir(), 'wirestep-peer-'));
}

/** Only what a program needs to start; the rest of the person's environment could change its words. */
function cleanEnvironment(home: string, more: PeerOptions['env'] = {}): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TMPDIR } = process.env;
  return {
    PATH,
    SystemRoot,
    TMPDIR,
    HOME: home,
    XDG_CONFIG_HOME: home,
    WIRESHARK_CONFIG_DIR: home,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    ...more,
  };
}

function isCapture(peer: Peer, args: readonly string[]): boolean {
  return peer === 'tshark' && args.some((each) => each.startsWith('-i'));
}

function onPath(name: string, machine: Machine): readonly string[] {
  const program = machine.platform === 'win32' ? `${name}.exe` : name;
  return (machine.env['PATH'] ?? '')
    .split(machine.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program));
}

function pathOf(found: Found): string {
  if ('problem' in found) throw new Error(found.problem);
  return found.path;
}
