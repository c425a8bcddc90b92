import { createRequire } from 'node:module';
import type { Koffi } from './koffi.ts';
import { linuxSys } from './linux.ts';
import { macosSys } from './macos.ts';
import type { Sys } from './sys.ts';
import { WindowsSys } from './windows.ts';

/**
 * The blocking calls of this machine, for the thread that asks.
 *
 * @throws {Error} one sentence, with the remedy where there is one, when this machine has none
 */
export function loadSys(
  platform: NodeJS.Platform = process.platform,
  load: (name: 'koffi') => unknown = requireFromHere,
): Sys {
  const open = SYSTEMS[platform];
  if (!open) {
    throw new Error(`live sessions need Linux, macOS or Windows, and this is ${platform}`);
  }
  let koffi: Koffi;
  try {
    koffi = load('koffi') as Koffi;
  } catch (error) {
    throw new Error(
      'live sessions need the native library koffi, which does not load here ' +
        `(${firstLine(error)}): run "npm ci --include=optional" and start again`,
      { cause: error },
    );
  }
  try {
    return open(koffi);
  } catch (error) {
    throw new Error(`live sessions cannot reach this system's sockets: ${firstLine(error)}`, {
      cause: error,
    });
  }
}

const SYSTEMS: Partial<Record<NodeJS.Platform, (koffi: Koffi) => Sys>> = {
  linux: linuxSys,
  darwin: macosSys,
  win32: (koffi) => new WindowsSys(koffi),
};

function requireFromHere(name: 'koffi'): unknown {
  // Bundled for worker threads this file is CommonJS, elsewhere it is a module.
  return createRequire(typeof __filename === 'string' ? __filename : import.meta.url)(name);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
