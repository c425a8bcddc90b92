import { expect, test } from 'vitest';
import { concat, ethernet, pcap, shortTalk, told, u16, u32 } from './capture-builder.ts';

const PACKETS = shortTalk().packets;
const EXPECTED = await told(pcap(PACKETS));
const framed = (link: number, frame: (ip: Uint8Array) => Uint8Array) =>
  told(pcap(PACKETS.map(frame), { link }));

const before = (head: readonly number[]) => (ip: Uint8Array) => concat(head, ip);

test.each<[string, number, (ip: Uint8Array) => Uint8Array]>([
  ['Ethernet', 1, (ip) => ethernet(ip)],
  [
    'Ethernet with its padding and a checksum behind',
    1,
    (ip) => concat(ethernet(ip), new Uint8Array(22)),
  ],
  ['a VLAN tag', 1, (ip) => ethernet(concat(u16(7), u16(0x0800), ip), 0x8100)],
  [
    'two VLAN tags',
    1,
    (ip) => ethernet(concat(u16(7), u16(0x8100), u16(8), u16(0x0800), ip), 0x88a8),
  ],
  ['BSD loopback in one byte order', 0, before(u32(2, true))],
  ['BSD loopback in the other', 0, before(u32(2))],
  ['OpenBSD loopback', 108, before(u32(2))],
  [
    'Linux cooked',
    113,
    before([...u16(0), ...u16(772), ...u16(6), ...u32(0), ...u32(0), ...u16(0x0800)]),
  ],
  [
    'Linux cooked, the second',
    276,
    before([...u16(0x0800), ...u16(0), ...u32(1), ...u16(772), 0, 6, ...u32(0), ...u32(0)]),
  ],
  ['raw IP', 101, (ip) => ip],
  ['raw IP, of older systems', 12, (ip) => ip],
  ['raw IPv4', 228, (ip) => ip],
])('%s', async (_, link, frame) => {
  expect(await framed(link, frame)).toEqual(EXPECTED);
});

test.each<[string, number, Uint8Array]>([
  ['ARP', 1, ethernet(new Uint8Array(28), 0x0806)],
  ['a frame that is cut within its addresses', 1, new Uint8Array(9)],
  ['a frame that ends behind its type', 1, ethernet(new Uint8Array(0))],
  ['a tag without what it tags', 1, ethernet(new Uint8Array(2), 0x8100)],
  ['a loopback of another family', 0, concat(u32(7, true), new Uint8Array(40))],
  ['a loopback of four bytes', 0, concat(u32(2, true))],
  ['nothing at all', 101, new Uint8Array(0)],
])('%s is no IP packet', async (_, link, frame) => {
  const talk =
    link === 1
      ? PACKETS.map((ip) => ethernet(ip))
      : link === 0
        ? PACKETS.map(before(u32(2)))
        : PACKETS;
  expect(await told(pcap([...talk, frame], { link }))).toEqual([
    'note: Left out: 1 packet without a whole IP header.',
    ...EXPECTED,
  ]);
});
