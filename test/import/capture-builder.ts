/** Builds packets and capture files byte by byte, and tells in lines what the importer makes of them. */
import { openBytes } from '../../src/import/open.ts';
import { quoteBytes } from '../../src/narration/quote.ts';
import type { Address, TraceEvent } from '../../src/trace/format.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';

export const CLIENT: Address = ['10.0.0.1', 40_000];
export const SERVER: Address = ['10.0.0.2', 5050];
const FLAGS = { F: 1, S: 2, R: 4, P: 8, A: 16 } as const;

export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A header of the course's. */
export function header(length: number): string {
  return String(length).padEnd(64);
}

export function u16(value: number, little = false): readonly number[] {
  const bytes = [(value >>> 8) & 255, value & 255];
  return little ? bytes.toReversed() : bytes;
}

export function u32(value: number, little = false): readonly number[] {
  const bytes = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
  return little ? bytes.toReversed() : bytes;
}

export interface SegmentOf {
  readonly from?: Address;
  readonly to?: Address;
  readonly seq: number;
  readonly ack?: number;
  /** Letters of the flags, as tcpdump writes them; A is added where there is an `ack`. */
  readonly flags?: string;
  readonly data?: string | Uint8Array;
}

/** A TCP segment without checksum: capturing machines leave that to the card. */
export function tcp({ from = CLIENT, to = SERVER, ...of }: SegmentOf): Uint8Array {
  const { seq, ack, flags = '', data = '' } = of;
  const letters = ack === undefined ? flags : `${flags}A`;
  const bits = [...letters].reduce((sum, letter) => sum | FLAGS[letter as keyof typeof FLAGS], 0);
  const head = [...u16(from[1]), ...u16(to[1]), ...u32(seq >>> 0), ...u32((ack ?? 0) >>> 0)];
  const rest = [0x50, bits, ...u16(65_535), 0, 0, 0, 0];
  return concat(head, rest, typeof data === 'string' ? ascii(data) : data);
}

export interface Ipv4Of {
  readonly source?: string;
  readonly target?: string;
  readonly protocol?: number;
  readonly id?: number;
  /** Of a fragment: its place in bytes, and whether more follow. */
  readonly offset?: number;
  readonly more?: boolean;
  readonly options?: readonly number[];
  /** The length that the header gives. */
  readonly total?: number;
}

export function ipv4(payload: Uint8Array, of: Ipv4Of = {}): Uint8Array {
  const { source = CLIENT[0], target = SERVER[0], protocol = 6, options = [] } = of;
  const size = 20 + options.length;
  const place = ((of.offset ?? 0) / 8) | (of.more ? 0x2000 : 0);
  return concat(
    [0x40 | (size / 4), 0, ...u16(of.total ?? size + payload.length), ...u16(of.id ?? 0)],
    [...u16(place), 64, protocol, 0, 0, ...address(source), ...address(target)],
    options,
    payload,
  );
}

function address(text: string): readonly number[] {
  return text.split('.').map(Number);
}

/** A segment in its IPv4 packet. */
export function packet(of: SegmentOf): Uint8Array {
  const { from = CLIENT, to = SERVER } = of;
  return ipv4(tcp(of), { source: from[0], target: to[0] });
}

/** In an Ethernet frame. */
export function ethernet(ip: Uint8Array, type = 0x0800): Uint8Array {
  return concat([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, ...u16(type)], ip);
}

export interface Record {
  readonly bytes: Uint8Array;
  /** Microseconds, or nanoseconds where the file has those. */
  readonly at?: number;
  /** Bytes on the wire, where not all were captured. */
  readonly length?: number;
}

export interface PcapOf {
  readonly little?: boolean;
  readonly nano?: boolean;
  readonly link?: number;
}

const START = 1_700_000_000;

/** A pcap file of raw IP packets, a microsecond apart where they do not say. */
export function pcap(
  records: readonly (Uint8Array | Record)[],
  { little = true, nano = false, link = 101 }: PcapOf = {},
): Uint8Array {
  const magic = nano ? 0xa1b23c4d : 0xa1b2c3d4;
  const units = nano ? 1e9 : 1e6;
  const head = [
    ...u32(magic, little), ...u16(2, little), ...u16(4, little), ...u32(0), ...u32(0),
    ...u32(262_144, little), ...u32(link, little),
  ]; // prettier-ignore
  const body = records.map((record, n) => {
    const { bytes, at = n, length = bytes.length } = 'bytes' in record ? record : { bytes: record };
    const seconds = START + Math.floor(at / units);
    return concat(
      u32(seconds, little),
      u32(at % units, little),
      u32(bytes.length, little),
      u32(length, little),
      bytes,
    );
  });
  return concat(head, ...body);
}

/** One block of a pcapng file around its inside. */
export function block(type: number, inside: Uint8Array | readonly number[], little = true) {
  const padded = concat(inside, new Uint8Array((4 - (inside.length % 4)) % 4));
  const length = u32(padded.length + 12, little);
  return concat(u32(type, little), length, padded, length);
}

export function option(code: number, value: Uint8Array | readonly number[], little = true) {
  const padding = new Uint8Array((4 - (value.length % 4)) % 4);
  return concat(u16(code, little), u16(value.length, little), value, padding);
}

/** A section's first block. */
export function section(options: Uint8Array | readonly number[] = [], little = true): Uint8Array {
  const version = [...u16(1, little), ...u16(0, little)];
  const inside = concat(u32(0x1a2b3c4d, little), version, [255, 255, 255, 255, 255, 255, 255, 255]);
  return block(0x0a0d0d0a, concat(inside, options), little);
}

export function interfaceBlock(of: {
  readonly link?: number;
  readonly snaplen?: number;
  readonly options?: Uint8Array;
  readonly little?: boolean;
}): Uint8Array {
  const { link = 101, snaplen = 0, options = new Uint8Array(0), little = true } = of;
  return block(1, concat(u16(link, little), [0, 0], u32(snaplen, little), options), little);
}

/** An enhanced packet block; `ticks` in the unit of its interface. */
export function packetBlock(
  bytes: Uint8Array,
  of: {
    readonly ticks?: bigint;
    readonly on?: number;
    readonly length?: number;
    readonly little?: boolean;
  } = {},
): Uint8Array {
  const { ticks = 0n, on = 0, length = bytes.length, little = true } = of;
  const times = [Number(ticks >> 32n), Number(ticks & 0xffff_ffffn)];
  const fields = [on, ...times, bytes.length, length].flatMap((value) => u32(value, little));
  return block(6, concat(fields, bytes), little);
}

/** The packets of a short conversation, each line one packet: `C 64`. See `ladder`. */
export class Ladder {
  readonly packets: Uint8Array[] = [];
  readonly #client: Address;
  readonly #server: Address;
  readonly #next: { C: number; S: number };

  constructor({
    client = CLIENT,
    server = SERVER,
    clientIsn = 1000,
    serverIsn = 9000,
  }: {
    readonly client?: Address;
    readonly server?: Address;
    readonly clientIsn?: number;
    readonly serverIsn?: number;
  } = {}) {
    this.#client = client;
    this.#server = server;
    this.#next = { C: clientIsn, S: serverIsn };
  }

  /** SYN, SYN-ACK, ACK. */
  shake(): this {
    return this.add('C', 'S', '', false).add('S', 'S').add('C', '');
  }

  send(who: 'C' | 'S', data: string | Uint8Array, flags = 'P'): this {
    return this.add(who, flags, data);
  }

  fin(who: 'C' | 'S'): this {
    return this.add(who, 'F');
  }

  /** Appends a packet; returns without it being taken back later. */
  add(who: 'C' | 'S', flags: string, data: string | Uint8Array = '', acks = true): this {
    this.packets.push(this.make(who, flags, data, acks));
    const size = typeof data === 'string' ? ascii(data).length : data.length;
    const more = /[SF]/.test(flags) ? 1 : 0;
    this.#next[who] = (this.#next[who] + size + more) >>> 0;
    return this;
  }

  /** A packet as `add` would append it, `back` bytes earlier in its stream. */
  make(who: 'C' | 'S', flags: string, data: string | Uint8Array, acks = true, back = 0) {
    const other = who === 'C' ? 'S' : 'C';
    return packet({
      from: who === 'C' ? this.#client : this.#server,
      to: who === 'C' ? this.#server : this.#client,
      seq: this.#next[who] - back,
      ...(acks ? { ack: this.#next[other] } : {}),
      flags,
      data,
    });
  }
}

/** A handshake, one message and its reply, and both ends' FIN. */
export function shortTalk(ends: ConstructorParameters<typeof Ladder>[0] = {}): Ladder {
  const talk = new Ladder(ends).shake();
  talk.send('C', header(2)).send('C', 'Hi').send('S', 'Msg received');
  return talk.fin('C').fin('S');
}

/** What the importer makes of a file, an event a line. */
export async function told(file: Uint8Array): Promise<readonly string[]> {
  return lines(await openBytes(file));
}

export function lines({ trace }: ParsedTrace): readonly string[] {
  return Array.from({ length: trace.length }, (_, n) => line(trace.at(n)));
}

function line(event: TraceEvent): string {
  switch (event.kind) {
    case 'connection':
      return `connection ${event.local.join(':')} > ${event.peer.join(':')}`;
    case 'connection.end':
      return `${who(event)} ${event.how}`;
    case 'send': {
      const cut = event.cut === undefined ? '' : ` cut ${event.cut}`;
      return `${who(event)} @${event.offset} ${quoteBytes(event.bytes)}${cut}`;
    }
    case 'gap':
      return `gap: ${event.why}`;
    case 'note':
      return `note: ${event.text}`;
    default:
      return event.kind;
  }
}

/** Sockets have odd numbers at clients, even ones at the server. */
function who({ socket }: { readonly socket: number }): string {
  return `${socket % 2 === 1 ? 'C' : 'S'}${Math.ceil(socket / 2)}`;
}
