import { expect, test } from 'vitest';
import { openBytes } from '../../src/import/open.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { concat, lines, pcap, shortTalk, told, u32 } from './capture-builder.ts';

const PACKETS = shortTalk().packets;
const WHOLE = pcap(PACKETS);

async function refusal(file: Uint8Array): Promise<string> {
  const error: unknown = await told(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ImportError);
  return (error as ImportError).message;
}

test('both byte orders, micro- and nanoseconds are read alike', async () => {
  const expected = await told(WHOLE);
  for (const little of [true, false])
    for (const nano of [true, false])
      expect(await told(pcap(PACKETS, { little, nano }))).toEqual(expected);
});

test('times are kept to the nanosecond, counted from the first packet', async () => {
  const records = PACKETS.map((bytes, n) => ({ bytes, at: 1_000_000_007 + n * 1_500_000_001 }));
  const { trace } = await openBytes(pcap(records, { nano: true }));
  expect(trace.header.epoch_ns).toBe('1700000001000000007');
  // The handshake has three packets; the header is the fourth.
  expect([...trace.ats.slice(0, 3)]).toEqual([3_000_000_002, 4_500_000_003, 6_000_000_004]);
  const micro = await openBytes(pcap(PACKETS.map((bytes, at) => ({ bytes, at: at * 1001 }))));
  expect([...micro.trace.ats.slice(0, 3)]).toEqual([2_002_000, 3_003_000, 4_004_000]);
});

test('a torn last packet is damage: its place, both numbers, and all packets before it', async () => {
  const torn = WHOLE.subarray(0, WHOLE.length - 5);
  const parsed = await openBytes(torn);
  const at = WHOLE.length - 16 - (PACKETS.at(-1) as Uint8Array).length;
  expect(parsed.damage).toEqual([
    { line: 0, byte: at, reason: 'the packet says 40 bytes, the file has 35 more' },
  ]);
  expect(lines(parsed)).toEqual((await told(WHOLE)).slice(0, -2));
  expect(parsed.ended).toBe(false);
});

test('a torn header of a packet is damage too', async () => {
  const parsed = await openBytes(concat(WHOLE, [1, 2, 3]));
  expect(parsed.damage).toEqual([
    { line: 0, byte: WHOLE.length, reason: "a packet's header has 16 bytes, the file has 3 more" },
  ]);
});

test('a length beyond the file is only compared, never allocated', async () => {
  const record = concat(u32(1_700_000_000, true), u32(0), u32(0xffff_ffff, true), u32(64, true));
  const parsed = await openBytes(concat(WHOLE, record));
  expect(parsed.damaged).toBe(1);
  expect(parsed.damage[0]?.reason).toContain('4294967295 bytes, the file has 0 more');
});

test('a file that is no more than a header is refused', async () => {
  expect(await refusal(WHOLE.subarray(0, 24))).toBe('byte 0: the capture has no packets');
  expect(await refusal(WHOLE.subarray(0, 23))).toBe(
    "byte 0: the capture's header has 24 bytes, the file 23",
  );
});

test('another version of the format is refused by its number', async () => {
  const later = Uint8Array.from(WHOLE);
  later[4] = 3;
  expect(await refusal(later)).toBe('byte 4: a capture of version 3; known is 2');
});

test('a time half a century from the first is damage, and the packet is still taken', async () => {
  const records = PACKETS.map((bytes, n) => ({ bytes, at: n === 4 ? 2 ** 50 : n }));
  const parsed = await openBytes(pcap(records));
  expect(parsed.damage.map(({ reason }) => reason)).toEqual([
    'the time of the packet is more than 50 days from the first',
  ]);
  expect(lines(parsed)).toContain('C1 @64 "Hi"');
});

test('packets of a link type that nobody here knows are counted', async () => {
  const file = pcap(PACKETS, { link: 127 });
  expect(await refusal(file)).toBe(
    'byte 0: the capture has 8 packets, but none of a TCP connection',
  );
});

test('the bits above the link type are about checksums, and nobody minds them', async () => {
  expect(await told(pcap(PACKETS, { link: 0x5400_0065 }))).toEqual(await told(WHOLE));
});

test('the trace is ended in order, of no machine, and says what it cannot show', async () => {
  const { trace, ended } = await openBytes(WHOLE);
  expect(ended).toBe(true);
  expect(trace.header).toMatchObject({
    title: 'Capture of one connection',
    imported: {
      from: 'capture',
      tool: '',
      missing: ['calls', 'threads', 'queues', 'source', 'terminals'],
    },
    programs: [
      { p: 1, role: 'server', name: 'server' },
      { p: 2, role: 'client', name: 'client-1' },
    ],
  });
});
