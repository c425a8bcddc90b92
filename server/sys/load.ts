import { createRequire } from 'node:module';
import type { Koffi } from './koffi.ts';
import { linuxSys } from './linux.ts';
import type { Sys } from './sys.ts';

/**
 * The blocking calls of this machine, for the thread that asks.
 *
 * @throws {Error} one sentence with the remedy, where this machine has none
 */
export function loadSys(): Sys {
  switch (process.platform) {
    case 'linux':
      return linuxSys(loadKoffi());
    default:
      throw new Error(`live sessions need Linux, macOS or Windows; this is ${process.platform}`);
  }
}

function loadKoffi(): Koffi {
  // Bundled for worker threads this file is CommonJS, elsewhere it is a module.
  const here = typeof __filename === 'string' ? __filename : import.meta.url;
  try {
    return createRequire(here)('koffi') as Koffi;
  } catch (error) {
    throw new Error(
      'live sessions need the native library koffi, which does not load here: ' +
        'run "npm ci --include=optional" and start again',
      { cause: error },
    );
  }
}
