import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMessages } from '../../src/scene/messages.ts';
import type { FrameScene } from '../../src/scene/messages.ts';
import { arrowsInto, arrowsOf, spansIn, unaccounted } from '../../src/scene/provenance.ts';
import type { ConnectionScene, Scene, ThreadScene } from '../../src/scene/scene.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { readStream, spanBytes } from '../../src/scene/stream.ts';
import { plain } from './plain.ts';
import { parseTrace } from '../../src/trace/parse.ts';

const { trace } = parseTrace(readFileSync('test/trace/golden.trace.jsonl'));
const scenes = createScenes(trace);
const messages = createMessages(trace);
const LAST = trace.length - 1;

/** The scene once the event `seq` has happened. */
function after(seq: number): Scene {
  const position = trace.positionOf(seq);
  if (position < 0) throw new Error(`the golden trace has no event ${seq}`);
  return scenes(position);
}

function threadOf(scene: Scene, badge: string): ThreadScene {
  return scene.threads.find((thread) => thread.badge === badge) as ThreadScene;
}

function connectionOf(scene: Scene, id: number): ConnectionScene {
  return scene.connections.find((connection) => connection.id === id) as ConnectionScene;
}

function framesOf(connection: number, position: number): readonly FrameScene[] {
  const { frames } = messages(connectionOf(scenes(position), connection), position);
  return Array.from({ length: frames.length }, (_, n) => frames.at(n) as FrameScene);
}

/** `M running, C1 held`: every thread in a line. */
function states(scene: Scene): string {
  return scene.threads.map(({ badge, state }) => `${badge} ${state}`).join(', ');
}

/** Number of the first event of a kind that has these fields. */
function seqOf(kind: string, fields: Readonly<Record<string, unknown>> = {}): number {
  for (let position = 0; position < trace.length; position++) {
    const event = trace.at(position);
    const has = Object.entries(fields).every(([name, value]) => Reflect.get(event, name) === value);
    if (event.kind === kind && has) return event.seq;
  }
  throw new Error(`no ${kind} ${JSON.stringify(fields)}`);
}

test('before the first event there are only the programs of the header', () => {
  expect(plain(scenes(-1))).toEqual({
    position: -1,
    programs: [{ id: 1, role: 'server', name: 'server' }],
    threads: [],
    sockets: [],
    connections: [],
    terminals: [{ program: 1, name: 'server', text: '' }],
  });
});

test('a position outside the trace is the nearest inside', () => {
  expect(scenes(1e9).position).toBe(LAST);
  expect(scenes(-7).position).toBe(-1);
});

test('a call that was entered blocks its thread until it returns', () => {
  expect(threadOf(after(57), 'T1')).toMatchObject({
    state: 'blocked',
    call: { call: 'recv', seq: 57, socket: 3 },
  });
  expect(threadOf(after(64), 'T1').state).toBe('blocked');
  expect(threadOf(after(65), 'T1')).toMatchObject({ state: 'running', call: undefined });
});

test('a blocked call is measured once the kernel was asked, not before', () => {
  expect(threadOf(after(72), 'T1').call?.kernel).toBeUndefined();
  expect(threadOf(after(73), 'T1').call?.kernel).toMatchObject({
    state: 'S',
    syscall: 'recvfrom',
  });
});

test('a held thread waits for the presenter and is in no call', () => {
  expect(threadOf(after(70), 'C1')).toMatchObject({ state: 'held', call: undefined });
  expect(threadOf(after(73), 'C1').state).toBe('held');
  expect(threadOf(after(74), 'C1').state).toBe('blocked');
});

test('a thread is new from its start to its first act', () => {
  const start = seqOf('thread.start', { child: 3 });
  expect(states(after(start - 1))).not.toContain('T1');
  expect(threadOf(after(start), 'T1').state).toBe('new');
  expect(threadOf(after(start + 1), 'T1').state).toBe('running');
});

test('a thread that died stays where it died, with its error', () => {
  expect(threadOf(scenes(LAST), 'T2')).toMatchObject({
    state: 'died',
    line: { file: 2, line: 17, function: 'handle_client' },
    error: { name: 'ValueError' },
  });
  expect(states(scenes(LAST))).toBe(
    'M finished, C1 finished, T1 finished, T2 died, C2 finished, T3 finished',
  );
});

test('a local that a line changed says what it was', () => {
  const line = seqOf('line', { line: 18 });
  const local = threadOf(after(line), 'T1').locals.find(({ name }) => name === 'msg_length');
  expect(local).toEqual({
    name: 'msg_length',
    value: '12',
    was: `'12${' '.repeat(62)}'`,
    changed: true,
  });
});

test('the next line of the same function no longer says "was"', () => {
  const next = threadOf(after(seqOf('line', { line: 19 })), 'T1').locals;
  expect(next.find(({ name }) => name === 'msg_length')).toEqual({
    name: 'msg_length',
    value: '12',
    changed: false,
  });
});

test('after a function has returned, the caller’s line and locals are back', () => {
  const inside = seqOf('fn.return', { thread: 2 });
  expect(threadOf(after(inside), 'C1').line).toMatchObject({ function: 'send' });
  const back = threadOf(after(inside + 1), 'C1');
  expect(back.line).toEqual({ file: 4, line: 17, function: '<module>' });
  expect(back.locals.map(({ name }) => name)).toEqual(['HEADER', 'client']);
});

test('a connection is there when accept returned, though connect has not', () => {
  const accepted = seqOf('accept.ret', { accepted: 3 });
  expect(after(accepted - 1).connections).toEqual([]);
  expect(connectionOf(after(accepted), 1)).toMatchObject({
    client: 2,
    server: 3,
    outside: false,
    clientAddress: ['127.0.0.1', 58994],
    serverAddress: ['127.0.0.1', 5050],
  });
});

test('a connection that nobody accepted yet has no server', () => {
  const connected = seqOf('connect.ret', { socket: 5 });
  expect(connectionOf(after(connected), 3).server).toBeUndefined();
  expect(connectionOf(after(connected + 1), 3).server).toBe(6);
});

test('of an outside client nothing is claimed to be sent', () => {
  const outside = connectionOf(scenes(LAST), 2);
  expect(outside).toMatchObject({ outside: true, client: undefined });
  expect(outside.up).toMatchObject({ sent: undefined, taken: 64 });
  expect(outside.up.sends).toHaveLength(0);
  expect(outside.down).toMatchObject({ sent: 0, taken: undefined });
});

test('what waits is what FIONREAD last said, and stays so', () => {
  const { up } = connectionOf(scenes(LAST), 2);
  expect(up.waiting).toEqual({ bytes: 5, seq: 156 });
  expect(unaccounted(up)).toBeUndefined();
});

test('bytes that are sent and neither taken nor seen waiting are in between', () => {
  const { up } = connectionOf(after(seqOf('send', { offset: 140 })), 1);
  expect(up).toMatchObject({ sent: 155, taken: 140, waiting: { bytes: 0 } });
  expect(unaccounted(up)).toBe(15);
});

test('a partial send stands for all its bytes until it returned, then for what was taken', () => {
  const entered = seqOf('send', { socket: 5, len: 21 });
  const sends = (seq: number) => connectionOf(after(seq), 3).up.sends.at(-1);
  expect(sends(entered)).toEqual({ seq: entered, from: 64, to: 85 });
  expect(sends(entered + 1)).toEqual({ seq: entered, from: 64, to: 67 });
});

test('one recv that took the bytes of two sends has two arrows', () => {
  const { up } = connectionOf(scenes(LAST), 3);
  const recv = spansIn(up.recvs, 64, 65)[0];
  if (recv === undefined) throw new Error('no recv took byte 64');
  expect(arrowsInto(up, recv).map(({ from, to }) => [from, to])).toEqual([
    [64, 67],
    [67, 85],
  ]);
});

test('an arrow is there when the recv has returned, not before', () => {
  expect(arrowsOf(connectionOf(after(64), 1).up)).toEqual([]);
  expect(arrowsOf(connectionOf(after(65), 1).up)).toEqual([
    { send: 64, recv: 65, from: 0, to: 64 },
  ]);
});

test('a stream that ended is one whose recv returned nothing', () => {
  const end = seqOf('recv.ret', { socket: 3, n: 0 });
  expect(connectionOf(after(end - 1), 1).up.ended).toBe(false);
  expect(connectionOf(after(end), 1).up.ended).toBe(true);
  expect(connectionOf(scenes(LAST), 3).up.ended, 'stopped by !DISCONNECT').toBe(false);
});

test('the dead thread’s socket is closed by the collector, not with the thread', () => {
  const socket = (seq: number) => after(seq).sockets.find(({ id }) => id === 4);
  expect(socket(seqOf('thread.err'))).toMatchObject({ state: 'connected' });
  const closed = seqOf('close', { socket: 4 }) + 1;
  expect(socket(closed)).toMatchObject({ state: 'closed', closedBy: 'collector' });
});

test('each terminal has its output, its prompts and what was typed', () => {
  const terminals = new Map(scenes(LAST).terminals.map(({ name, text }) => [name, text]));
  expect(terminals.get('client-1')).toBe('Msg received\n\nMsg received\n');
  expect(terminals.get('client-2')).toBe(
    'message: Grüße aus Köln ☕\nMsg received\nmessage: !DISCONNECT\nMsg received\n',
  );
  expect(terminals.get('server')).toContain('[ACTIVE CONNECTIONS] 1\n');
});

test('frames are as the server took them, then as they wait for it', () => {
  const frames = (seq: number) =>
    framesOf(1, trace.positionOf(seq)).map(({ header, payload, headerRecv, payloadRecv }) => [
      header.length,
      payload?.text,
      headerRecv,
      payloadRecv,
    ]);
  const payload = seqOf('recv.ret', { socket: 3, n: 12 });
  expect(frames(63)).toEqual([]);
  expect(frames(64), 'sent, not taken').toEqual([[12n, '', undefined, undefined]]);
  expect(frames(65), 'header taken').toEqual([[12n, '', 65, undefined]]);
  expect(frames(74), 'payload sent').toEqual([[12n, 'Hello World!', 65, undefined]]);
  expect(frames(payload)).toEqual([[12n, 'Hello World!', 65, payload]]);
});

test('the frame of a dead handler is malformed, and says what int() saw', () => {
  const frames = framesOf(2, LAST);
  expect(frames).toHaveLength(1);
  expect(frames[0]?.header.malformed).toMatchObject({ fault: 'not a number' });
});

test('the bytes of a stream and of a span are those of the calls', () => {
  const { up } = connectionOf(scenes(LAST), 3);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  expect(text(readStream(trace, up, 64, 85))).toBe('Grüße aus Köln ☕');
  expect(readStream(trace, up, 1000, 2000)).toHaveLength(0);
  const partial = spansIn(up.sends, 64, 65)[0];
  expect(partial && [...spanBytes(trace, partial)]).toEqual([0x47, 0x72, 0xc3]);
});
