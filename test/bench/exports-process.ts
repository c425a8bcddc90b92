import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writePcapng } from '../../src/export/pcapng.ts';
import { partOf } from '../../src/export/scope.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { median } from './figures.ts';
import { eachPacket } from './packets.ts';

/** What one process measured of one recording. */
export interface ExportReport {
  readonly events: number;
  readonly packets: number;
  readonly entries: number;
  /** Seconds to read the recording, and to write its capture. */
  readonly parse: number;
  readonly write: number;
  /** The most memory while it was written above what the open recording took, in bytes. */
  readonly growth: number;
}

/** Opens a recording and writes its capture: `FILE FOLDER ROUNDS`. Leaves the capture in the folder,
 *  and its packets as the text that text2pcap reads. */
const [file = '', folder = '', rounds = '1'] = process.argv.slice(2);
const capture = join(folder, 'ours.pcapng');
const parsed: number[] = [];
const written: number[] = [];
const bytes = readFileSync(file);
let events = 0;
let growth = 0;
for (let round = 0; round < Number(rounds); round++) {
  const began = performance.now();
  const { trace } = parseTrace(bytes, OWN);
  parsed.push(performance.now() - began);
  events = trace.length;
  const open = process.memoryUsage().rss;
  const from = performance.now();
  const fd = openSync(capture, 'w');
  for (const chunk of writePcapng(partOf(trace, {}))) {
    writeSync(fd, chunk);
    growth = Math.max(growth, process.memoryUsage.rss() - open);
  }
  closeSync(fd);
  written.push(performance.now() - from);
}
const { packets, entries } = writeDump(readFileSync(capture), join(folder, 'packets.txt'));
const report: ExportReport = {
  ...{ events, packets, entries, growth },
  parse: median(parsed) / 1000,
  write: median(written) / 1000,
};
process.send?.(report);

function writeDump(all: Uint8Array, into: string): { packets: number; entries: number } {
  const out = openSync(into, 'w');
  let text = '';
  let packets = 0;
  const entries = eachPacket(all, (frame) => {
    const second = String(Math.floor(packets / 1e6) % 60).padStart(2, '0');
    text += `O 12:00:${second}.${String(packets % 1e6).padStart(6, '0')}\n`;
    packets++;
    for (let at = 0; at < frame.length; at += 16) {
      const line = Buffer.from(frame.subarray(at, at + 16)).toString('hex');
      text += `${at.toString(16).padStart(6, '0')} ${line.replace(/../g, ' $&')}\n`;
    }
    if (text.length < 1 << 20) return;
    writeSync(out, text);
    text = '';
  });
  writeSync(out, text);
  closeSync(out);
  return { packets, entries };
}
