/** Traces of conversations that nobody has had: for the rules that hold of any trace. */
import fc from 'fast-check';
import type { Address, TraceEvent } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { HEADER, encode } from '../trace/support.ts';

/** A step of a conversation. Numbers that choose wrap around. */
export type Step =
  | { readonly do: 'connect'; readonly recorded: boolean; readonly host: string }
  | {
      readonly do: 'send';
      readonly who: number;
      readonly up: boolean;
      readonly bytes: Uint8Array;
      /** What the kernel takes of them, 0 to 1. */
      readonly part: number;
    }
  | { readonly do: 'recv'; readonly who: number; readonly up: boolean; readonly max: number }
  | {
      readonly do: 'print' | 'note' | 'fail' | 'local';
      readonly who: number;
      readonly text: string;
    }
  | { readonly do: 'type'; readonly who: number; readonly text: string }
  | { readonly do: 'mark'; readonly back: number; readonly text: string }
  | { readonly do: 'lose'; readonly count: number }
  | { readonly do: 'close'; readonly who: number };

/** Any characters: quotes, line ends, formulas, controls, letters of two and of four bytes. */
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('=1+1', '-1', '@x', '\tx', '"', 'a,b', 'a\r\nb\n', '\u202egnp', 'Grüße ☕', ''),
);
const chunk = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 90 }),
  text.map((own) => encode(own === '' ? '-' : own)),
  fc.nat(99).map((length) => encode(String(length).padEnd(64))),
);
const who = fc.nat(7);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('connect' as const),
    recorded: fc.boolean(),
    host: fc.constantFrom('10.1.2.3', 'fe80::17', 'laptop.example', '127.0.0.1'),
  }),
  fc.record({
    do: fc.constant('send' as const),
    who,
    up: fc.boolean(),
    bytes: chunk,
    part: fc.constantFrom(1, 1, 1, 0.5, 0),
  }),
  fc.record({
    do: fc.constant('recv' as const),
    who,
    up: fc.boolean(),
    max: fc.constantFrom(64, 12, 1),
  }),
  fc.record({ do: fc.constantFrom('print' as const, 'note', 'fail', 'local'), who, text }),
  fc.record({
    do: fc.constant('type' as const),
    who,
    text: text.map((own) => own.replaceAll('\n', '')),
  }),
  fc.record({ do: fc.constant('mark' as const), back: fc.nat(30), text }),
  fc.record({ do: fc.constant('lose' as const), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('close' as const), who }),
);

/** A conversation with its trace, and the bytes that went each way. */
export interface Talk {
  readonly trace: Trace;
  /** By number of the connection; `[up, down]`. Of an end that is not recorded: what was taken. */
  readonly streams: readonly (readonly [Uint8Array, Uint8Array])[];
}

export const randomTalk: fc.Arbitrary<Talk> = fc
  .array(step, { minLength: 3, maxLength: 40 })
  .map((steps) => perform(steps));

interface Connection {
  readonly client?: number;
  readonly server: number;
  readonly clientThread: number;
  readonly handler: number;
  readonly program: number;
  /** Bytes given and taken of each direction: up, down. */
  readonly given: [number[], number[]];
  readonly taken: [number, number];
}

const SERVER: Address = ['10.0.0.1', 5050];
const MAIN = { program: 1, thread: 1 };

/** The trace of these steps, through its bytes. */
export function perform(steps: readonly Step[]): Talk {
  const events: Record<string, unknown>[] = [];
  const connections: Connection[] = [];
  let seq = 0;
  const add = (kind: string, fields: object): number => {
    events.push({ seq: ++seq, at: seq * 1000, kind, ...fields });
    return seq;
  };
  add('file', {
    program: 1,
    file: 1,
    path: '/home/ann/server.py',
    language: 'python',
    source: 'x = 1\n',
  });
  add('prog.start', {
    program: 1,
    name: 'server',
    role: 'server',
    argv: ['/home/ann/server.py', '-v'],
  });
  add('thread.run', { ...MAIN, name: 'MainThread', tid: 7 });
  const made = add('socket', { ...MAIN, family: 'AF_INET', type: 'SOCK_STREAM' });
  const listener = { ...MAIN, socket: 1, fd: 3 };
  add('socket.ret', { ...listener, call: made });
  const bound = add('bind', { ...listener, address: SERVER });
  add('bind.ret', { ...listener, call: bound, local: SERVER });

  const connect = (recorded: boolean, host: string): void => {
    const n = connections.length;
    const peer: Address = [host, 40_000 + n];
    const own = { program: 10 + n, thread: 100 + n };
    const client = 200 + n;
    const accepting = add('accept', listener);
    if (recorded) {
      add('prog.start', { program: own.program, name: `client-${n}`, role: 'client', argv: [] });
      add('thread.run', { ...own, name: 'MainThread', tid: own.thread });
      const socket = add('socket', { ...own, family: 'AF_INET', type: 'SOCK_STREAM' });
      add('socket.ret', { ...own, socket: client, fd: 3, call: socket });
      const call = add('connect', { ...own, socket: client, fd: 3, address: SERVER });
      add('connect.ret', { ...own, socket: client, fd: 3, call, local: peer, peer: SERVER });
    }
    const server = 300 + n;
    add('accept.ret', {
      ...listener,
      fd: 4 + n,
      call: accepting,
      accepted: server,
      peer,
      local: SERVER,
    });
    add('thread.start', { ...MAIN, child: 400 + n, name: `Thread-${n} (handle_client)` });
    add('thread.run', {
      program: 1,
      thread: 400 + n,
      name: `Thread-${n} (handle_client)`,
      tid: 400 + n,
    });
    connections.push({
      ...(recorded && { client }),
      server,
      clientThread: own.thread,
      handler: 400 + n,
      program: own.program,
      given: [[], []],
      taken: [0, 0],
    });
  };
  const endOf = (connection: Connection, isClient: boolean) =>
    isClient
      ? {
          program: connection.program,
          thread: connection.clientThread,
          socket: connection.client,
          fd: 3,
        }
      : { program: 1, thread: connection.handler, socket: connection.server, fd: 4 };
  const threadOf = (connection: Connection) => ({ program: 1, thread: connection.handler });

  const take = (
    next: Exclude<Step, { do: 'connect' | 'mark' | 'lose' }>,
    connection: Connection,
  ): void => {
    const thread = threadOf(connection);
    switch (next.do) {
      case 'send': {
        const side = next.up ? 0 : 1;
        const given = connection.given[side];
        const took = Math.floor(next.bytes.length * next.part);
        if (next.up && connection.client === undefined) {
          // Nobody sees an outside client send.
          given.push(...next.bytes);
          return;
        }
        const end = endOf(connection, next.up);
        const call = add('send', {
          ...end,
          len: next.bytes.length,
          offset: given.length,
          bytes: next.bytes,
        });
        add('send.ret', { ...end, call, n: took });
        given.push(...next.bytes.subarray(0, took));
        return;
      }
      case 'recv': {
        if (!next.up && connection.client === undefined) return;
        const side = next.up ? 0 : 1;
        const offset = connection.taken[side];
        const bytes = Uint8Array.from(connection.given[side].slice(offset, offset + next.max));
        const end = endOf(connection, !next.up);
        const call = add('recv', { ...end, max: next.max, queued: bytes.length });
        add('recv.ret', { ...end, call, n: bytes.length, offset, bytes });
        connection.taken[side] += bytes.length;
        return;
      }
      case 'print':
        add('out', { ...thread, stream: 'stdout', text: next.text });
        return;
      case 'note':
        add('note', { text: next.text });
        return;
      case 'fail':
        add('exc', {
          ...thread,
          file: 1,
          line: 1,
          function: 'f',
          name: 'ValueError',
          message: next.text,
        });
        return;
      case 'local':
        add('line', { ...thread, file: 1, line: 1, function: 'f', locals: { x: next.text } });
        return;
      case 'type': {
        const call = add('input', { ...thread, prompt: '> ' });
        add('input.ret', { ...thread, call, text: next.text });
        return;
      }
      case 'close': {
        const end = endOf(connection, false);
        const call = add('close', end);
        add('close.ret', { ...end, call });
      }
    }
  };
  connect(true, '10.1.2.3');
  for (const next of steps) {
    if (next.do === 'connect') connect(next.recorded, next.host);
    else if (next.do === 'mark')
      add('marker', { text: next.text, call: Math.max(1, seq - next.back) });
    else if (next.do === 'lose') {
      seq += next.count;
      add('gap', { count: next.count, why: 'lost' });
    } else take(next, connections[next.who % connections.length] as Connection);
  }
  add('end', {});
  const bytes = encode(writeTrace(HEADER, events as unknown as TraceEvent[]));
  const streams = connections.map(({ client, given, taken }) => {
    const known = (side: 0 | 1, sent: boolean) =>
      Uint8Array.from(sent ? given[side] : given[side].slice(0, taken[side]));
    return [known(0, client !== undefined), known(1, true)] as const;
  });
  return { trace: parseTrace(bytes).trace, streams };
}

/** A scope that the trace has: maybe of a connection, of a thread, of a range. */
export function scopeOf({ trace, streams }: Talk): fc.Arbitrary<{
  readonly connection?: number;
  readonly thread?: number;
  readonly from?: number;
  readonly to?: number;
}> {
  const seqs = [...trace.seqs];
  const range = fc
    .tuple(fc.constantFrom(...seqs), fc.constantFrom(...seqs))
    .map((both) => both.sort((a, b) => a - b))
    .map(([from, to]) => ({ from, to }));
  return fc
    .tuple(
      fc.option(fc.integer({ min: 1, max: streams.length }), { nil: undefined }),
      fc.option(fc.constantFrom(...trace.threadIds), { nil: undefined, freq: 1 }),
      fc.option(range, { nil: undefined }),
    )
    .map(([connection, thread, both]) => ({ connection, thread, ...both }));
}
