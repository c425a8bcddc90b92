import { describe, expect, test } from 'vitest';
import { partOf } from '../../src/export/scope.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { HEADER, MAIN, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';
import { captureOf, ladder, packetsOf } from './captures.ts';
import { C, CLIENT, opened, S, SERVER } from './connection.ts';
import type { Way } from './connection.ts';
import { golden, partOfTrace, recording } from './parts.ts';
import { readPcapng } from './read-pcapng.ts';
import type { Entry } from './read-pcapng.ts';

/** Of a client that we do not run. */
const OUTSIDE = opened()
  .slice(1, 3)
  .map((event) => ('call' in event ? { ...event, call: 1 } : event)) as Unnumbered[];

function bytesOf(count: number, from = 0): Uint8Array {
  return Uint8Array.from({ length: count }, (_, n) => (from + n) % 251);
}

function send(who: Way, len: number, offset = 0): Unnumbered {
  return { kind: 'send', ...who, len, offset, bytes: bytesOf(len, offset) };
}

function sent(who: Way, call: number, n: number): Unnumbered {
  return { kind: 'send.ret', ...who, call, n };
}

function recv(who: Way, max = 64): Unnumbered {
  return { kind: 'recv', ...who, max };
}

function got(who: Way, call: number, n: number, offset = 0): Unnumbered {
  return { kind: 'recv.ret', ...who, call, n, offset, bytes: bytesOf(n, offset) };
}

function failed(who: Way, kind: 'recv.err' | 'send.err', call: number, name: string): Unnumbered {
  return { kind, ...who, call, name, number: 104, message: 'no' };
}

/** Only the packets of a trace, one a line. */
function segments(
  events: readonly Unnumbered[],
  part?: (trace: Trace) => ReturnType<typeof partOf>,
) {
  const trace = traceOf(events);
  return ladder(trace, part?.(trace)).filter((line) => !line.startsWith(' '));
}

/** The handshake of `opened()`. */
const HANDSHAKE = ['1 40000 SYN seq 0', '3 5050 SYN ACK seq 0 ack 1', '3 40000 ACK seq 1 ack 1'];

test('a conversation is told in the order of its events', () => {
  const trace = traceOf([
    ...opened(),
    send(C, 5),
    recv(S),
    got(S, 6, 5),
    sent(C, 5, 5),
    { kind: 'out', ...MAIN, thread: 3, stream: 'stdout', text: 'five\n' },
    { kind: 'close', ...C },
    { kind: 'close.ret', ...C, call: 10 },
    { kind: 'thread.exit', program: 2, thread: 2 },
  ]);
  expect(ladder(trace)).toEqual([
    ...HANDSHAKE,
    "      [thread 1] accept(3, ('127.0.0.1', 40000)) = 5 <0.000001>",
    '5 40000 PSH ACK seq 1 ack 1 5 bytes',
    '5 5050 ACK seq 1 ack 6',
    '      [thread 3] recv(5, "␀␁␂␃␄", 64) = 5 <0.000001>',
    '      [thread 3] stdout "five␊"',
    '10 40000 FIN ACK seq 6 ack 1',
    '10 5050 ACK seq 1 ack 7',
    '      [thread 2] +++ ended +++',
  ]);
});

describe('what is sent', () => {
  test('is split at 1460 bytes, pushed with the last, acknowledged after each second and the last', () => {
    const lines = segments([...opened(), send(C, 1460 * 3 + 10), sent(C, 5, 4390)]);
    expect(lines).toEqual([
      ...HANDSHAKE,
      '5 40000 ACK seq 1 ack 1 1460 bytes',
      '5 40000 ACK seq 1461 ack 1 1460 bytes',
      '5 5050 ACK seq 1 ack 2921',
      '5 40000 ACK seq 2921 ack 1 1460 bytes',
      '5 40000 PSH ACK seq 4381 ack 1 10 bytes',
      '5 5050 ACK seq 1 ack 4391',
    ]);
  });

  test('names its call in each segment, and which of how many it is', () => {
    const packets = packetsOf(traceOf([...opened(), send(C, 2000), sent(C, 5, 2000)]));
    const [first, second] = packets.filter(({ tcp }) => tcp.payload.length > 0);
    expect(first?.comments).toEqual([
      expect.stringMatching(/^\[.*\] send\(4, .*2000\) = 2000 <0.000001>$/),
      'segment 1 of 2',
    ]);
    expect(second?.comments.at(-1)).toBe('segment 2 of 2');
    expect([first?.way, first?.on, packets.at(-1)?.way]).toEqual(['out', 'program 2', 'in']);
  });

  test('is what the kernel took: the rest of a partial send comes with the next', () => {
    const lines = segments([...opened(), send(C, 10), sent(C, 5, 4), send(C, 6, 4), sent(C, 7, 6)]);
    expect(lines.filter((line) => line.includes('bytes'))).toEqual([
      '5 40000 PSH ACK seq 1 ack 1 4 bytes',
      '7 40000 PSH ACK seq 5 ack 1 6 bytes',
    ]);
  });

  test('is nothing where the send failed or was empty: that is an entry', () => {
    const events = [
      ...opened(),
      send(C, 9),
      failed(C, 'send.err', 5, 'EAGAIN'),
      send(C, 0),
      sent(C, 7, 0),
    ];
    expect(segments(events)).toEqual(HANDSHAKE);
    expect(ladder(traceOf(events)).slice(-2)).toEqual([
      expect.stringContaining('= -1 EAGAIN (no)'),
      expect.stringContaining('send(4, "", 0) = 0'),
    ]);
  });

  test('is all that was given where the send has not returned', () => {
    const trace = traceOf([...opened(), send(C, 7)]);
    const packet = packetsOf(trace).find(({ tcp }) => tcp.payload.length === 7);
    expect(packet?.comments).toEqual([expect.stringMatching(/ = \?$/)]);
  });

  test('by a client that is not recorded stands at the recv that took it', () => {
    const trace = traceOf([...OUTSIDE, recv(S), got(S, 3, 5), recv(S), got(S, 5, 0)]);
    expect(segments([...OUTSIDE, recv(S), got(S, 3, 5), recv(S), got(S, 5, 0)])).toEqual([
      '2 40000 SYN seq 0',
      '2 5050 SYN ACK seq 0 ack 1',
      '2 40000 ACK seq 1 ack 1',
      '4 40000 PSH ACK seq 1 ack 1 5 bytes',
      '4 5050 ACK seq 1 ack 6',
      '6 40000 FIN ACK seq 6 ack 1',
      '6 5050 ACK seq 1 ack 7',
    ]);
    const [syn, , , data] = packetsOf(trace);
    expect(syn?.comments.at(-1)).toBe('the client’s calls are not recorded');
    expect(data?.comments.at(-1)).toBe('the send is not recorded');
    expect([data?.way, data?.on]).toEqual(['in', 'server']);
  });

  test('is there once, though both the send and the recv have the bytes', () => {
    const events = [
      ...opened(),
      send(C, 5),
      recv(S),
      got(S, 6, 3),
      recv(S),
      got(S, 8, 2, 3),
      sent(C, 5, 5),
    ];
    const data = packetsOf(traceOf(events)).filter(({ tcp }) => tcp.payload.length > 0);
    expect(data.map(({ id }) => id)).toEqual([5]);
  });

  test('goes on modulo 2^32 beyond 4 GiB', () => {
    const far = 2 ** 32 - 3;
    const trace = traceOf([
      ...opened(),
      send(C, 4, far),
      sent(C, 5, 4),
      send(C, 4, far + 4),
      sent(C, 7, 4),
    ]);
    const packets = packetsOf(trace, partOf(trace, { from: 5 }));
    const [first, ack, second] = packets;
    expect(second?.tcp.seq).toBe(((first?.tcp.seq ?? 0) + 4) % 2 ** 32);
    expect(ack?.tcp.ack).toBe(second?.tcp.seq);
    const isn = packetsOf(trace)[0]?.tcp.seq ?? 0;
    expect(first?.tcp.seq).toBe((isn + 1 + far) % 2 ** 32);
  });
});

describe('an end', () => {
  const close = (who: Way): Unnumbered => ({ kind: 'close', ...who });

  test('that is closed, or shut down for sending, says FIN once', () => {
    const shut: Unnumbered = { kind: 'shutdown', ...C, how: 'SHUT_WR' };
    const lines = segments([
      ...opened(),
      shut,
      { kind: 'shutdown.ret', ...C, call: 5 },
      close(C),
      close(S),
    ]);
    expect(lines.slice(3)).toEqual([
      '5 40000 FIN ACK seq 1 ack 1',
      '5 5050 ACK seq 1 ack 2',
      '8 5050 FIN ACK seq 1 ack 2',
      '8 40000 ACK seq 2 ack 2',
    ]);
  });

  test('that only shut down its receiving says nothing, and its end of stream is not the peer’s', () => {
    const shut: Unnumbered = { kind: 'shutdown', ...S, how: 'SHUT_RD' };
    const ret: Unnumbered = { kind: 'shutdown.ret', ...S, call: 5 };
    expect(segments([...opened(), shut, ret, recv(S), got(S, 7, 0)])).toEqual(HANDSHAKE);
  });

  test('whose close failed is not closed', () => {
    const err: Unnumbered = {
      kind: 'close.err',
      ...C,
      call: 5,
      name: 'EBADF',
      number: 9,
      message: 'no',
    };
    expect(segments([...opened(), close(C), err])).toEqual(HANDSHAKE);
  });

  test('that asked for SO_LINGER 0 breaks the connection off', () => {
    const linger: Unnumbered = {
      kind: 'setsockopt',
      ...C,
      level: 'SOL_SOCKET',
      option: 'SO_LINGER',
      value: 0,
    };
    const set: Unnumbered = { kind: 'setsockopt.ret', ...C, call: 5 };
    expect(segments([...opened(), linger, set, close(C), close(S)]).slice(3)).toEqual([
      '7 40000 RST ACK seq 1 ack 1',
    ]);
  });

  test('that closed with bytes unread breaks it off, where the other end’s call says so', () => {
    const events = [...opened(), send(S, 5), sent(S, 5, 5), close(C), recv(S)];
    expect(segments([...events, got(S, 8, 0)]).at(-2)).toBe('7 40000 FIN ACK seq 1 ack 6');
    expect(segments([...events, failed(S, 'recv.err', 8, 'ECONNRESET')]).at(-1)).toBe(
      '7 40000 RST ACK seq 1 ack 6',
    );
  });

  test('that was closed answers what still comes with RST, where a later call says so', () => {
    const events = [...opened(), close(C), send(S, 5), sent(S, 6, 5), send(S, 5, 5)];
    const lines = segments([...events, failed(S, 'send.err', 8, 'EPIPE')]);
    expect(lines.slice(3)).toEqual([
      '5 40000 FIN ACK seq 1 ack 1',
      '5 5050 ACK seq 1 ack 2',
      '6 5050 PSH ACK seq 1 ack 2 5 bytes',
      '6 40000 RST ACK seq 2 ack 6',
    ]);
  });

  test('that is not recorded broke it off when a call fails, but not for EPIPE after an own FIN', () => {
    const events = [...OUTSIDE, recv(S), failed(S, 'recv.err', 3, 'ECONNRESET')];
    expect(segments(events).at(-1)).toBe('4 40000 RST ACK seq 1 ack 1');
    const shut: Unnumbered = { kind: 'shutdown', ...S, how: 'SHUT_WR' };
    const own = [...OUTSIDE, shut, send(S, 5), failed(S, 'send.err', 4, 'EPIPE')];
    expect(segments(own).filter((line) => line.includes('RST'))).toEqual([]);
  });
});

describe('a connection', () => {
  test('that nobody accepted is there from connect’s return', () => {
    const [connect, , , returned] = opened();
    const events = [connect, { ...returned, call: 1 }, send(C, 3), sent(C, 3, 3)] as Unnumbered[];
    expect(segments(events)).toEqual([
      '1 40000 SYN seq 0',
      '2 5050 SYN ACK seq 0 ack 1',
      '2 40000 ACK seq 1 ack 1',
      '3 40000 PSH ACK seq 1 ack 1 3 bytes',
      '3 5050 ACK seq 1 ack 4',
    ]);
  });

  test('between the same two ports as one before has its SYN when it is there: the port was not free before', () => {
    const again = { program: 2, thread: 2, socket: 6, fd: 6 } as const;
    const lines = segments([
      ...opened(),
      { kind: 'connect', ...again, address: SERVER },
      { kind: 'close', ...C },
      { kind: 'close', ...S },
      { kind: 'connect.ret', ...again, call: 5, local: CLIENT, peer: SERVER },
    ]);
    expect(lines.map((line) => line.split(' ack')[0]).slice(3)).toEqual([
      '6 40000 FIN ACK seq 1',
      '6 5050 ACK seq 1',
      '7 5050 FIN ACK seq 1',
      '7 40000 ACK seq 2',
      expect.stringMatching(/^8 40000 SYN /),
      expect.stringMatching(/^8 5050 SYN ACK /),
      expect.stringMatching(/^8 40000 ACK /),
    ]);
  });

  test('that was refused makes no packet: its port is not recorded', () => {
    const [connect] = opened();
    const err: Unnumbered = {
      kind: 'connect.err',
      ...C,
      call: 1,
      name: 'ECONNREFUSED',
      number: 111,
      message: 'refused',
    };
    expect(ladder(traceOf([connect as Unnumbered, err]))).toEqual([
      "      [thread 2] connect(4, ('127.0.0.1', 5050)) = -1 ECONNREFUSED (refused) <0.000001>",
    ]);
  });

  test('over IPv6 has packets of IPv6; a mapped address where only one end is', () => {
    const both = packetsOf(traceOf(opened(['::1', 40_000], ['fe80::1%lo', 5050] as never)));
    expect(both[0]?.tcp).toMatchObject({
      from: `${'0'.repeat(31)}1:40000`,
      to: `fe80${'0'.repeat(27)}1:5050`,
    });
    const mixed = packetsOf(traceOf(opened(['10.0.0.7', 40_000], ['::1', 5050] as never)));
    expect(mixed[0]?.tcp.from).toBe(`${'0'.repeat(20)}ffff0a000007:40000`);
  });

  test('of a host that has a name only gets an address of the range for documentation, and says so', () => {
    const [syn] = packetsOf(traceOf(opened(['laptop', 40_000])));
    expect(syn?.tcp.from).toMatch(/^192\.0\.2\.\d+:40000$/);
    expect(syn?.comments.at(-1)).toBe(
      `the recording names the host "laptop"; ${syn?.tcp.from.split(':')[0]} stands for it`,
    );
  });

  test('of a capture has packets without calls', () => {
    const end = (socket: number, how: 'FIN' | 'RST') =>
      ({ kind: 'connection.end', program: 2, thread: 2, socket, how }) as const;
    const lines = segments([
      {
        kind: 'connection',
        program: 2,
        thread: 2,
        socket: 2,
        accepted: 3,
        local: CLIENT,
        peer: SERVER,
      },
      send(C, 5),
      end(2, 'FIN'),
      end(3, 'RST'),
    ]);
    expect(lines).toEqual([
      '1 40000 SYN seq 0',
      '1 5050 SYN ACK seq 0 ack 1',
      '1 40000 ACK seq 1 ack 1',
      '2 40000 PSH ACK seq 1 ack 1 5 bytes',
      '2 5050 ACK seq 1 ack 6',
      '3 40000 FIN ACK seq 6 ack 1',
      '3 5050 ACK seq 1 ack 7',
      '4 5050 RST ACK seq 1 ack 7',
    ]);
  });
});

describe('bytes that nobody recorded', () => {
  test('are a packet that was cut, and say so', () => {
    const packets = packetsOf(traceOf([...opened(), send(C, 5, 100), sent(C, 5, 5)])).slice(3);
    const [hole, , data] = packets;
    expect(hole?.whole).toBe((hole?.bytes.length ?? 0) + 100);
    expect(hole?.comments).toEqual(['100 bytes are not in the recording']);
    expect(data?.tcp.seq).toBe((hole?.tcp.seq ?? 0) + 100);
  });

  test('at the end of a chunk that was cut follow the ones that are there', () => {
    const cut = { ...send(C, 5), len: 205, cut: 200 } as Unnumbered;
    const [data, hole, ack] = packetsOf(traceOf([...opened(), cut, sent(C, 5, 205)])).slice(3);
    expect(data?.tcp.payload).toEqual(bytesOf(5));
    expect([hole?.whole, hole?.comments.at(-1)]).toEqual([
      254,
      '200 bytes are not in the recording',
    ]);
    expect(ack?.tcp.ack).toBe((data?.tcp.seq ?? 0) + 205);
  });

  test('are left out as a jump where they are very many', () => {
    const [data] = packetsOf(traceOf([...opened(), send(C, 5, 2 ** 27), sent(C, 5, 5)])).slice(3);
    expect(data?.comments.at(-1)).toBe(
      `the ${2 ** 27} bytes of this stream before it are not in the recording`,
    );
  });
});

describe('a part', () => {
  const three = recording('test/recordings/three.trace.jsonl');
  const whole = packetsOf(three);

  test('of a range goes on in the middle of the streams, with the same numbers', () => {
    const middle = whole.filter(({ id }) => id > (whole[8]?.id ?? 0));
    const part = partOf(three, { from: (whole[8]?.id ?? 0) + 1 });
    expect(packetsOf(three, part).map(({ tcp, id }) => ({ tcp, id }))).toEqual(
      middle.map(({ tcp, id }) => ({ tcp, id })),
    );
  });

  test('of a thread has the whole handshake, and the other end’s bytes where they were taken', () => {
    const handler = three.threadIds.find((id) =>
      three.ofThread(id).some((at) => three.kindAt(at) === 'recv.ret' && three.programs[at] === 1),
    );
    const part = packetsOf(three, partOf(three, { thread: handler }));
    const bytes = (packets: typeof part) =>
      Buffer.concat(packets.map(({ tcp }) => tcp.payload)).length;
    expect(part.slice(0, 3).map(({ tcp }) => tcp.flags)).toEqual(['SYN', 'SYN ACK', 'ACK']);
    expect(bytes(part)).toBe(bytes(whole));
  });

  test('that is redacted has the same packets with other bytes', () => {
    const redacted = packetsOf(three, partOf(three, {}, { redact: true }));
    expect(redacted.map(({ id, whole: size }) => [id, size])).toEqual(
      whole.map(({ id, whole: size }) => [id, size]),
    );
    const text = Buffer.from(captureOf(partOf(three, {}, { redact: true }))).toString('latin1');
    expect(text).not.toContain('Hello World');
    expect(text).toContain('Redacted');
  });

  test('says which it is', () => {
    const { comments } = readPcapng(captureOf(partOf(three, { connection: 1 })));
    expect(comments.at(-1)).toBe('Only connection 1.');
  });
});

test('the same trace makes the same bytes', () => {
  expect(captureOf(partOfTrace(golden()))).toEqual(captureOf(partOfTrace(golden())));
});

test('another recording has other sequence numbers for the same connection', () => {
  const [one, other] = ['a', 'b'].map((id) => traceOf(opened(), { ...HEADER, id }));
  expect(packetsOf(one as Trace)[0]?.tcp.seq).not.toBe(packetsOf(other as Trace)[0]?.tcp.seq);
});

describe('time', () => {
  test('does not run backwards: a packet that was moved says by how much', () => {
    const events = [
      ...opened().map((event) => ({ ...event, at: 5000 })),
      { ...send(C, 1), at: 4000 },
    ];
    const packets = packetsOf(traceOf(events));
    expect(packets.at(-2)?.at).toBe(packets[0]?.at);
    expect(packets.at(-2)?.comments.at(-1)).toBe(
      'recorded 1000 ns earlier; moved, so that time does not run backwards',
    );
  });

  test('of an entry is the microsecond below, or the one above where a packet stands before it', () => {
    const print = (at: number) =>
      ({ kind: 'out', ...MAIN, stream: 'stdout', text: 'x', at }) as const;
    const trace = traceOf(
      [print(1999), ...opened().map((event) => ({ ...event, at: 2500 })), print(2600)].map(
        (event) => ('call' in event ? { ...event, call: (event.call ?? 0) + 1 } : event),
      ) as Unnumbered[],
    );
    const { blocks } = readPcapng(captureOf(partOfTrace(trace)));
    const entries = blocks.filter((block): block is Entry => block.kind === 'entry');
    const zero = BigInt(HEADER.epoch_ns) / 1000n;
    const times = entries.map(({ fields }) => BigInt(fields['__REALTIME_TIMESTAMP'] ?? 0) - zero);
    expect([times[0], times.at(-1)]).toEqual([1n, 3n]);
  });
});

test('text of the trace can neither end a journal’s line nor hide', () => {
  const trace = traceOf([
    { kind: 'thread.err', ...MAIN, name: 'A\nMESSAGE=b', message: '\u202e', file: 1, line: 1 },
  ]);
  const { blocks } = readPcapng(captureOf(partOfTrace(trace)));
  expect((blocks[0] as Entry).fields['MESSAGE']).toBe(
    '[thread 1] +++ died: A␊MESSAGE=b: ‹U+202E› +++',
  );
  expect((blocks[0] as Entry).fields['PRIORITY']).toBe('3');
});
