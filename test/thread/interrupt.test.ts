/** What Ctrl-C and a closed terminal do to a client, in its own trace. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import type { ClientOptions } from '../../server/thread/engine-options.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { temporaryFolder } from '../support/folder.ts';
import { eventsOf, only, printed, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

/** A server whose handlers are held, and one client of it, program 2, that has begun to wait. */
async function talking(program: ClientOptions['program']) {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'interrupt', detail: 'lines' } });
  onTestFinished(async () => void (await engine.stop()));
  const kind = program === 'fixed' ? 'fixed' : 'course';
  const at = await engine.startServer({ host: '127.0.0.1', port: 0, program: kind });
  engine.gates.holdNew(true);
  const client = engine.startClient({ program, ...at });
  const events = (): TraceEvent[] => eventsOf(readTrace(file));
  const own = (): TraceEvent[] => events().filter((one) => 'program' in one && one.program === 2);
  const isThere = (): boolean =>
    engine.gates.states().some((one) => one.at === 'kernel' && one.thread !== 1);
  await until(() => only(own(), program === 'hello' ? 'recv' : 'input').length > 0 && isThere());
  return { engine, client, own };
}

/** What the client's process does last, in words. */
function ends(own: readonly TraceEvent[]): string[] {
  return own.flatMap((event) => {
    if (event.kind === 'close') return `close${event.by === undefined ? '' : ` by ${event.by}`}`;
    if (event.kind === 'prog.exit') return `exit ${event.code}`;
    if (event.kind === 'thread.err') return `died of ${event.name}`;
    return event.kind === 'recv.err' ? `recv: ${event.name} ${event.number}` : [];
  });
}

test('Ctrl-C at the prompt: the echo, the traceback, exit code 130; the system closes the socket', async () => {
  const { engine, client, own } = await talking('lines');
  expect(await engine.interrupt('client-1')).toBe(true);
  expect(await client.done).toBe(130);
  await until(() => only(own(), 'prog.exit').length === 1);
  expect(ends(own())).toEqual(['died of KeyboardInterrupt', 'close by exit', 'exit 130']);
  expect(printed(own(), 2, 'stderr')).toBe(
    '^CTraceback (most recent call last):\n' +
      '  File "client_lines.py", line 23, in <module>\n' +
      '    for line in sys.stdin:\n' +
      'KeyboardInterrupt\n',
  );
});

test('Ctrl-C in recv breaks the call off with the exception, which is no errno', async () => {
  const { engine, client, own } = await talking('hello');
  expect(await engine.interrupt('client-1')).toBe(true);
  expect(await client.done).toBe(130);
  await until(() => only(own(), 'prog.exit').length === 1);
  const broken = 'recv: KeyboardInterrupt 0';
  expect(ends(own())).toEqual([broken, 'died of KeyboardInterrupt', 'close by exit', 'exit 130']);
  expect(printed(own(), 2, 'stderr')).toMatch(/^\^CTraceback .*\n(.*\n)+KeyboardInterrupt\n$/);
});

test('Ctrl-C is an exception like others: what stands under finally still runs', async () => {
  const { engine, client, own } = await talking('fixed');
  await engine.interrupt('client-1');
  expect(await client.done).toBe(130);
  await until(() => only(own(), 'prog.exit').length === 1);
  expect(ends(own())).toEqual(['close', 'died of KeyboardInterrupt', 'exit 130']);
});

test.each(['lines', 'hello', 'fixed'] as const)(
  'a closed terminal ends the client %s without a word, and no statement of it runs any more',
  async (program) => {
    const { engine, client, own } = await talking(program);
    expect(await engine.hangUp('client-1')).toBe(true);
    expect(await client.done).toBe(129);
    await until(() => only(own(), 'prog.exit').length === 1);
    const stopped = program === 'hello' ? ['recv: STOPPED 0'] : [];
    expect(ends(own())).toEqual([...stopped, 'close by exit', 'exit 129']);
    expect(printed(own(), 2, 'stderr')).toBe('');
  },
);

test('a client that is held hears Ctrl-C too', async () => {
  const { engine, client, own } = await talking('lines');
  const thread = only(own(), 'thread.run')[0]?.thread ?? 0;
  engine.gates.hold(thread);
  client.type('hello');
  await until(() => only(own(), 'held').length === 1);
  await engine.interrupt('client-1');
  expect(await client.done).toBe(130);
  expect(only(own(), 'send')).toEqual([]);
});

test('what is typed after Ctrl-C reaches no other program', async () => {
  const { engine, client, own } = await talking('lines');
  const over = engine.interrupt('client-1');
  client.type('too late');
  await over;
  const at = only(own(), 'connect')[0]?.address ?? ['', 0];
  const next = engine.startClient({ program: 'lines', host: at[0], port: at[1] });
  await until(() => engine.gates.states().filter((one) => one.at === 'kernel').length >= 2);
  next.type(undefined);
  expect(await next.done).toBe(0);
  expect(only(own(), 'input.ret')).toEqual([]);
});

test('only a client that runs can be interrupted', async () => {
  const { engine, client } = await talking('lines');
  expect(await engine.interrupt('server')).toBe(false);
  expect(await engine.interrupt('nobody')).toBe(false);
  client.type(undefined);
  await client.done;
  expect(await engine.interrupt('client-1')).toBe(false);
  expect(await engine.hangUp('client-1')).toBe(false);
});
