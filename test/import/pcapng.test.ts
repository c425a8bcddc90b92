import { expect, test } from 'vitest';
import { openBytes } from '../../src/import/open.ts';
import {
  ascii,
  block,
  concat,
  ethernet,
  interfaceBlock,
  lines,
  option,
  packetBlock,
  pcap,
  section,
  shortTalk,
  told,
  u16,
  u32,
} from './capture-builder.ts';

const PACKETS = shortTalk().packets;
const EXPECTED = await told(pcap(PACKETS));

/** A section, its interface, and a packet each tick. */
function pcapng(head: readonly Uint8Array[], ticks: (n: number) => bigint = BigInt): Uint8Array {
  return concat(...head, ...PACKETS.map((bytes, n) => packetBlock(bytes, { ticks: ticks(n) })));
}

test('enhanced packet blocks are read, in both byte orders', async () => {
  expect(await told(pcapng([section(), interfaceBlock({})]))).toEqual(EXPECTED);
  const big = { little: false };
  const blocks = PACKETS.map((bytes, n) => packetBlock(bytes, { ticks: BigInt(n), ...big }));
  const file = concat(section([], false), interfaceBlock(big), ...blocks);
  expect(await told(file)).toEqual(EXPECTED);
});

test.each([
  ['microseconds unless it says otherwise', [], (n: number) => BigInt(n), 2000],
  ['powers of ten: 9 is nanoseconds', [9], (n: number) => BigInt(n), 2],
  ['powers of ten: 3 is milliseconds', [3], (n: number) => BigInt(n), 2_000_000],
  ['powers of two with the upper bit: 10 is 1/1024 s', [0x8a], (n: number) => BigInt(n), 1_953_125],
  ['finer than a nanosecond', [12], (n: number) => BigInt(n) * 1500n, 3],
])('times in %s', async (_, value, ticks, expected) => {
  const options = value.length === 0 ? undefined : option(9, value);
  const file = pcapng([section(), interfaceBlock(options ? { options } : {})], ticks);
  // The connection is there with the handshake's third packet.
  expect((await openBytes(file)).trace.ats[0]).toBe(expected);
});

test('seconds that an interface adds are part of the time', async () => {
  const offset = new Uint8Array(8);
  new DataView(offset.buffer).setBigInt64(0, 1_700_000_000n, true);
  const options = concat(option(14, offset), option(9, [9]));
  const { trace } = await openBytes(pcapng([section(), interfaceBlock({ options })]));
  expect(trace.header.epoch_ns).toBe('1700000000000000000');
});

test('simple packet blocks have no time, and the trace says so', async () => {
  const simple = PACKETS.map((bytes) => block(3, concat(u32(bytes.length, true), bytes)));
  const file = concat(section(), interfaceBlock({}), ...simple);
  expect(await told(file)).toEqual([
    'note: The capture gives no time for 8 packets: they have that of the one before.',
    ...EXPECTED,
  ]);
});

test('a simple packet is as long as its interface captures', async () => {
  const simple = PACKETS.map((bytes) =>
    block(3, concat(u32(bytes.length, true), bytes.subarray(0, 44))),
  );
  const file = concat(section(), interfaceBlock({ snaplen: 44 }), ...simple);
  expect(await told(file)).toContain('S1 @0 "Msg " cut 8');
});

test('the obsolete packet block is read: its interface has half a number', async () => {
  const old = PACKETS.map((bytes, n) => {
    const fields = concat(u16(0, true), u16(7, true), u32(0), u32(n, true));
    return block(2, concat(fields, u32(bytes.length, true), u32(bytes.length, true), bytes));
  });
  expect(await told(concat(section(), interfaceBlock({}), ...old))).toEqual(EXPECTED);
});

test('each interface has its own link type and its own unit of time', async () => {
  const interfaces = [interfaceBlock({}), interfaceBlock({ link: 1, options: option(9, [9]) })];
  const blocks = PACKETS.map((bytes, n) =>
    n % 2 === 0
      ? packetBlock(bytes, { ticks: BigInt(n) })
      : packetBlock(ethernet(bytes), { on: 1, ticks: BigInt(n) * 1000n }),
  );
  const { trace } = await openBytes(concat(section(), ...interfaces, ...blocks));
  expect([...trace.ats.slice(0, 4)]).toEqual([2000, 3000, 4000, 5000]);
});

test('every section counts its interfaces anew, and may turn the byte order', async () => {
  const [first, second] = [PACKETS.slice(0, 4), PACKETS.slice(4)];
  const little = first.map((bytes, n) => packetBlock(bytes, { ticks: BigInt(n) }));
  const big = second.map((bytes, n) =>
    packetBlock(ethernet(bytes), { ticks: BigInt(4 + n), little: false }),
  );
  const file = concat(
    section(), interfaceBlock({}), ...little,
    section([], false), interfaceBlock({ link: 1, little: false }), ...big,
  ); // prettier-ignore
  expect(await told(file)).toEqual(EXPECTED);
});

test('the program, the machine and the system are those that the file names', async () => {
  const options = concat(
    option(2, ascii('a fast one')), option(3, ascii('Linux 6.1')), option(4, ascii('Dumpcap 4.0')),
    option(0, []), option(4, ascii('not any more')),
  ); // prettier-ignore
  const { header } = (await openBytes(pcapng([section(options), interfaceBlock({})]))).trace;
  expect(header.imported?.tool).toBe('Dumpcap 4.0');
  expect(header.host).toEqual({ os: 'Linux 6.1', arch: 'a fast one', runtime: '' });
});

test('blocks of other kinds are passed over', async () => {
  const other = [
    block(4, new Uint8Array(16)),
    block(5, new Uint8Array(12)),
    block(9, ascii('MESSAGE=hi')),
  ];
  expect(await told(pcapng([section(), ...other, interfaceBlock({}), ...other]))).toEqual(EXPECTED);
});

const HEAD = [section(), interfaceBlock({})];
const good = pcapng(HEAD);
const broken = (make: (block: Uint8Array) => void): Uint8Array => {
  const last = packetBlock(PACKETS[0] as Uint8Array);
  make(last);
  return concat(good, last);
};

test.each([
  [
    'has an end that disagrees',
    (of: Uint8Array) => (of[of.length - 4] = 1),
    'at its beginning and',
  ],
  ['is longer than the file', (of: Uint8Array) => (of[7] = 127), 'the file has'],
  ['is no multiple of four', (of: Uint8Array) => (of[4] = 73), 'no multiple of 4'],
  ['is shorter than its frame', (of: Uint8Array) => of.set([8, 0, 0, 0], 4), 'it has at least 12'],
  [
    'begins a section without a byte order',
    (of: Uint8Array) => of.set([10, 13, 13, 10]),
    'byte order mark',
  ],
])('nothing is read behind a block that %s; all before it is shown', async (_, make, reason) => {
  const parsed = await openBytes(broken(make));
  expect(parsed.damage).toHaveLength(1);
  expect(parsed.damage[0]).toMatchObject({ line: 0, byte: good.length });
  expect(parsed.damage[0]?.reason).toContain(reason);
  expect(lines(parsed)).toEqual(EXPECTED.slice(0, -1));
});

test.each([
  [
    'of an interface that is not there',
    packetBlock(PACKETS[0] as Uint8Array, { on: 9 }),
    'interface 9',
  ],
  [
    'longer than its block',
    block(6, concat(u32(0), u32(0), u32(0), u32(99, true), u32(99, true))),
    '99 bytes, its block has room for 0',
  ],
  ['too short for its fields', block(6, new Uint8Array(8)), 'it needs at least 20'],
  ['an interface too short for its fields', block(1, new Uint8Array(4)), 'it needs at least 8'],
  ['a simple packet too short', block(3, new Uint8Array(0)), 'it needs at least 4'],
])('a packet %s is damage, and reading goes on', async (_, odd, reason) => {
  const [first, ...rest] = PACKETS.map((bytes, n) => packetBlock(bytes, { ticks: BigInt(n) }));
  const parsed = await openBytes(concat(...HEAD, first as Uint8Array, odd, ...rest));
  expect(parsed.damage.map((each) => each.reason)).toEqual([expect.stringContaining(reason)]);
  expect(lines(parsed)).toEqual(EXPECTED.slice(0, -1));
});

test('bytes behind the last block are damage', async () => {
  const parsed = await openBytes(concat(good, [1, 2, 3]));
  expect(parsed.damage[0]?.reason).toBe('a block has at least 12 bytes, the file has 3 more');
});

test('options that run over the end of their block are left', async () => {
  const odd = concat(u16(9, true), u16(200, true), [9, 0, 0, 0]);
  const file = pcapng([section(), interfaceBlock({ options: odd })]);
  expect(await told(file)).toEqual(EXPECTED);
});
