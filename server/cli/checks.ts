import { createServer } from 'node:net';
import { loadSys } from '../sys/load.ts';
import { openDataFolder } from '../data/folder.ts';
import { DEFAULT_MAX_THREADS, maxThreads, type ThreadLimit } from '../thread/limits.ts';
import { listen } from '../web/listen.ts';
import { findBrowser, findPython, type Found } from './tools.ts';

/** One thing that wirestep needs of the machine. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found; for a problem one sentence with the remedy. */
  readonly text: string;
}

export interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly uiPort: number;
  /** Recordings; by default where the platform keeps a user's data. */
  readonly data?: string;
}

/** Checks this machine, in the order in which a start would meet the problems. */
export async function checks(wanted: Wanted): Promise<readonly Check[]> {
  return [
    await port('Page', '127.0.0.1', wanted.uiPort, '--ui-port'),
    await port('Live', wanted.host, wanted.port, '--port'),
    nativeLibrary(loadSys),
    threads(maxThreads()),
    await dataFolder(wanted.data),
    tool('Browser', findBrowser()),
    tool('Python', findPython()),
  ];
}

/** Listens for a moment: the only test that knows about rights and addresses, too. */
export async function port(
  what: string,
  host: string,
  number: number,
  option: string,
): Promise<Check> {
  const server = createServer();
  const name = `${what} port`;
  try {
    const free = await listen(server, { host, port: number, option });
    return { name, ok: true, text: `${free} on ${host} is free` };
  } catch (error) {
    return { name, ok: false, text: sentence(error) };
  } finally {
    server.close();
  }
}

export function nativeLibrary(load: () => { readonly platform: string }): Check {
  const name = 'Native library';
  try {
    return { name, ok: true, text: `koffi makes blocking calls on ${load().platform}` };
  } catch (error) {
    return { name, ok: false, text: sentence(error) };
  }
}

export function threads({ cap, limitedBy }: ThreadLimit): Check {
  const name = 'Threads';
  const found = `${cap} at once, limited by ${limitedBy}`;
  if (cap >= DEFAULT_MAX_THREADS) {
    return { name, ok: true, text: `up to ${found}; ${DEFAULT_MAX_THREADS} unless told otherwise` };
  }
  return { name, ok: false, text: `Only ${found}: raise it, or start with --max-threads ${cap}.` };
}

export async function dataFolder(path?: string): Promise<Check> {
  const { dir, problem } = await openDataFolder(path);
  return { name: 'Data folder', ok: problem === undefined, text: problem ?? dir };
}

export function tool(name: string, found: Found): Check {
  if ('path' in found) return { name, ok: true, text: found.path };
  return { name, ok: false, text: found.problem };
}

/** The error's message as a sentence, however it was written. */
function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.?$/, '.');
}
