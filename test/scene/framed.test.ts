import { expect, test } from 'vitest';
import { createReplies } from '../../src/scene/framed.ts';
import { createFraming } from '../../src/scene/framing.ts';
import { createMessages } from '../../src/scene/messages.ts';
import type { Messages } from '../../src/scene/messages.ts';
import type { ConnectionScene } from '../../src/scene/scene.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { encode, HEADER, traceOf, type Unnumbered } from '../trace/support.ts';

const SERVER = { program: 1, thread: 1, socket: 2, fd: 5 } as const;
const CLIENT = { program: 2, thread: 2, socket: 3, fd: 6 } as const;
const ENDS = { peer: ['127.0.0.1', 9], local: ['127.0.0.1', 5050] } as const;

const frame = (text: string): string => String(text.length).padEnd(64) + text;

interface Flags {
  readonly framed_replies?: boolean;
  readonly reads_exactly?: boolean;
}

/** One connection: what each side said of itself, then what it sends and takes in turn. */
class Talk {
  readonly #events: Unnumbered[];
  readonly #sent = { up: '', down: '' };
  readonly #taken = { up: 0, down: 0 };

  constructor(server: Flags = {}, client: Flags = {}) {
    const start = { kind: 'prog.start', argv: [] } as const;
    const accept = { ...SERVER, socket: 1, kind: 'accept' } as const;
    this.#events = [
      { ...start, program: 1, name: 'server', role: 'server', ...server },
      { ...start, program: 2, name: 'client-1', role: 'client', ...client },
      accept,
      { ...accept, kind: 'accept.ret', call: 3, accepted: 2, ...ENDS },
      { ...CLIENT, kind: 'connect', address: ENDS.local },
      { ...CLIENT, kind: 'connect.ret', call: 5, local: ENDS.peer, peer: ENDS.local },
    ];
  }

  send(way: 'up' | 'down', text: string): this {
    const offset = this.#sent[way].length;
    const who = way === 'up' ? CLIENT : SERVER;
    this.#sent[way] += text;
    this.#events.push({ ...who, kind: 'send', len: text.length, offset, bytes: encode(text) });
    this.#events.push({ ...who, kind: 'send.ret', call: this.#events.length, n: text.length });
    return this;
  }

  recv(way: 'up' | 'down', max: number): this {
    const offset = this.#taken[way];
    const text = this.#sent[way].slice(offset, offset + max);
    const who = way === 'up' ? SERVER : CLIENT;
    this.#taken[way] += text.length;
    this.#events.push({ ...who, kind: 'recv', max });
    const call = this.#events.length;
    const n = text.length;
    this.#events.push({ ...who, kind: 'recv.ret', call, n, offset, bytes: encode(text) });
    return this;
  }

  trace(framedHeader = false): Trace {
    const protocol = { ...HEADER.protocol, framed_replies: framedHeader };
    return traceOf(this.#events, { ...HEADER, protocol });
  }
}

function endOf(trace: Trace, position = trace.length - 1): ConnectionScene {
  return createScenes(trace)(position).connections[0] as ConnectionScene;
}

/** Header and payload of each frame, and the recvs that finished them. */
function told(messages: Messages | undefined): unknown {
  if (messages === undefined) return undefined;
  return Array.from({ length: messages.frames.length }, (_, n) => {
    const { header, payload, headerRecv, payloadRecv } = messages.frames.at(n) ?? {};
    const text = `${header?.from}-${header?.to} ${payload?.from}-${payload?.to} ${payload?.text}`;
    return [text, headerRecv, payloadRecv];
  });
}

const FIXED = { framed_replies: true, reads_exactly: true };

test('a server that reads exactly: a header in two recvs is one header', () => {
  const trace = new Talk(FIXED)
    .send('up', frame('Hi') + frame('you'))
    .recv('up', 30)
    .recv('up', 34)
    .recv('up', 2)
    .trace();
  const messages = createMessages(trace)(endOf(trace), trace.length - 1);
  expect(told(messages)).toEqual([
    ['0-64 64-66 Hi', 12, 14],
    ['66-130 130-133 you', undefined, undefined],
  ]);
});

test('the course’s server: what its first recv took is its header', () => {
  const trace = new Talk().send('up', frame('Hi')).recv('up', 30).recv('up', 34).trace();
  const messages = createMessages(trace)(endOf(trace), trace.length - 1);
  expect(told(messages)).toEqual([
    [`0-30 30-64 ${' '.repeat(34)}`, 10, 12],
    ['64-66 undefined-undefined undefined', undefined, undefined],
  ]);
});

test('exact reads: a frame grows with the playhead, and back again', () => {
  const trace = new Talk(FIXED)
    .send('up', frame('Hi').slice(0, 10))
    .send('up', frame('Hi').slice(10, 65))
    .send('up', 'i')
    .trace();
  const messages = createMessages(trace);
  const at = (position: number) => told(messages(endOf(trace, position), position));
  const [first, second, third] = [7, 9, 11];
  for (const _round of [1, 2]) {
    expect(at(first)).toEqual([['0-10 undefined-undefined undefined', undefined, undefined]]);
    expect(at(second)).toEqual([['0-64 64-65 H', undefined, undefined]]);
    expect(at(third)).toEqual([['0-64 64-66 Hi', undefined, undefined]]);
  }
});

test('behind a broken header nobody can tell; the server is known to look first', () => {
  const trace = new Talk(FIXED).send('up', 'x'.padEnd(64) + 'abc').trace();
  const { frames, rest } = createMessages(trace)(endOf(trace), trace.length - 1);
  expect(frames.at(0)).toMatchObject({
    guarded: true,
    header: { malformed: { fault: 'not a number' } },
  });
  expect(rest).toEqual({ from: 64, to: 67 });
});

test('replies of a fixed server are frames, however they are taken', () => {
  const reply = frame('Msg received');
  const trace = new Talk(FIXED)
    .send('down', reply + reply)
    .recv('down', 100)
    .trace();
  expect(told(createReplies(trace)(endOf(trace)))).toEqual([
    ['0-64 64-76 Msg received', 10, 10],
    ['76-140 140-152 Msg received', undefined, undefined],
  ]);
});

test('replies of the course’s server are none', () => {
  const trace = new Talk().send('down', 'Msg received').trace();
  expect(createReplies(trace)(endOf(trace))).toBeUndefined();
});

test.each([
  ['the server says so', FIXED, {}, false, true],
  ['the server does not, whatever the others say', {}, FIXED, true, false],
])('framed replies: %s', (_what, server, client, header, framed) => {
  const trace = new Talk(server, client).send('up', 'x').recv('up', 1).trace(header);
  expect(createFraming(trace)(endOf(trace)).framedReplies).toBe(framed);
});

test.each([
  ['its client says so', FIXED, false, true],
  ['its client does not', {}, true, false],
  ['nobody is recorded, the header decides', undefined, true, true],
])('framed replies where no server is recorded: %s', (_what, client, header, framed) => {
  const events: Unnumbered[] = [
    { kind: 'prog.start', program: 2, name: 'client-1', role: 'client', argv: [], ...client },
    { ...CLIENT, kind: 'connect', address: ENDS.local },
    { ...CLIENT, kind: 'connect.ret', call: 2, local: ENDS.peer, peer: ENDS.local },
  ];
  const own = client === undefined ? events.slice(1) : events;
  if (client === undefined)
    own[1] = { ...(own[1] as Unnumbered & { kind: 'connect.ret' }), call: 1 };
  const protocol = { ...HEADER.protocol, framed_replies: header };
  const trace = traceOf(own, { ...HEADER, programs: [], protocol });
  expect(createFraming(trace)(endOf(trace)).framedReplies).toBe(framed);
});
