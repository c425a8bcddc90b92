import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPeer } from '../support/peers.ts';
import type { ExportReport } from './exports-process.ts';
import { figure, median, table } from './figures.ts';
import { message, start } from './processes.ts';
import { withRecording } from './replay/record.ts';

/** A long recording as a capture, beside text2pcap with the same packets. */
export interface Exports extends ExportReport {
  /** Seconds that text2pcap takes. */
  readonly text2pcap: number;
}

/** Records so many events with the real engine and writes their capture, both programs in turn. */
export function measureExports(events: number, rounds: number): Promise<Exports> {
  return withRecording(events, async (file) => {
    const folder = mkdtempSync(join(tmpdir(), 'wirestep-exports-'));
    try {
      const child = start('exports-process', [file, folder, String(rounds)]);
      const report = await message<ExportReport>(child, 600_000);
      const seconds = Array.from({ length: rounds }, () => runText2pcap(folder));
      return { ...report, text2pcap: median(seconds) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
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
