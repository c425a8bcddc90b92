import { expect, test } from 'vitest';
import { ipv6Text } from '../../src/import/ip-address.ts';
import { concat, header, ipv4, Ladder, pcap, tcp, told, u16, u32 } from './capture-builder.ts';

const talk = new Ladder().shake();
const message = tcp({
  seq: 1001,
  ack: 9001,
  flags: 'P',
  data: `${header(20)}twenty bytes of text`,
});
const SEEN = [
  'connection 10.0.0.1:40000 > 10.0.0.2:5050',
  'C1 @0 "20                              "…',
  'end',
];
const withMessage = (...packets: readonly Uint8Array[]) =>
  told(pcap([...talk.packets, ...packets]));

test('IPv4 options are passed over', async () => {
  expect(await withMessage(ipv4(message, { options: [1, 1, 1, 0] }))).toEqual(SEEN);
});

test('a length of 0 is that of a card that cuts packets itself: the frame says it', async () => {
  expect(await withMessage(ipv4(message, { total: 0 }))).toEqual(SEEN);
});

test('what stands behind the packet’s length is no part of it', async () => {
  expect(await withMessage(concat(ipv4(message), [1, 2, 3, 4, 5, 6]))).toEqual(SEEN);
});

test.each([
  ['a header that says less than it has', [0x43]],
  ['a header longer than the packet', [0x4f]],
  ['a version that nobody knows', [0x75]],
])('%s: left out', async (_, [first]) => {
  const odd = Uint8Array.from(ipv4(tcp({ seq: 1 })));
  odd[0] = first as number;
  expect((await withMessage(ipv4(message), odd))[0]).toBe(
    'note: Left out: 1 packet without a whole IP header.',
  );
});

const pieces = (...cuts: readonly number[]): readonly Uint8Array[] =>
  cuts.map((offset, n) => {
    const to = cuts[n + 1] ?? message.length;
    return ipv4(message.subarray(offset, to), { id: 7, offset, more: to < message.length });
  });

test('fragments are put together, in whichever order they come', async () => {
  const [a, b, c] = pieces(0, 16, 48) as [Uint8Array, Uint8Array, Uint8Array];
  for (const order of [
    [a, b, c],
    [c, b, a],
    [b, c, a],
    [a, b, b, c],
  ])
    expect(await withMessage(...order)).toEqual(SEEN);
});

test('fragments of two packets are told apart by their number', async () => {
  const [a, b] = pieces(0, 48) as [Uint8Array, Uint8Array];
  const other = ipv4(message.subarray(0, 48), { id: 8, offset: 0, more: true });
  expect(await withMessage(a, other, b)).toEqual([
    'note: Left out: 1 packet cut into fragments of which some are missing.',
    ...SEEN,
  ]);
});

test('a packet of which a fragment is missing is left out, and it is said', async () => {
  const [a, , c] = pieces(0, 16, 48) as [Uint8Array, Uint8Array, Uint8Array];
  expect(await withMessage(a, c)).toEqual([
    'note: Left out: 1 packet cut into fragments of which some are missing.',
    SEEN[0],
    'end',
  ]);
});

test('fragments beyond the longest packet are left out', async () => {
  const far = ipv4(message.subarray(0, 64), { id: 9, offset: 65_528 });
  expect((await withMessage(ipv4(message), far))[0]).toContain('1 packet cut into fragments');
});

function ipv6(payload: Uint8Array, next = 6, length = payload.length): Uint8Array {
  const address = (last: number) => [0xfe, 0x80, ...new Array<number>(13).fill(0), last];
  return concat([0x60, 0, 0, 0, ...u16(length), next, 64], address(1), address(2), payload);
}

const V6 = [
  'note: The beginning of the connection from fe80::1:40000 to fe80::2:5050 is not in the capture.',
  'connection fe80::1:40000 > fe80::2:5050',
  SEEN[1],
  'end',
].map((line) =>
  line?.replace(/from fe80::1:40000 to fe80::2:5050/, 'from [fe80::1]:40000 to [fe80::2]:5050'),
);
const extension = (next: number) => concat([next, 0, 1, 4, 0, 0, 0, 0]);

test.each<[string, Uint8Array]>([
  ['IPv6', ipv6(message)],
  ['hop-by-hop options before it', ipv6(concat(extension(6), message), 0)],
  ['several extensions', ipv6(concat(extension(43), extension(60), extension(6), message), 0)],
  ['an authentication header', ipv6(concat([6, 1, 0, 0], new Uint8Array(8), message), 51)],
  ['a fragment header around the whole', ipv6(concat([6, 0, ...u16(0), ...u32(5)], message), 44)],
  ['a length of 0', ipv6(message, 6, 0)],
])('%s', async (_, packet) => {
  expect(await told(pcap([packet]))).toEqual(V6);
});

test('fragments of IPv6 are put together', async () => {
  const part = (from: number, to: number, more: number) =>
    ipv6(concat([6, 0, ...u16(from | more), ...u32(5)], message.subarray(from, to)), 44);
  const packets = [part(48, message.length, 0), part(0, 48, 1)];
  expect(await told(pcap(packets))).toEqual(V6);
});

test.each([
  [
    'an extension that ends beyond the packet',
    ipv6(concat([6, 200, 0, 0, 0, 0, 0, 0], message), 0),
  ],
  ['an extension that is cut', ipv6(concat([6, 0, 0]), 0)],
  ['a header that is cut', ipv6(message).subarray(0, 39)],
])('%s: left out', async (_, packet) => {
  expect((await withMessage(ipv4(message), packet))[0]).toBe(
    'note: Left out: 1 packet without a whole IP header.',
  );
});

test.each([
  ['2001:db8::1', [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]],
  ['::', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['::1', [0, 0, 0, 0, 0, 0, 0, 1]],
  ['1::', [1, 0, 0, 0, 0, 0, 0, 0]],
  ['1:0:2::3', [1, 0, 2, 0, 0, 0, 0, 3]],
  ['2001:db8:0:1:1:1:1:1', [0x2001, 0xdb8, 0, 1, 1, 1, 1, 1]],
  ['2001:0:0:1::1', [0x2001, 0, 0, 1, 0, 0, 0, 1]],
  ['::ffff:10.0.0.1', [0, 0, 0, 0, 0, 0xffff, 0x0a00, 0x0001]],
])('RFC 5952 writes %s', (text, groups) => {
  const bytes = concat(...groups.map((group) => u16(group)));
  expect(ipv6Text(new DataView(bytes.buffer, bytes.byteOffset), 0)).toBe(text);
});
