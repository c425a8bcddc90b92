/** Files that were made to do harm: each is opened or refused soon, and within little memory. */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEAD_LINE } from '../trace/support.ts';
import {
  ascii,
  block,
  concat,
  interfaceBlock,
  ipv4,
  Ladder,
  packet,
  pcap,
  section,
  u32,
} from './capture-builder.ts';

/** RELIABILITY's figures. Seconds of the processor: other tests run at the same time. */
const MOST_SECONDS = 2;
const MOST_MEGABYTES = 200;
const MIB = 1024 * 1024;

interface Cost {
  readonly refused?: string;
  readonly events?: number;
  readonly seconds: number;
  readonly megabytes: number;
}

let folder = '';
let probe = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirestep-hostile-'));
  probe = join(folder, 'probe.mjs');
  const entryPoints = [join(import.meta.dirname, 'open-probe.ts')];
  await build({
    entryPoints,
    outfile: probe,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

function open(bytes: Uint8Array): Cost {
  const file = join(folder, 'hostile');
  writeFileSync(file, bytes);
  return JSON.parse(execFileSync(process.execPath, [probe, file]).toString()) as Cost;
}

/** So many that a loop in a loop would be noticed; few enough to be made quickly. */
const MANY = 60_000;

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts));
const repeated = (times: number, part: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.alloc(times * part.length, part));

/** A capture of one packet again and again, each with some of its bytes changed. */
function records(one: Uint8Array, change: (n: number, view: DataView) => void = () => undefined) {
  const record = pcap([one]).subarray(24);
  const all = repeated(MANY, record);
  for (let n = 0; n < MANY; n++) {
    const start = all.byteOffset + n * record.length + 16;
    change(n, new DataView(all.buffer, start, one.length));
  }
  return joined(pcap([]), all);
}
/** Places in an IPv4 packet with a TCP segment. */
const ID = 4;
const PLACE = 6;
const SOURCE = 14;
const SEQUENCE = 24;

const packed = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes, { level: 1 }));
const zeros = (size: number) => packed(new Uint8Array(size));
const traceOf = (...lines: readonly string[]) =>
  ascii([HEAD_LINE, ...lines].map((line) => `${line}\n`).join(''));
const data = { ack: 1, flags: 'P', data: 'x' } as const;

const FILES: readonly (readonly [string, () => Uint8Array])[] = [
  ['a gzip bomb', () => zeros(300 * MIB)],
  ['a gzip bomb in a gzip file', () => packed(zeros(300 * MIB))],
  ['gzip files in gzip files', () => [1, 2, 3, 4, 5, 6].reduce(packed, zeros(MIB))],
  [
    'a gzip bomb behind an honest beginning',
    () => packed(joined(traceOf(), new Uint8Array(300 * MIB))),
  ],
  [
    'a packet of 4 GB',
    () => joined(pcap([]), concat(u32(0), u32(0), u32(0xffff_ffff, true), u32(0xffff_ffff, true))),
  ],
  [
    'a block of 4 GB',
    () => concat(section(), u32(6, true), u32(0xffff_fffc, true), new Uint8Array(64)),
  ],
  [
    'a packet longer than its block',
    () =>
      concat(
        section(),
        interfaceBlock({}),
        block(6, concat(new Uint8Array(12), u32(2 ** 30, true), u32(2 ** 30, true))),
      ),
  ],
  ['a million empty packets', () => joined(pcap([]), new Uint8Array(16_000_000))],
  ['a million empty blocks', () => joined(section(), repeated(1_000_000, block(77, [])))],
  ['very many interfaces', () => joined(section(), repeated(500_000, interfaceBlock({})))],
  ['very many sections', () => repeated(500_000, section())],
  [
    'very many connections that are only asked for',
    () => records(packet({ seq: 1, flags: 'S' }), (n, view) => view.setUint16(SOURCE, n)),
  ],
  [
    'very many connections',
    () => records(packet({ seq: 1, ...data }), (n, view) => view.setUint16(SOURCE, n)),
  ],
  [
    'fragments without end',
    () => records(ipv4(new Uint8Array(8), { more: true }), (n, view) => view.setUint16(ID, n)),
  ],
  [
    'fragments of one packet, again and again',
    () =>
      records(ipv4(new Uint8Array(8), { more: true }), (n, view) =>
        view.setUint16(PLACE, 0x2000 | ((n * 7919) % 8190)),
      ),
  ],
  [
    'segments that all come too early',
    () =>
      records(packet({ seq: 1, ...data }), (n, view) =>
        view.setUint32(SEQUENCE, n === 0 ? 1 : 2000 + ((n * 7919) % 1_000_000)),
      ),
  ],
  ['segments that are all the same', () => records(packet({ seq: 1, ...data }))],
  [
    'holes of 60 MB',
    () =>
      records(packet({ seq: 1, ...data }), (n, view) =>
        view.setUint32(SEQUENCE, (n * 60_000_000) >>> 0),
      ),
  ],
  [
    'extensions of extensions',
    () =>
      joined(
        pcap([]),
        repeated(
          500,
          pcap([
            joined(concat([0x60, 0, 0, 0, 0xff, 0xff, 0, 64]), new Uint8Array(32 + 16_000)),
          ]).subarray(24),
        ),
      ),
  ],
  [
    'tags in tags',
    () =>
      pcap([joined(new Uint8Array(12), repeated(200_000, Uint8Array.of(0x81, 0, 0, 1)))], {
        link: 1,
      }),
  ],
  [
    'objects in objects',
    () => traceOf(`{"i":1,"t":1,"k":"note","text":${'['.repeat(500_000)}${']'.repeat(500_000)}}`),
  ],
  [
    'a thousand lines of objects in objects',
    () => traceOf(...Array.from({ length: 1000 }, () => '{"a":'.repeat(10_000))),
  ],
  ['a line of 32 MB', () => joined(traceOf(), new Uint8Array(32 * MIB).fill(0x41))],
  [
    'names like those of objects',
    () => traceOf('{"i":1,"t":1,"k":"note","text":"x","__proto__":{"seq":9},"constructor":1}'),
  ],
  ['an event with the number 10^9', () => traceOf('{"i":1000000000,"t":1,"k":"end"}')],
  [
    'a gap of 10^15 events',
    () =>
      traceOf(
        '{"i":1,"t":1,"k":"gap","count":1000000000000000,"why":"x"}',
        '{"i":999999999,"t":1,"k":"end"}',
      ),
  ],
  [
    'a header that is objects in objects',
    () => ascii(`${HEAD_LINE.slice(0, -1)},"ext":{"a":${'[0,'.repeat(300_000)}`),
  ],
  ['a log that is one bracket', () => ascii(`1 1700000000.000000 socket(${'('.repeat(4 * MIB)}`)],
];

test.each(FILES)(
  '%s',
  (_, make) => {
    const bytes = make();
    const cost = open(bytes);
    console.log(
      `${_}: ${cost.seconds.toFixed(2)} s, ${cost.megabytes.toFixed(0)} MB, ${cost.refused ?? `${cost.events} events`}`,
    );
    expect(cost.seconds).toBeLessThan(MOST_SECONDS);
    expect(cost.megabytes).toBeLessThan(MOST_MEGABYTES);
  },
  60_000,
);

test('an ordinary file costs little, by the same measure', () => {
  const cost = open(pcap(new Ladder().shake().send('C', 'x').packets));
  expect(cost).toMatchObject({ events: 3 });
  expect(cost.seconds).toBeLessThan(1);
});
