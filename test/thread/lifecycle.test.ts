import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { toDisk } from '../../src/trace/write.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected, frame } from '../support/ports.ts';
import { eventsOf, only, printed, readTrace } from '../support/trace.ts';

/** What a visit has: the server's port, and a way to wait until an event is in the trace. */
interface Visit {
  readonly port: number;
  readonly engine: Engine;
  /** Resolves once the trace holds `nth` events of the kind, or lines with the text in quotes. */
  seen(kind: string, nth?: number): Promise<void>;
}

/** Runs a server while `visit` happens, and returns the events. */
async function recorded(
  visit: (visit: Visit) => Promise<void>,
  detail: 'lines' | 'calls' = 'lines',
): Promise<{ events: TraceEvent[]; file: string }> {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'lifecycle', detail } });
  onTestFinished(async () => void (await engine.stop()));
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const seen = async (kind: string, nth = 1): Promise<void> => {
    const times = () => readFileSync(file, 'utf8').split(`"${kind}"`).length - 1;
    await expect.poll(times, { timeout: 10_000 }).toBeGreaterThanOrEqual(nth);
  };
  await visit({ port, engine, seen });
  await engine.stop();
  return { events: eventsOf(readTrace(file)), file };
}

/** The ladder of one thread: its events but lines, in words. */
function ladder(events: readonly TraceEvent[], thread: number): string[] {
  return events
    .filter((event) => 'thread' in event && event.thread === thread)
    .filter(({ kind }) => !['line', 'fn.call', 'fn.return', 'kernel'].includes(kind))
    .map((event) => {
      switch (event.kind) {
        case 'recv':
          return `recv ≤ ${event.max}`;
        case 'recv.ret':
          return `got ${event.n}`;
        case 'out':
          return event.by === 'wirestep' ? 'notice' : event.stream;
        case 'fold':
          return 'fold';
        case 'close':
          return event.by === undefined ? 'close' : `close by ${event.by}`;
        default:
          return event.kind;
      }
    });
}

const HELLO = ['recv ≤ 64', 'got 64', 'recv ≤ 5', 'got 5', 'stdout', 'send', 'send.ret'];

test('a conversation with a goodbye: every call is entered, answered and in its place', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    const socket = await connected(port);
    socket.write(frame('hello'));
    await seen('recv', 3);
    socket.write(frame('!DISCONNECT'));
    await seen('thread.exit');
  });
  expect(ladder(events, 2)).toEqual([
    'thread.run',
    'stdout',
    ...HELLO,
    ...HELLO.map((step) => step.replace('5', '11')),
    'close',
    'close.ret',
    'thread.exit',
  ]);
});

test('threads are named as Python names them, and start after the parent said so', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    await connected(port);
    await connected(port);
    await seen('thread.run', 3);
  });
  expect(only(events, 'thread.run').map(({ name }) => name)).toEqual([
    'MainThread',
    'Thread-1 (handle_client)',
    'Thread-2 (handle_client)',
  ]);
  for (const start of only(events, 'thread.start')) {
    const run = only(events, 'thread.run').find(({ thread }) => thread === start.child);
    expect(run?.seq).toBeGreaterThan(start.seq);
    expect(run?.name).toBe(start.name);
  }
});

test('a dead handler leaves its socket to the accept loop, which closes it at the next accept', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    const first = await connected(port);
    first.write('twelve'.padEnd(64));
    await seen('thread.exit');
    await connected(port);
    await seen('close.ret');
  });
  expect(ladder(events, 2)).toEqual([
    'thread.run', 'stdout', 'recv ≤ 64', 'got 64', 'exc', 'stderr', 'thread.err', 'thread.exit',
  ]); // prettier-ignore
  expect(printed(events, 1, 'stderr')).toBe(
    'Exception in thread Thread-1 (handle_client):\n' +
      'Traceback (most recent call last):\n' +
      '  File "server.py", line 20, in handle_client\n' +
      '    msg_length = int(msg_length)\n' +
      `ValueError: invalid literal for int() with base 10: '${'twelve'.padEnd(64)}'\n`,
  );
  const close = only(events, 'close').find(({ by }) => by === 'collector');
  const [first, second] = only(events, 'accept.ret');
  expect(close).toMatchObject({ socket: first?.accepted, thread: 1 });
  expect(close?.seq).toBeGreaterThan(second?.seq ?? Infinity);
});

test('a handler that dies when another client came later closes its socket itself', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    const first = await connected(port);
    await seen('recv', 1);
    await connected(port);
    await seen('recv', 2);
    first.write('twelve'.padEnd(64));
    await seen('thread.exit');
  });
  expect(ladder(events, 2).slice(-3)).toEqual(['close by collector', 'close.ret', 'thread.exit']);
});

test('the endless loop: three rounds in full, then folded, paced, and said once', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    const socket = await connected(port);
    await seen('recv');
    socket.destroy();
    await sleep(900);
  });
  expect(ladder(events, 2).slice(2, 9)).toEqual([
    'recv ≤ 64', 'got 0', 'recv ≤ 64', 'got 0', 'recv ≤ 64', 'got 0', 'notice',
  ]); // prettier-ignore
  const folds = only(events, 'fold');
  const rounds = folds.reduce((sum, { count }) => sum + count, 0);
  expect(rounds).toBeGreaterThan(20);
  expect(rounds).toBeLessThan(120);
  expect(events.length).toBeLessThan(120);
  for (const { first, last, count } of folds)
    expect(last - first).toBeGreaterThan((count - 1) * 9e6);
  const notices = only(events, 'out').filter(({ by }) => by === 'wirestep');
  expect(notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^\[wirestep\] Thread-1 \(handle_client\) gets b'' again and again/),
  ]);
});

test('on Linux a thread blocked over 20 ms has the kernel’s own word for it', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    await connected(port);
    await seen('recvfrom');
  });
  const recv = only(events, 'recv')[0];
  const kernel = only(events, 'kernel').filter(({ call }) => call === recv?.seq);
  expect(kernel).toMatchObject([
    {
      state: 'S',
      syscall: 'recvfrom',
      args: [String(recv?.fd), expect.stringMatching(/^0x/), '64'],
    },
  ]);
});

test('lines and locals follow the program, as Python would show them', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    const socket = await connected(port);
    socket.write(frame('hello'));
    await seen('recv', 3);
  });
  const file = only(events, 'file').find(({ path }) => path === 'server.ts');
  const lines = only(events, 'line').filter(({ thread }) => thread === 2);
  const python = lines.map(({ line }) => file?.twin_lines?.[line - 1]);
  expect(python).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 24, 25, 17, 18]);
  const locals = lines.flatMap((line) => Object.entries(line.locals ?? {}));
  expect(locals).toEqual([
    ['connected', 'True'],
    ['msg_length', `'5${' '.repeat(63)}'`],
    ['msg_length', '5'],
    ['msg', "'hello'"],
  ]);
});

test('without lines the calls are the same, and nothing else is recorded', async () => {
  const { events } = await recorded(async ({ port, seen }) => {
    const socket = await connected(port);
    socket.write(frame('hello'));
    await seen('recv', 3);
  }, 'calls');
  expect(ladder(events, 2).slice(2, 9)).toEqual(HELLO);
  for (const kind of ['line', 'fn.call', 'kernel'] as const) expect(only(events, kind)).toEqual([]);
  expect(only(events, 'recv').every(({ queued }) => queued === undefined)).toBe(true);
});

test('the lines that threads write by hand are those of the format', async () => {
  const { events, file } = await recorded(async ({ port, engine, seen }) => {
    const socket = await connected(port);
    const texts = ['hello', 'say "hi"\\', 'é 你好 🎉', '\u0000\u0001\u0002'];
    for (const [at, text] of texts.entries()) {
      socket.write(frame(text));
      await seen('recv', 2 * at + 3);
    }
    socket.write(Buffer.from(`${'-1'.padEnd(64)}`));
    const client = engine.startClient({ program: 'three', host: '127.0.0.1', port });
    client.type('');
    client.type('');
    await client.done;
  });
  const written = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  expect(written.map((line) => JSON.parse(line) as unknown)).toEqual(
    events.map((event) => JSON.parse(JSON.stringify(toDisk(event))) as unknown),
  );
});
