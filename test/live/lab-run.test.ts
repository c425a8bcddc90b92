import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordComposition } from '../../server/live/lab-run.ts';
import { threadStatus } from '../../server/live/session.ts';
import type { Composition } from '../../src/lab/composition.ts';
import { headerOfText, messageOf } from '../../src/lab/message.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { temporaryFolder } from '../support/folder.ts';
import { eventsOf, only, printed, readTrace } from '../support/trace.ts';

const GOOD: Composition = {
  clients: 1,
  nodelay: false,
  messages: [messageOf('Hi')],
  end: 'goodbye',
  server: { program: 'course' },
};

interface Recorded {
  readonly events: readonly TraceEvent[];
  readonly framed: boolean;
  readonly title: string;
}

async function record(given: Partial<Composition>, signal?: AbortSignal): Promise<Recorded> {
  const file = join(temporaryFolder(), 'trace.jsonl');
  await recordComposition({ ...GOOD, ...given }, { file, signal });
  const parsed = readTrace(file);
  expect(parsed).toMatchObject({ ended: true, damage: [], torn: 0 });
  const { title, protocol } = parsed.trace.header;
  return { events: eventsOf(parsed), framed: protocol.framed_replies, title };
}

test('a good run is over when its client has ended', async () => {
  const { events, framed, title } = await record({});
  expect(printed(events, 2)).toBe('Msg received\nMsg received\n');
  expect(only(events, 'thread.exit').length).toBeGreaterThanOrEqual(2);
  expect(only(events, 'setsockopt').map(({ option }) => option)).toEqual([]);
  expect([framed, title]).toEqual([false, 'Good run: Hi, course’s server']);
});

test('several clients do the same, each named', async () => {
  const { events } = await record({ clients: 3, nodelay: true });
  const clients = only(events, 'prog.start').filter(({ role }) => role === 'client');
  expect(clients.map(({ name }) => name)).toEqual(['client-1', 'client-2', 'client-3']);
  expect(only(events, 'setsockopt').filter(({ option }) => option === 'TCP_NODELAY')).toHaveLength(
    3,
  );
  expect(only(events, 'accept.ret')).toHaveLength(3);
});

test('a client that stays is over at rest, and is stopped', async () => {
  const { events } = await record({ end: 'stay' });
  expect(only(events, 'input')).toHaveLength(1);
  expect(only(events, 'recv.err')).toMatchObject([{ name: 'STOPPED' }]);
});

test('a client that waits for ever for a reply is given up', async () => {
  const { events } = await record({
    messages: [messageOf('', { header: headerOfText('9'), cuts: [] })],
  });
  const stopped = only(events, 'recv.err').filter(({ name }) => name === 'STOPPED');
  expect(stopped).toHaveLength(2);
});

test('a server that turns in circles shows some of its turns', async () => {
  const { events } = await record({ end: 'close' });
  const ends = only(events, 'recv.ret').filter(({ n, program }) => n === 0 && program === 1);
  expect(ends).toHaveLength(3);
  expect(only(events, 'out').some(({ by }) => by === 'wirestep')).toBe(true);
});

test('a reset kills the thread of the course’s server', async () => {
  const { events } = await record({ end: 'reset' });
  expect(only(events, 'thread.err')).toMatchObject([{ name: 'ConnectionResetError' }]);
});

test('the server’s recv sizes are those that were chosen, and its source says so', async () => {
  const { events } = await record({
    messages: [messageOf('Hello')],
    server: { program: 'sizes', headerRecv: 16, payloadRecv: 2, exactly: true },
  });
  const asked = only(events, 'recv').filter(({ program }) => program === 1);
  expect(asked.slice(0, 7).map(({ max }) => max)).toEqual([16, 16, 16, 16, 2, 2, 1]);
  expect(printed(events, 1)).toContain('] Hello\n');
  const [python, typescript] = only(events, 'file').filter(({ program }) => program === 1);
  expect(python?.source).toMatch(/^HEADER_RECV = 16\nPAYLOAD_RECV = 2\nEXACTLY = True$/m);
  expect(typescript?.source).toMatch(/^const EXACTLY = exactly\(true\);$/m);
  const first = only(events, 'prog.start')[0];
  expect([first?.reads_exactly, first?.framed_replies]).toEqual([true, undefined]);
});

test('the fixed server says that its replies are framed, and loses patience within the run', async () => {
  const { events, framed } = await record({ end: 'stay', server: { program: 'fixed' } });
  expect(framed).toBe(true);
  expect(only(events, 'prog.start')[0]).toMatchObject({
    framed_replies: true,
    reads_exactly: true,
  });
  expect(only(events, 'recv.err')).toMatchObject([{ name: 'TimeoutError', message: 'timed out' }]);
  expect(only(events, 'file')[0]?.source).toMatch(/^TIMEOUT = 2$/m);
  expect(printed(events, 1)).toContain('] goodbye: timed out\n');
});

test('pauses are waited for', async () => {
  const { events } = await record({ messages: [messageOf('Hi', { pauses: [1900] })] });
  expect(printed(events, 1)).toContain('] Hi\n');
});

test('a run that is ended early is a whole recording', async () => {
  const ending = new AbortController();
  const run = record({ messages: [messageOf('Hi', { pauses: [2000] })] }, ending.signal);
  ending.abort();
  const { events } = await run;
  expect(events.at(-1)?.kind).toBe('end');
});

test('a file that is there is not overwritten: the run fails with a sentence', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  await recordComposition(GOOD, { file });
  await expect(recordComposition(GOOD, { file })).rejects.toThrow('exists already');
});

test('what a thread costs is told where it was measured', () => {
  expect(threadStatus(7_960_000)).toMatchObject({ mbEach: 8, cap: expect.any(Number) as number });
  expect(threadStatus(undefined)).not.toHaveProperty('mbEach');
  expect(threadStatus(-5)).not.toHaveProperty('mbEach');
});
