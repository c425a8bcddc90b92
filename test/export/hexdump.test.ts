import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ExportError, exportFiles } from '../../src/export/export.ts';
import { partOf } from '../../src/export/scope.ts';
import type { Scope } from '../../src/export/part.ts';
import type { Address } from '../../src/trace/format.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { runPeer } from '../support/peers.ts';
import { MAIN, encode, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';
import { golden, textOf } from './parts.ts';
import { perform, randomTalk } from './random-trace.ts';

const folder = mkdtempSync(join(tmpdir(), 'wirestep-hexdump-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Dump {
  readonly name: string;
  readonly text: string;
}

async function dumps(trace: Trace, reversible: boolean, scope: Scope = {}): Promise<Dump[]> {
  const files = await exportFiles(partOf(trace, scope), 'hexdump', { reversible });
  return files.map(({ name, chunks }) => ({ name, text: textOf(chunks() as Iterable<string>) }));
}
const readable = async (trace: Trace, scope?: Scope): Promise<string> =>
  (await dumps(trace, false, scope))[0]?.text ?? '';

/** The bytes of a dump as each of the two programs reads them. */
function byPeers(text: string): { readonly xxd: Buffer; readonly text2pcap: Buffer } {
  const [dump, pcap] = [join(folder, 'dump'), join(folder, 'pcap')];
  writeFileSync(dump, text);
  runPeer('text2pcap', ['-q', '-F', 'pcap', dump, pcap]);
  return { xxd: runPeer('xxd', ['-r', dump]), text2pcap: packetsOf(readFileSync(pcap)) };
}

/** All packets of a pcap file, one after the other. */
function packetsOf(pcap: Buffer): Buffer {
  const packets: Buffer[] = [];
  for (let at = 24; at < pcap.length;) {
    const size = pcap.readUInt32LE(at + 8);
    packets.push(pcap.subarray(at + 16, at + 16 + size));
    at += 16 + size;
  }
  return Buffer.concat(packets);
}

const CLIENT: Address = ['10.0.0.2', 40_000];
const SERVER: Address = ['10.0.0.1', 5050];
const accepted: readonly Unnumbered[] = [
  { kind: 'accept', ...MAIN, socket: 1, fd: 3 },
  {
    kind: 'accept.ret',
    ...MAIN,
    socket: 1,
    fd: 4,
    call: 1,
    accepted: 2,
    peer: CLIENT,
    local: SERVER,
  },
];
const C1 = { program: 2, thread: 2, socket: 5, fd: 3 };
const CONNECTED: readonly Unnumbered[] = [
  { kind: 'connect', ...C1, address: SERVER },
  { kind: 'connect.ret', ...C1, call: 1, local: CLIENT, peer: SERVER },
  { kind: 'accept', ...MAIN, socket: 1, fd: 3 },
  {
    kind: 'accept.ret',
    ...MAIN,
    socket: 1,
    fd: 4,
    call: 3,
    accepted: 2,
    peer: CLIENT,
    local: SERVER,
  },
];
const send = (offset: number, bytes: Uint8Array, cut = 0): Unnumbered => ({
  ...{ kind: 'send', ...MAIN, socket: 2, fd: 4, len: bytes.length + cut, offset, bytes },
  ...(cut > 0 && { cut }),
});

describe('to read', () => {
  test('it is what hexdump -C shows: offset, bytes in two halves, text between bars', async () => {
    const bytes = Uint8Array.from({ length: 45 }, (_, n) => (n * 7 + 60) % 256);
    const dump = await readable(traceOf([...accepted, send(0, bytes)]));
    expect(dump.split('\n').slice(-6)).toEqual([
      '# event 3, +0.002 ms, thread 1: send gave 45 bytes',
      '00000000  3c 43 4a 51 58 5f 66 6d  74 7b 82 89 90 97 9e a5  |<CJQX_fmt{......|',
      '00000010  ac b3 ba c1 c8 cf d6 dd  e4 eb f2 f9 00 07 0e 15  |................|',
      '00000020  1c 23 2a 31 38 3f 46 4d  54 5b 62 69 70           |.#*18?FMT[bip|',
      '0000002d',
      '',
    ]);
  });

  test('each connection and each direction has a heading, each chunk its call', async () => {
    const words = (await readable(golden())).split('\n').filter((line) => line.startsWith('# '));
    expect(words.slice(0, 6)).toEqual([
      '# Golden: five peers of the course server',
      '# Offsets count from the first byte of each direction.',
      '# Connection 1: client 127.0.0.1:58994, server 127.0.0.1:5050',
      '# Client to server, by its sends',
      '# event 64, +331.210 ms, client-1: send gave 64 bytes, taken by event 65',
      '# event 74, +2455.540 ms, client-1: send gave 12 bytes, taken by event 76',
    ]);
    expect(words).toContain(
      '# event 211, +4825.691 ms, client-2: send gave 21 bytes, of which the kernel took 3, taken by event 221',
    );
  });

  test('where the client is not recorded, its bytes are those that recv took', async () => {
    const dump = await readable(golden(), { connection: 2 });
    expect(dump).toContain('# Client to server, by its recvs: its sends are not here\n');
    expect(dump).toContain(
      '# event 156, +3794.031 ms, Thread-2: recv took 64 bytes\n00000000  35 00',
    );
  });

  test('of a part only its chunks are there, and how much is not', async () => {
    const dump = await readable(golden(), { from: 102, to: 110 });
    const words = dump.split('\n').filter((line) => line.startsWith('# '));
    expect(words.slice(3)).toEqual([
      '# Client to server, by its sends',
      '# 00000000: 76 bytes are not in this dump',
      '# event 102, +3318.869 ms, client-1: send gave 64 bytes, taken by event 105',
      '# event 106, +3318.886 ms, client-1: send gave 15 bytes, taken by event 114',
    ]);
    expect(dump).toContain('\n0000004c  31 35 20');
  });

  test('bytes that the recording does not have are counted, not shown', async () => {
    const dump = await readable(
      traceOf([...accepted, send(0, encode('AB'), 62), send(64, encode('C'))]),
    );
    expect(dump.split('\n').slice(8)).toEqual([
      '00000000  41 42                                             |AB|',
      '',
      '# 00000002: 62 bytes are not in the recording',
      '',
      '# event 4, +0.003 ms, thread 1: send gave 1 byte',
      '00000040  43                                                |C|',
      '00000041',
      '',
    ]);
  });

  test('where the stream jumps in a whole recording, it is the recording that has no bytes', async () => {
    const dump = await readable(traceOf([...accepted, send(7, encode('C'))]));
    expect(dump).toContain('\n# 00000000: 7 bytes are not in the recording\n');
  });

  test('bytes of a socket whose connection is not known are there too', async () => {
    const dump = await readable(traceOf([send(0, encode('AB'))]));
    expect(dump).toContain('# Socket 2: its connection is not recorded\n\n# What it sent\n');
    expect(dump).toContain('|AB|');
  });

  test('what the recording has not of a send it may have of the recv', async () => {
    const talk = traceOf([
      ...CONNECTED,
      send(0, encode('AB'), 4),
      { kind: 'recv', ...C1, max: 99 },
      {
        ...{ kind: 'recv.ret', ...C1, call: 6, n: 6 },
        ...{ offset: 0, bytes: encode('ABCD'), cut: 2 },
      },
    ]);
    expect((await readable(talk)).split('\n').slice(-9)).toEqual([
      '# event 5, +0.004 ms, thread 1: send gave 6 bytes, taken by event 7',
      '00000000  41 42                                             |AB|',
      '',
      '# event 7, +0.006 ms, thread 2: recv took 6 bytes, these 4 among them',
      '00000002  43 44                                             |CD|',
      '',
      '# 00000004: 2 bytes are not in the recording',
      '00000006',
      '',
    ]);
    const [dump] = await dumps(talk, true);
    expect(byPeers(dump?.text ?? '').xxd.toString()).toBe('ABCD');
  });

  test('a title and names are made visible, and stay one line', async () => {
    const named = traceOf([
      { kind: 'thread.run', ...MAIN, name: 'a\nb', tid: 1 },
      ...accepted.map((event, n) => (n === 1 ? { ...event, call: 2 } : event)),
      send(0, encode('A')),
    ]);
    expect(await readable(named)).toContain('a␊b: send gave 1 byte');
  });
});

describe('to be read back', () => {
  test('it is what od -A x -t x1z -v writes', async () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, n) => (n * 31 + 60) % 128);
    const [dump] = await dumps(traceOf([...accepted, send(0, bytes)]), true);
    expect(dump?.text.split('\n')).toEqual([
      '000000 3c 5b 7a 19 38 57 76 15 34 53 72 11 30 4f 6e 0d  ><[z.8Wv.4Sr.0On.<',
      '000010 2c 4b 6a 09 28 47 66 05 24 43 62 01 20 3f 5e 7d  >,Kj.(Gf.$Cb. ?^}<',
      '000020 1c 3b 5a 79 18 37 56 75                          >.;Zy.7Vu<',
      '000028',
      '',
    ]);
  });

  test('there is one file for each connection and direction, and names sort', async () => {
    const names = (await dumps(golden(), true)).map(({ name }) => name.slice(59));
    expect(names).toEqual([
      'connection-1-client-to-server.hex.txt',
      'connection-1-server-to-client.hex.txt',
      'connection-2-client-to-server.hex.txt',
      'connection-3-client-to-server.hex.txt',
      'connection-3-server-to-client.hex.txt',
    ]);
    const ten = perform(
      Array.from({ length: 10 }, (_, n) => [
        { do: 'connect' as const, recorded: true, host: `10.0.0.${n}` },
        { do: 'send' as const, who: n, up: true, bytes: Uint8Array.of(n), part: 1 },
      ]).flat(),
    );
    expect((await dumps(ten.trace, true))[0]?.name).toContain('connection-01-client');
  });

  test('xxd and text2pcap give the bytes of the recording back', async () => {
    const [up] = await dumps(golden(), true, { connection: 3 });
    const bytes = encode(`${'21'.padEnd(64)}Grüße aus Köln ☕${'11'.padEnd(64)}!DISCONNECT`);
    expect(byPeers(up?.text ?? '')).toEqual({
      xxd: Buffer.from(bytes),
      text2pcap: Buffer.from(bytes),
    });
  });

  test('both give back bytes whose text looks like a dump', async () => {
    for (const text of [
      '000000 31 32',
      '>12 34<  ab cd',
      '  ff ff ff',
      '# 12\n000010 41',
      '0x41 0a 0b 0c',
    ]) {
      const [dump] = await dumps(traceOf([...accepted, send(0, encode(text))]), true);
      expect(byPeers(dump?.text ?? '')).toEqual({
        xxd: Buffer.from(text),
        text2pcap: Buffer.from(text),
      });
    }
  });

  test('both give back any bytes, however they were cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(randomTalk, async (talk) => {
        const found = await dumps(talk.trace, true).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ExportError);
          return [];
        });
        const expected = talk.streams.flatMap((both) => both.filter(({ length }) => length > 0));
        expect(found).toHaveLength(expected.length);
        for (const [n, { text }] of found.entries()) {
          const bytes = Buffer.from(expected[n] as Uint8Array);
          expect(byPeers(text)).toEqual({ xxd: bytes, text2pcap: bytes });
        }
      }),
      { numRuns: 12 },
    );
  });

  test('streams above 64 KiB too', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, n) => (n * n) % 251);
    const [dump] = await dumps(traceOf([...accepted, send(0, bytes)]), true);
    const { xxd, text2pcap } = byPeers(dump?.text ?? '');
    expect(xxd.equals(bytes)).toBe(true);
    expect(text2pcap.equals(bytes)).toBe(true);
  });

  test('where bytes are missing a new file begins: none is written that nobody recorded', async () => {
    const holes = traceOf([
      ...accepted,
      send(0, encode('AB'), 62),
      send(64, encode('CD')),
      send(66, encode('E')),
      send(100, encode('F')),
    ]);
    const found = await dumps(holes, true);
    expect(found.map(({ name, text }) => [name.slice(27), byPeers(text).xxd.toString()])).toEqual([
      ['connection-1-server-to-client.hex.txt', 'AB'],
      ['connection-1-server-to-client-from-byte-64.hex.txt', 'CDE'],
      ['connection-1-server-to-client-from-byte-100.hex.txt', 'F'],
    ]);
  });

  test('of a part that begins in the stream the name says at which byte', async () => {
    const [up] = await dumps(golden(), true, { from: 102, to: 110 });
    expect(up?.name).toMatch(
      /events-102-to-110-connection-1-client-to-server-from-byte-76\.hex\.txt$/,
    );
    expect(byPeers(up?.text ?? '').xxd.toString()).toBe(`${'15'.padEnd(64)}Hello Everyone!`);
  });

  test('bytes that two chunks both have are written once', async () => {
    const twice = traceOf([...accepted, send(0, encode('ABCD')), send(2, encode('CDEF'))]);
    const [dump] = await dumps(twice, true);
    expect(byPeers(dump?.text ?? '').xxd.toString()).toBe('ABCDEF');
  });
});

test('a part without a byte is no dump: the sentence says so', async () => {
  for (const reversible of [false, true]) {
    await expect(dumps(traceOf(accepted), reversible)).rejects.toThrow(
      'No bytes were sent or taken in this part: there is nothing to dump.',
    );
  }
});

test('going through a dump moves to the end', async () => {
  const part = partOf(golden(), {});
  for (const reversible of [false, true]) {
    for (const file of await exportFiles(part, 'hexdump', { reversible })) {
      for (const chunk of file.chunks() as Iterable<string>) expect(chunk).not.toBe('');
      expect(part.done).toBe(1);
    }
  }
});
