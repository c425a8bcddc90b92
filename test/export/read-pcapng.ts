/** Reads a pcapng file back, as far as ours go: for tests of what stands in it. */

/** A packet or a journal entry. */
export type Block = Packet | Entry;

export interface Packet {
  readonly kind: 'packet';
  /** Name of its interface. */
  readonly on: string;
  /** Nanoseconds since 1970. */
  readonly at: bigint;
  readonly id: number;
  readonly way: 'in' | 'out';
  readonly comments: readonly string[];
  readonly bytes: Uint8Array;
  /** Bytes of the packet before it was cut. */
  readonly whole: number;
  readonly tcp: Tcp;
}

/** What the headers of a packet say. */
export interface Tcp {
  readonly from: string;
  readonly to: string;
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  readonly payload: Uint8Array;
}

export interface Entry {
  readonly kind: 'entry';
  readonly fields: Readonly<Record<string, string>>;
}

export interface Capture {
  /** Comments of the section. */
  readonly comments: readonly string[];
  readonly interfaces: readonly string[];
  readonly blocks: readonly Block[];
}

const decoder = new TextDecoder();

/** Fails where a block's two lengths differ, or it does not end where the next begins. */
export function readPcapng(bytes: Uint8Array): Capture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const comments: string[] = [];
  const interfaces: string[] = [];
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length;) {
    const type = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    if (size % 4 !== 0 || view.getUint32(at + size - 4, true) !== size) {
      throw new Error(`the block at ${at} has two lengths, or an odd one`);
    }
    const body = new DataView(view.buffer, view.byteOffset + at + 8, size - 12);
    if (type === 0x0a0d0d0a) comments.push(...texts(options(body, 16), 1));
    else if (type === 1) interfaces.push(texts(options(body, 8), 2)[0] ?? '');
    else if (type === 6) blocks.push(readPacket(body, interfaces));
    else if (type === 9) blocks.push(readEntry(body));
    else throw new Error(`a block of type ${type}`);
    at += size;
  }
  return { comments, interfaces, blocks };
}

function readPacket(body: DataView, interfaces: readonly string[]): Packet {
  const size = body.getUint32(12, true);
  const bytes = slice(body, 20, size);
  const found = options(body, 20 + Math.ceil(size / 4) * 4);
  const flags = found.find(([code]) => code === 2)?.[1];
  const id = found.find(([code]) => code === 5)?.[1];
  return {
    kind: 'packet',
    on: interfaces[body.getUint32(0, true)] ?? 'no interface',
    at: (BigInt(body.getUint32(4, true)) << 32n) | BigInt(body.getUint32(8, true)),
    id: Number(new DataView(slice(id as DataView, 0, 8).buffer).getBigUint64(0, true)),
    way: flags?.getUint32(0, true) === 1 ? 'in' : 'out',
    comments: texts(found, 1),
    bytes,
    whole: body.getUint32(16, true),
    tcp: readTcp(bytes),
  };
}

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK'];

function readTcp(bytes: Uint8Array): Tcp {
  const view = new DataView(bytes.buffer);
  const isV4 = view.getUint16(12) === 0x0800;
  const [source, size] = isV4 ? [26, 4] : [22, 16];
  const tcp = source + 2 * size;
  const host = (at: number): string => {
    const address = bytes.subarray(at, at + size);
    return isV4 ? address.join('.') : Buffer.from(address).toString('hex');
  };
  const flags = bytes[tcp + 13] as number;
  return {
    from: `${host(source)}:${view.getUint16(tcp)}`,
    to: `${host(source + size)}:${view.getUint16(tcp + 2)}`,
    flags: FLAGS.filter((_, n) => flags & (1 << n)).join(' '),
    seq: view.getUint32(tcp + 4),
    ack: view.getUint32(tcp + 8),
    payload: bytes.subarray(tcp + ((bytes[tcp + 12] as number) >> 4) * 4),
  };
}

function readEntry(body: DataView): Entry {
  const text = decoder.decode(slice(body, 0, body.byteLength)).replace(/\0+$/, '');
  const lines = text.slice(0, -1).split('\n');
  const pairs = lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]);
  return { kind: 'entry', fields: Object.fromEntries(pairs) as Record<string, string> };
}

function options(body: DataView, from: number): (readonly [code: number, value: DataView])[] {
  const found: (readonly [number, DataView])[] = [];
  for (let at = from; at + 4 <= body.byteLength;) {
    const code = body.getUint16(at, true);
    const size = body.getUint16(at + 2, true);
    if (code === 0) break;
    found.push([code, new DataView(body.buffer, body.byteOffset + at + 4, size)]);
    at += 4 + Math.ceil(size / 4) * 4;
  }
  return found;
}

function texts(found: readonly (readonly [number, DataView])[], wanted: number): string[] {
  return found
    .filter(([code]) => code === wanted)
    .map(([, value]) => decoder.decode(slice(value, 0, value.byteLength)));
}

function slice(view: DataView, from: number, size: number): Uint8Array {
  return new Uint8Array(view.buffer.slice(view.byteOffset + from, view.byteOffset + from + size));
}
