import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REDACTED } from '../../src/export/redact-addresses.ts';
import { redactTrace } from '../../src/export/redact.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { textBytes, utf8 } from '../../src/trace/chunk.ts';
import type { Address, EventOf, TraceEvent } from '../../src/trace/format.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { eventsOf } from '../support/trace.ts';
import { HEADER, MAIN, encode, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';
import { golden } from './parts.ts';
import { randomTalk } from './random-trace.ts';

const CLIENT: Address = ['10.1.2.3', 40_000];
const SERVER: Address = ['10.1.2.4', 5050];

/** Connected ends: socket 5 is the client's, socket 6 the server's. */
const CONNECTED: readonly Unnumbered[] = [
  { kind: 'connect', program: 2, thread: 2, socket: 5, fd: 3, address: SERVER },
  {
    kind: 'connect.ret',
    program: 2,
    thread: 2,
    socket: 5,
    fd: 3,
    call: 1,
    local: CLIENT,
    peer: SERVER,
  },
  { kind: 'accept', ...MAIN, socket: 1, fd: 3 },
  {
    kind: 'accept.ret',
    ...MAIN,
    socket: 1,
    fd: 4,
    call: 3,
    accepted: 6,
    peer: CLIENT,
    local: SERVER,
  },
];

const send = (socket: number, offset: number, text: string | Uint8Array): Unnumbered => {
  const bytes = typeof text === 'string' ? encode(text) : text;
  const who = socket === 5 ? { program: 2, thread: 2 } : MAIN;
  return { kind: 'send', ...who, socket, fd: 3, len: bytes.length, offset, bytes };
};
const header = (digits: string, pad = ' '): string => digits.padEnd(64, pad);

/** What every chunk of the redacted trace says. */
function chunksOf(trace: Trace): (string | undefined)[] {
  const events = eventsOf({ trace: redactTrace(trace) });
  return events
    .filter((event): event is EventOf<'send'> => 'bytes' in event)
    .map(({ bytes }) => utf8(bytes));
}
const chunks = (...events: readonly Unnumbered[]) => chunksOf(traceOf([...CONNECTED, ...events]));
const redacted = (event: Unnumbered, own = HEADER): TraceEvent =>
  redactTrace(traceOf([event], own)).at(0);

describe('bytes', () => {
  test('of a header the digits and the padding stay, of a payload only how many there are', () => {
    expect(chunks(send(5, 0, header('12')), send(5, 64, 'Hello World!'))).toEqual([
      header('12'),
      '*'.repeat(12),
    ]);
  });

  test('digits and spaces of a payload do not stay', () => {
    expect(chunks(send(5, 0, header('9') + 'PIN 4711 ' + header('2') + '17'))).toEqual([
      `${header('9')}*********${header('2')}**`,
    ]);
  });

  test('a header that is cut into several sends stays', () => {
    const cut = chunks(
      send(5, 0, '1'),
      send(5, 1, header('2').slice(0, 63)),
      send(5, 64, 'Hello World!'),
    );
    expect(cut).toEqual(['1', header('2').slice(0, 63), '*'.repeat(12)]);
  });

  test('what recv took is as redacted as what send gave', () => {
    const bytes = encode(`${header('2')}Hi`);
    const took: Unnumbered = {
      kind: 'recv.ret',
      ...MAIN,
      socket: 6,
      fd: 4,
      call: 6,
      n: 66,
      offset: 0,
      bytes,
    };
    const asked: Unnumbered = { kind: 'recv', ...MAIN, socket: 6, fd: 4, max: 99 };
    expect(chunks(send(5, 0, bytes), asked, took)).toEqual([
      `${header('2')}**`,
      `${header('2')}**`,
    ]);
  });

  test('where the client is not recorded, its headers are found in what was taken', () => {
    const bytes = encode(`${header('2')}Hi`);
    const trace = traceOf([
      { kind: 'accept', ...MAIN, socket: 1, fd: 3 },
      {
        kind: 'accept.ret',
        ...MAIN,
        socket: 1,
        fd: 4,
        call: 1,
        accepted: 6,
        peer: CLIENT,
        local: SERVER,
      },
      { kind: 'recv', ...MAIN, socket: 6, fd: 4, max: 99 },
      { kind: 'recv.ret', ...MAIN, socket: 6, fd: 4, call: 3, n: 66, offset: 0, bytes },
    ]);
    expect(chunksOf(trace)).toEqual([`${header('2')}**`]);
  });

  test('where a header is no number it may be a message: only its padding stays', () => {
    expect(chunks(send(5, 0, header('4711 is my PIN')))).toEqual([header('*'.repeat(14))]);
    expect(chunks(send(5, 0, header('Zahl: 4')))).toEqual([header('*'.repeat(7))]);
  });

  test('behind a header that is no number nothing stays', () => {
    const more = chunks(send(5, 0, header('twelve')), send(5, 64, header('12')));
    expect(more[1]).toBe('*'.repeat(64));
  });

  test('the beginning of a header that never came whole stays where it is a number', () => {
    expect(chunks(send(5, 0, '12'))).toEqual(['12']);
    expect(chunks(send(5, 0, '12 secrets'))).toEqual(['*'.repeat(10)]);
  });

  test('bytes that are no UTF-8 become as many stars', () => {
    expect(chunks(send(5, 0, header('3')), send(5, 64, Uint8Array.of(0xff, 0x00, 0xc3)))[1]).toBe(
      '***',
    );
  });

  test('replies without headers become stars; those behind headers keep them', () => {
    expect(chunks(send(6, 0, header('2') + 'Hi'))).toEqual(['*'.repeat(66)]);
    const framed: Unnumbered = {
      ...{ kind: 'prog.start', program: 1, name: 'server', role: 'server' },
      ...{ argv: [], framed_replies: true },
    };
    expect(chunks(framed, send(6, 0, header('2') + 'Hi'))).toEqual([`${header('2')}**`]);
  });

  test('the same stays whichever event is looked at first', () => {
    const texts = ['12', 'Hello World!', '2', 'Hi', '11', '!DISCONNECT'];
    const sends = texts.map((text, n) => {
      const before = texts.slice(0, n).map((one, m) => (m % 2 === 0 ? 64 : one.length));
      const offset = before.reduce((sum, length) => sum + length, 0);
      return send(5, offset, n % 2 === 0 ? header(text) : text);
    });
    const events = [...CONNECTED, ...sends];
    const backwards = redactTrace(traceOf(events));
    const seen = events.map((_, n) => backwards.at(events.length - 1 - n)).reverse();
    expect(seen).toEqual(eventsOf({ trace: redactTrace(traceOf(events)) }));
    expect(chunksOf(traceOf(events))).toEqual([
      ...[header('12'), '*'.repeat(12), header('2'), '**', header('11'), '*'.repeat(11)],
    ]);
  });

  test('what the kernel did not take has the offset of later bytes, and is no header', () => {
    const given = `${header('3')}abc999999`;
    const trace = traceOf([
      ...CONNECTED,
      send(5, 0, given),
      { kind: 'send.ret', program: 2, thread: 2, socket: 5, fd: 3, call: 5, n: 67 },
      send(5, 67, header('12')),
    ]);
    expect(chunksOf(trace)).toEqual([`${header('3')}*********`, header('12')]);
  });

  test('of a socket whose connection is not known nothing stays', () => {
    expect(chunksOf(traceOf([send(5, 0, header('12'))]))).toEqual(['*'.repeat(64)]);
  });
});

describe('texts', () => {
  test.each<[Unnumbered, object]>([
    [
      { kind: 'out', ...MAIN, stream: 'stdout', text: 'Hi Ann\nbye ☕\n' },
      { text: '******\n*****\n' },
    ],
    [{ kind: 'input', ...MAIN, prompt: 'PIN? ' }, { prompt: '*****' }],
    [{ kind: 'input.ret', ...MAIN, call: 1, text: '4711' }, { text: '****' }],
    [{ kind: 'note', text: 'Ann is late' }, { text: REDACTED }],
    [
      { kind: 'marker', text: 'Ann is late', call: 1 },
      { text: REDACTED, call: 1 },
    ],
    [
      { kind: 'gap', count: 0, why: 'Ann is late' },
      { count: 0, why: REDACTED },
    ],
    [
      { kind: 'exc', ...MAIN, file: 1, line: 2, function: 'f', name: 'ValueError', message: 'Ann' },
      { name: 'ValueError', message: REDACTED, line: 2, function: 'f' },
    ],
    [
      { kind: 'recv.err', ...MAIN, call: 1, name: 'ECONNRESET', number: 104, message: 'Ann' },
      { name: 'ECONNRESET', number: 104, message: REDACTED },
    ],
    [
      { kind: 'thread.err', ...MAIN, name: 'Ann: late', message: 'm', file: 1, line: 1 },
      { name: REDACTED },
    ],
    [
      { kind: 'line', ...MAIN, file: 1, line: 1, function: 'f', locals: { pin: '4711' } },
      { locals: undefined, line: 1 },
    ],
    [
      {
        kind: 'file',
        program: 1,
        file: 1,
        path: 'C:\\Users\\ann\\server.py',
        language: 'python',
        source: 'pin = 4711\n',
      },
      { path: 'server.py', source: '**********\n' },
    ],
    [
      {
        kind: 'prog.start',
        program: 1,
        name: 'server',
        role: 'server',
        argv: ['/home/ann/server.py', '--pin=4711', 'x'],
      },
      { name: 'server', argv: ['server.py', REDACTED] },
    ],
    [
      {
        kind: 'kernel',
        ...MAIN,
        call: 1,
        state: 'S',
        syscall: 'recvfrom',
        args: ['5', '0x7ffe', 'sockaddr *', 'MSG_PEEK', 'Hello Ann'],
      },
      { syscall: 'recvfrom', args: ['5', '0x7ffe', 'sockaddr *', 'MSG_PEEK', REDACTED] },
    ],
  ])('%j', (event, is) => {
    expect(redacted(event)).toMatchObject(is);
  });

  test('a path that leads down from where the program ran stays', () => {
    const file = (path: string) =>
      redacted({ kind: 'file', program: 1, file: 1, path, language: 'python', source: '' });
    expect(file('course/server.py')).toMatchObject({ path: 'course/server.py' });
    for (const path of [
      '/srv/ann/server.py',
      '../ann/server.py',
      '~/ann/server.py',
      '\\\\ann\\server.py',
    ]) {
      expect(file(path)).toMatchObject({ path: 'server.py' });
    }
  });

  test('the end of what was typed is no empty line', () => {
    expect(redacted({ kind: 'input.ret', ...MAIN, call: 1 })).not.toHaveProperty('text');
  });

  test('of the header, titles and names lose addresses and paths, what other tools left is dropped', () => {
    const own = {
      ...HEADER,
      title: 'Ann at 10.9.8.7 (fd00::42) with /home/ann/server.py at 12:30:00',
      programs: [{ p: 1, role: 'server' as const, name: 'server 10.9.8.7' }],
      imported: { from: 'capture' as const, tool: 'dumpcap of Ann', missing: [] },
      ext: { by: 'Ann' },
    };
    const { header: of } = redactTrace(traceOf([], own));
    expect(of).toEqual({
      ...own,
      title: 'Ann at 192.0.2.1 (2001:db8::1) with server.py at 12:30:00',
      programs: [{ p: 1, role: 'server', name: 'server 192.0.2.1' }],
      imported: { from: 'capture', tool: REDACTED, missing: [] },
      ext: {},
    });
  });
});

describe('addresses', () => {
  const bind = (host: string): Unnumbered => ({
    ...{ kind: 'bind', ...MAIN, socket: 1, fd: 3 },
    address: [host, 5050],
  });
  const standIns = (...hosts: readonly string[]): string[] => {
    const trace = redactTrace(traceOf(hosts.map(bind)));
    return hosts.map((_, n) => (trace.at(n) as EventOf<'bind'>).address[0]);
  };

  test('get one of the ranges for documentation; the port stays', () => {
    expect(redacted(bind('10.1.2.3'))).toMatchObject({ address: ['192.0.2.1', 5050] });
    expect(redacted(bind('fe80::1%eth0'))).toMatchObject({ address: ['2001:db8::1', 5050] });
  });

  test('names of machines get one too', () => {
    expect(standIns('laptop-of-ann.local')).toEqual(['192.0.2.1']);
  });

  test('the same one each time, another one for each', () => {
    expect(
      standIns('10.1.2.3', 'fe80::1', '10.1.2.4', 'ANN', '10.1.2.3', 'ann', 'fe80::2'),
    ).toEqual([
      ...['192.0.2.1', '2001:db8::1', '192.0.2.2', '192.0.2.3'],
      ...['192.0.2.1', '192.0.2.3', '2001:db8::2'],
    ]);
  });

  test('"any address" is nobody’s: it stays', () => {
    expect(standIns('', '0.0.0.0', '::')).toEqual(['', '0.0.0.0', '::']);
  });

  test('of a thousand no two get the same', () => {
    const hosts = Array.from({ length: 1000 }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
    const found = standIns(...hosts);
    expect(new Set(found).size).toBe(1000);
    expect([found[253], found[254], found[508], found[761], found[762]]).toEqual([
      ...['192.0.2.254', '198.51.100.1', '203.0.113.1', '203.0.113.254', '198.18.0.0'],
    ]);
    for (const host of found)
      expect(host).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113|198\.18)\./);
  });

  test('the same stand-in stands in names, wherever they are looked at first', () => {
    const trace = traceOf([
      { kind: 'thread.run', ...MAIN, name: 'of laptop (10.1.2.3) and 10.5.5.5', tid: 1 },
      bind('laptop'),
      bind('10.1.2.3'),
    ]);
    expect(redactTrace(trace).at(0)).toMatchObject({
      name: `of 192.0.2.1 (192.0.2.2) and ${REDACTED}`,
    });
  });

  test('a stand-in that somebody really has is told apart from his own', () => {
    expect(standIns('10.1.2.3', '192.0.2.1')).toEqual(['192.0.2.1', '192.0.2.2']);
    const trace = traceOf([bind('10.1.2.3'), bind('192.0.2.1')], {
      ...HEADER,
      title: '10.1.2.3 192.0.2.1',
    });
    expect(redactTrace(trace).header.title).toBe('192.0.2.1 192.0.2.2');
  });
});

describe('the trace', () => {
  test('has every number that it had: only texts, bytes, addresses and locals differ', () => {
    const trace = golden();
    const kept = ({ ...event }: Record<string, unknown>) => {
      for (const key of [
        'bytes',
        'text',
        'prompt',
        'source',
        'argv',
        'locals',
        'message',
        'why',
        'args',
      ])
        delete event[key];
      for (const key of ['address', 'local', 'peer'])
        if (key in event) event[key] = (event[key] as Address)[1];
      return event;
    };
    const without = redactTrace(trace);
    for (let position = 0; position < trace.length; position++) {
      expect(kept({ ...without.at(position) })).toEqual(kept({ ...trace.at(position) }));
      expect(without.siteAt(position)?.locals ?? []).toEqual([]);
    }
  });

  test('answers every look-up as the other does, but has no bytes', () => {
    const trace = golden();
    const without = redactTrace(trace);
    for (const column of [
      'kinds',
      'seqs',
      'ats',
      'offsets',
      'sizes',
      'sockets',
      'stops',
    ] as const) {
      expect(without[column]).toBe(trace[column]);
    }
    expect(without.ofThread(3)).toEqual(trace.ofThread(3));
    expect(without.ofSocket(3)).toEqual(trace.ofSocket(3));
    expect(without.ofKind('send')).toEqual(trace.ofKind('send'));
    expect(without.threadIds).toEqual(trace.threadIds);
    expect(without.socketIds).toEqual(trace.socketIds);
    expect(without.positionOf(120)).toBe(trace.positionOf(120));
    expect(without.kindAt(9)).toBe(trace.kindAt(9));
    expect(without.bytes).toHaveLength(0);
  });

  test('its scenes show nothing that those of the recording have found out', () => {
    const trace = golden();
    const last = trace.length - 1;
    expect(createScenes(trace)(last).terminals[0]?.text).toContain('Hello World!');
    const scene = createScenes(redactTrace(trace))(last);
    expect(scene.terminals.map(({ text }) => text.replace(/[*\n]/g, ''))).toEqual(['', '', '']);
    expect(scene.terminals.map(({ length }) => length)).toEqual(
      createScenes(trace)(last).terminals.map(({ length }) => length),
    );
    for (const thread of scene.threads) expect(thread.locals).toEqual([]);
  });
});

test('whatever was said: every byte is a star, or a digit or a space of a header', () => {
  fc.assert(
    fc.property(randomTalk, ({ trace }) => {
      const without = redactTrace(trace);
      for (let position = 0; position < trace.length; position++) {
        const [was, is] = [trace.at(position), without.at(position)];
        if (!('bytes' in was) || !('bytes' in is)) continue;
        expect(is.bytes).toHaveLength(was.bytes.length);
        is.bytes.forEach((byte, n) => {
          if (byte !== 0x2a) expect(byte).toBe(was.bytes[n]);
        });
        const words = utf8(is.bytes) ?? '';
        expect(words).toMatch(/^[*\d\s+_-]*$/);
        expect(textBytes(words)).toHaveLength(is.bytes.length);
      }
    }),
    { numRuns: 150 },
  );
});
