/** The other variants of the course's programs: ours and those in Python do the same. */
import { afterEach, expect, it } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import { pythonOf } from '../../src/lab/python.ts';
import type { Act } from '../../src/lab/composition.ts';
import { hexOfText } from '../../src/trace/hex.ts';
import { ClientRun } from '../conformance/client-run.ts';
import { Peer } from '../conformance/peer.ts';
import { temporaryFolder } from '../support/folder.ts';
import { PythonProgram } from './python-program.ts';
import { ourServer, pythonServer, until, type ServerSide } from './sides.ts';

const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

function stopLater<T extends { stop(): Promise<unknown> }>(one: T): T {
  running.push(one);
  return one;
}

const header = (text: string | number): string => String(text).padEnd(64);

/** What the server's handler prints of one visit, the address left out. */
async function printed(server: ServerSide, bytes: string, last: string): Promise<string[]> {
  const peer = await Peer.connect(server.port);
  peer.send(Buffer.from(bytes));
  await until(() => server.terminal().includes(last) || server.errors().includes(last));
  peer.reset();
  const name = `[('127.0.0.1', ${peer.address[1]})] `;
  return server
    .terminal()
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) => line.slice(name.length));
}

interface Sizes {
  readonly headerRecv?: number;
  readonly payloadRecv?: number;
  readonly exactly?: boolean;
}

const HI = `${header(5)}Hello`;

it.each<[string, Sizes, string, string[], string]>([
  ['as the course has it', {}, HI, ['Hello'], '] Hello\n'],
  [
    'ten bytes of a header: a number all the same',
    { headerRecv: 10 },
    HI,
    [' '.repeat(5)],
    `] ${' '.repeat(5)}\n`,
  ],
  [
    'a header recv that takes the payload too',
    { headerRecv: 2048 },
    HI,
    [],
    'ValueError: invalid literal',
  ],
  ['two bytes of a payload', { payloadRecv: 2 }, HI, ['He'], '] He\n'],
  [
    'ten bytes at a time, until all are there',
    { headerRecv: 10, payloadRecv: 2, exactly: true },
    HI,
    ['Hello'],
    '] Hello\n',
  ],
  [
    'exactly, with an empty message',
    { exactly: true },
    `${header(0)}${HI}`,
    ['', 'Hello'],
    '] Hello\n',
  ],
  [
    'exactly, with a length beyond what recv takes',
    { exactly: true },
    header('9'.repeat(40)),
    [],
    'OverflowError',
  ],
  [
    'exactly, with a negative length',
    { exactly: true },
    `${header(-1)}${HI}`,
    ['', 'Hello'],
    '] Hello\n',
  ],
])('server_sizes, %s', async (_what, sizes, bytes, lines, last) => {
  const { headerRecv = 64, payloadRecv = 0, exactly = false } = sizes;
  const [ours, theirs] = [
    stopLater(await ourServer({ program: 'sizes', ...sizes })),
    stopLater(
      await pythonServer('server_sizes.py', {
        'HEADER_RECV = 64': `HEADER_RECV = ${headerRecv}`,
        'PAYLOAD_RECV = 0': `PAYLOAD_RECV = ${payloadRecv}`,
        'EXACTLY = False': `EXACTLY = ${exactly ? 'True' : 'False'}`,
      }),
    ),
  ];
  expect(await printed(theirs, bytes, last)).toEqual(lines);
  expect(await printed(ours, bytes, last)).toEqual(lines);
});

it('client_characters counts characters: what it sends is too long by the bytes beyond', async () => {
  const sent = `${header(5)}Hi é!`;
  const received = async (start: (port: number) => { type(text: string): void }) => {
    const server = stopLater(await ourServer());
    start(server.port).type('Hi é!');
    await until(() => server.terminal().includes('] Hi é\n'));
    await until(() => server.received?.() === sent);
    return server.terminal().includes('] Hi é!\n');
  };
  const ours = (port: number): ClientRun =>
    stopLater(new ClientRun({ program: 'characters', host: '127.0.0.1', port }));
  const theirs = (port: number): PythonProgram => {
    const program = new PythonProgram('client_characters.py', port);
    stopLater({ stop: () => program.kill() });
    return program;
  };
  expect(await received(ours)).toBe(false);
  expect(await received(theirs)).toBe(false);
});

const send = (text: string): Act => ({ do: 'send', hex: hexOfText(text) });

it.each<[string, readonly Act[], boolean]>([
  [
    'a message in two sends',
    [send(header(2)), send('Hi'), { do: 'recv', max: 2048 }, { do: 'close' }],
    false,
  ],
  ['one send, without delay', [send(`${header(2)}Hi`), { do: 'recv', max: 2048 }], true],
  [
    'bytes that are no text',
    [{ do: 'send', hex: 'ff00fe' }, { do: 'pause', ms: 20 }, { do: 'close' }],
    false,
  ],
  [
    'a half-close',
    [send(`${header(2)}Hi`), { do: 'half-close' }, { do: 'recv', max: 5 }, { do: 'close' }],
    false,
  ],
  ['a reset', [send(`${header(2)}Hi`), { do: 'recv', max: 2048 }, { do: 'reset' }], false],
])('a composed client and its listing in Python do the same: %s', async (_what, acts, nodelay) => {
  const outcome = async (run: (port: number) => Promise<{ code: unknown; terminal: string }>) => {
    const server = stopLater(await ourServer());
    const { code, terminal } = await run(server.port);
    const sent = acts.flatMap((act) => (act.do === 'send' ? [act.hex] : [])).join('');
    await until(() => Buffer.byteLength(server.received?.() ?? '') * 2 >= sent.length);
    // A close is an end of stream, a reset an error: the server's thread tells which it was.
    const reset = acts.some((act) => act.do === 'reset');
    if (reset) await until(() => server.errors().includes('ConnectionResetError'));
    return { code, terminal, received: server.received?.() };
  };
  const ours = await outcome(async (port) => {
    const run = new ClientRun({ program: 'composed', acts, nodelay, host: '127.0.0.1', port });
    stopLater(run);
    const code = await run.exit;
    await run.until('prog.exit');
    return { code, terminal: run.terminal('stdout') };
  });
  const theirs = await outcome(async (port) => {
    const { source } = pythonOf(acts, { host: '127.0.0.1', port, nodelay });
    const program = new PythonProgram('client_1.py', port, {}, source);
    const code = await program.exit();
    await program.kill();
    return { code, terminal: program.stdout };
  });
  expect(ours).toEqual(theirs);
  expect(ours.code).toBe(0);
});

it('two servers in one process keep their programs apart', async () => {
  const engine = new Engine({
    recording: { title: 'two', detail: 'calls', file: `${temporaryFolder()}/trace.jsonl` },
  });
  stopLater(engine);
  const course = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const fixed = await engine.startServer({
    ...{ host: '127.0.0.1', port: 0, name: 'server-2', program: 'fixed' },
  });
  const replies: string[] = [];
  for (const { port } of [course, fixed]) {
    const peer = await Peer.connect(port);
    peer.send(Buffer.from(HI));
    await peer.awaitReply(12);
    replies.push(peer.replies.toString().slice(0, 12));
    peer.reset();
  }
  expect(replies).toEqual(['Msg received', header(12).slice(0, 12)]);
  expect(await engine.stopProgram('server')).toBe(true);
  expect(await engine.stopProgram('server-3')).toBe(false);
  const peer = await Peer.connect(fixed.port);
  peer.send(Buffer.from(HI));
  await peer.awaitReply(76);
  peer.reset();
});
