import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPeer } from '../support/peers.ts';
import type { ExportReport } from './exports-process.ts';
import { figure, median, table } from './figures.ts';
import { kill, message, start } from './processes.ts';
import { request } from './rates.ts';

/** A long recording as a capture, beside text2pcap with the same packets. */
export interface Exports extends ExportReport {
  /** Seconds that text2pcap takes. */
  readonly text2pcap: number;
}

/** Events of one message that the server takes and answers, at `detail: calls`. */
const EVENTS_A_MESSAGE = 7;
const CLIENTS = 8;

/** Records so many events of the real server with clients that are not recorded, and writes their
 *  capture: with us, and with text2pcap. */
export async function measureExports(events: number, rounds: number): Promise<Exports> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-exports-'));
  try {
    const file = join(folder, 'bench.trace.jsonl');
    await record(file, events);
    const child = start('exports-process', [file, folder, String(rounds)]);
    const report = await message<ExportReport>(child, 600_000);
    const seconds = Array.from({ length: rounds }, () => runText2pcap(folder));
    return { ...report, text2pcap: median(seconds) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function record(file: string, events: number): Promise<void> {
  const server = start('engine-process', ['recorded', file]);
  const load = start('load-process');
  const { port } = await message<{ port: number }>(server);
  const talk = { what: 'messages', port, clients: CLIENTS, warmMs: 0, countMs: 500 } as const;
  for (let done = 0; done < events;) {
    done += (await request(load, talk)).all * EVENTS_A_MESSAGE;
  }
  await kill(load);
  const gone = once(server, 'exit');
  server.send('stop');
  await gone;
}

/** Whole frames of Ethernet (link type 1): nothing is left for it to make but the file. */
function runText2pcap(folder: string): number {
  const [from, to] = [join(folder, 'packets.txt'), join(folder, 'theirs.pcapng')];
  const began = performance.now();
  runPeer('text2pcap', ['-q', '-D', '-t', '%H:%M:%S.%f', '-l', '1', from, to]);
  return (performance.now() - began) / 1000;
}

export function exportTable({
  events,
  packets,
  entries,
  write,
  parse,
  text2pcap,
}: Exports): string {
  const million = (seconds: number) => figure((seconds / events) * 1e6);
  const rate = (seconds: number) => figure(packets / seconds);
  return table(
    ['10^6 events', 'seconds', 'packets/s'],
    [
      ['reading the recording', million(parse), ''],
      [`writing the capture, with ${figure(entries)} journal entries`, million(write), rate(write)],
      ['text2pcap, the same packets', million(text2pcap), rate(text2pcap)],
    ],
  );
}
