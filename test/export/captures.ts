/** Captures of traces, and what tshark says of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePcapng } from '../../src/export/pcapng.ts';
import type { Part } from '../../src/export/part.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { knownBytes, readStream } from '../../src/scene/stream.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { runPeer } from '../support/peers.ts';
import { partOfTrace } from './parts.ts';
import { readPcapng } from './read-pcapng.ts';
import type { Packet } from './read-pcapng.ts';

export function captureOf(part: Part): Buffer {
  return Buffer.concat([...writePcapng(part)]);
}

/** One line a packet or entry, as a ladder: who, what, how many bytes. */
export function ladder(trace: Trace, part = partOfTrace(trace)): readonly string[] {
  const { blocks } = readPcapng(captureOf(part));
  const firsts = new Map<string, number>();
  return blocks.map((block) => {
    if (block.kind === 'entry') return `      ${block.fields['MESSAGE']}`;
    const { from, to, flags, seq, ack, payload } = block.tcp;
    const base = firsts.get(from) ?? seq;
    firsts.set(from, base);
    const relative = (number: number, first: number) => (number - first + 2 ** 32) % 2 ** 32;
    const acked = flags.includes('ACK') ? ` ack ${relative(ack, firsts.get(to) ?? ack)}` : '';
    const bytes = payload.length === 0 ? '' : ` ${payload.length} bytes`;
    const sender = from.split(':').at(-1);
    return `${block.id} ${sender} ${flags} seq ${relative(seq, base)}${acked}${bytes}`;
  });
}

/** The packets of a trace, without the entries. */
export function packetsOf(trace: Trace, part = partOfTrace(trace)): readonly Packet[] {
  const { blocks } = readPcapng(captureOf(part));
  return blocks.filter((block) => block.kind === 'packet');
}

/** Runs `work` with the path of a capture. */
export function withCapture<T>(bytes: Uint8Array, work: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-capture-'));
  try {
    const file = join(folder, 'capture.pcapng');
    writeFileSync(file, bytes);
    return work(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CHECKED = ['tcp', 'ip'].flatMap((each) => ['-o', `${each}.check_checksum:TRUE`]);

/** The fields of every frame that the filter lets through, both checksums checked. */
export function tshark(
  file: string,
  fields: readonly string[],
  filter = 'frame',
  more: readonly string[] = [],
): readonly (readonly string[])[] {
  // In two passes, so that a frame knows what comes behind it.
  const asked = fields.flatMap((field) => ['-e', field]);
  const how = ['-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=|', ...asked];
  const args = ['-2', '-r', file, '-Y', filter, ...CHECKED, ...how, ...more];
  const lines = runPeer('tshark', args).toString().split('\n').slice(0, -1);
  return lines.map((line) => line.split('\t'));
}

/** Bytes of both directions of a stream, in hex. */
export interface Streams {
  readonly up: string;
  readonly down: string;
}

/** What `follow,tcp,raw` gives for the streams 0 … count − 1. */
export function follow(file: string, count: number): readonly Streams[] {
  const asked = Array.from({ length: count }, (_, n) => ['-z', `follow,tcp,raw,${n}`]).flat();
  const text = runPeer('tshark', ['-q', '-r', file, ...asked]).toString();
  const followed: Streams[] = [];
  for (const one of text.split('Follow: tcp,raw\n').slice(1)) {
    const stream = Number(/tcp\.stream eq (\d+)/.exec(one)?.[1]);
    const lines = one.split('\n').filter((line) => /^\t?[0-9a-f]+$/.test(line));
    // A tab stands before what the end sent that did not begin.
    const isDown = (line: string) => line.startsWith('\t');
    followed[stream] = {
      up: lines.filter((line) => !isDown(line)).join(''),
      down: lines.filter(isDown).join('').replaceAll('\t', ''),
    };
  }
  return followed;
}

/** What the scene at the end of a trace knows of each connection's streams, by its number. */
export function recordedStreams(trace: Trace): ReadonlyMap<number, Streams> {
  const { connections } = createScenes(trace)(trace.length - 1);
  return new Map(
    connections.map(({ id, up, down }) => {
      const hex = (direction: typeof up) =>
        Buffer.from(readStream(trace, direction, 0, knownBytes(direction))).toString('hex');
      return [id, { up: hex(up), down: hex(down) }];
    }),
  );
}
