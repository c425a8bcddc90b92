/** Opens the file of its argument in a process of its own and prints what that cost. */
import { readFileSync } from 'node:fs';
import { openBytes } from '../../src/import/open.ts';
import { ImportError } from '../../src/trace/import-error.ts';

const bytes = new Uint8Array(readFileSync(process.argv[2] ?? ''));
const before = process.cpuUsage();
let outcome: { readonly refused: string } | { readonly events: number };
try {
  outcome = { events: (await openBytes(bytes)).trace.length };
} catch (error) {
  if (!(error instanceof ImportError)) throw error;
  outcome = { refused: error.reason };
}
const { user, system } = process.cpuUsage(before);
// On Linux `maxRSS` is inherited from the process that started this one.
const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
const megabytes = Number(peak) / 1024;
process.stdout.write(JSON.stringify({ ...outcome, seconds: (user + system) / 1e6, megabytes }));
