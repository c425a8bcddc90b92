/** The fixed programs: ours and those in Python do the same, with everything that may come. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ClientRun } from '../conformance/client-run.ts';
import { Peer } from '../conformance/peer.ts';
import { PythonProgram } from './python-program.ts';
import { ourServer, pythonServer, until, type ServerSide } from './sides.ts';

/** Ours and Python's, which wait so many seconds for a client. */
function serversOf(timeout: number): Promise<readonly ServerSide[]> {
  return Promise.all([
    ourServer({ program: 'fixed', timeout }),
    pythonServer('server_fixed.py', { 'TIMEOUT = 10': `TIMEOUT = ${timeout}` }),
  ]);
}

/** A busy machine may take long between two steps of a visit. */
let servers: readonly ServerSide[];
/** For the visits that are about losing patience. */
let impatient: readonly ServerSide[];
beforeAll(async () => {
  [servers, impatient] = await Promise.all([serversOf(30), serversOf(1)]);
});
afterAll(async () => {
  await Promise.all([...servers, ...impatient].map((server) => server.stop()));
});

const header = (text: string | number): string => String(text).padEnd(64);
const message = (text: string): string => header(Buffer.byteLength(text)) + text;
const REPLY = message('Msg received');
const HI = message('Hi');
const BYE = message('!DISCONNECT');

type Act = string | 'finish' | 'reset' | { readonly replies: number };

/** What the server prints of the visit after its greeting, and what the client sees of it. */
async function visit(server: ServerSide, acts: readonly Act[]): Promise<unknown> {
  // An earlier visit may have come from the same port.
  const before = server.terminal().length;
  const peer = await Peer.connect(server.port);
  const name = `('127.0.0.1', ${peer.address[1]})`;
  // Python's threads may write into each other's lines: nothing else is printed from here on.
  const greeted = (): boolean => {
    const text = server.terminal().slice(before);
    return text.includes(`[NEW CONNECTION] ${name}`) && text.includes('[ACTIVE CONNECTIONS]');
  };
  await until(greeted);
  for (const act of acts) {
    if (typeof act !== 'string') await peer.awaitReply(act.replies * REPLY.length);
    else if (act === 'finish') peer.shutdownWrite();
    else if (act === 'reset') peer.reset();
    else peer.send(Buffer.from(act, 'latin1'));
  }
  const own = (): string[] => {
    const lines = server.terminal().slice(before).split('\n');
    return lines
      .filter((line) => line.startsWith(`[${name}] `))
      .map((line) => line.slice(name.length + 3));
  };
  await until(() => /^(goodbye: |!DISCONNECT)/.test(own().at(-1) ?? ''));
  const sees = await peer.sees(5_000);
  peer.close();
  return { prints: own(), replies: peer.replies.toString().split(REPLY).length - 1, sees };
}

const ENDED = 'goodbye: the other side has ended the connection';
const NO_NUMBER = 'goodbye: the header is no number';
const LONG = 'goodbye: the message is too long';

const VISITS: readonly (readonly [string, readonly Act[], unknown])[] = [
  [
    'a message and a goodbye',
    [HI, { replies: 1 }, BYE],
    { prints: ['Hi', '!DISCONNECT'], replies: 2, sees: 'fin' },
  ],
  [
    'a header in two sends',
    [HI.slice(0, 1), HI.slice(1), { replies: 1 }, BYE],
    { prints: ['Hi', '!DISCONNECT'], replies: 2, sees: 'fin' },
  ],
  [
    'byte by byte',
    [...HI.split(''), { replies: 1 }, BYE],
    { prints: ['Hi', '!DISCONNECT'], replies: 2, sees: 'fin' },
  ],
  [
    'three messages in one send',
    [HI + HI + BYE],
    { prints: ['Hi', 'Hi', '!DISCONNECT'], replies: 3, sees: 'fin' },
  ],
  [
    'an empty message',
    [header(0), { replies: 1 }, BYE],
    { prints: ['', '!DISCONNECT'], replies: 2, sees: 'fin' },
  ],
  [
    'a message of 300 kB',
    [message('x'.repeat(300_000)), { replies: 1 }, BYE],
    { prints: ['x'.repeat(300_000), '!DISCONNECT'], replies: 2, sees: 'fin' },
  ],
  ['a negative length', [header(-1)], { prints: [NO_NUMBER], replies: 0, sees: 'fin' }],
  ['a huge length', [header('9'.repeat(40))], { prints: [LONG], replies: 0, sees: 'fin' }],
  [
    'a length just over the limit',
    [header(1_000_001)],
    { prints: [LONG], replies: 0, sees: 'fin' },
  ],
  ['a blank header', [header('')], { prints: [NO_NUMBER], replies: 0, sees: 'fin' }],
  ['words for a header', [header('two')], { prints: [NO_NUMBER], replies: 0, sees: 'fin' }],
  ['underscores', [header('1_0')], { prints: [NO_NUMBER], replies: 0, sees: 'fin' }],
  ['a sign', [header('+2')], { prints: [NO_NUMBER], replies: 0, sees: 'fin' }],
  [
    'Arabic digits',
    [Buffer.from('٢').toString('latin1').padEnd(64)],
    { prints: [NO_NUMBER], replies: 0, sees: 'fin' },
  ],
  [
    'a bad header with more behind it',
    [header('two') + 'more'],
    { prints: [NO_NUMBER], replies: 0, sees: 'rst' },
  ],
  [
    'a payload that is no UTF-8',
    [`${header(2)}\xc3(`],
    {
      prints: [
        "goodbye: 'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte",
      ],
      replies: 0,
      sees: 'fin',
    },
  ],
  ['an end before anything', ['finish'], { prints: [ENDED], replies: 0, sees: 'fin' }],
  [
    'an end after a message',
    [HI, { replies: 1 }, 'finish'],
    { prints: ['Hi', ENDED], replies: 1, sees: 'fin' },
  ],
  ['an end inside a header', ['12', 'finish'], { prints: [ENDED], replies: 0, sees: 'fin' }],
  [
    'an end inside a payload',
    [header(12) + 'Hello', 'finish'],
    { prints: [ENDED], replies: 0, sees: 'fin' },
  ],
  [
    'a reset',
    [HI, { replies: 1 }, 'reset'],
    {
      prints: ['Hi', 'goodbye: [Errno 104] Connection reset by peer'],
      replies: 1,
      sees: 'reset-by-client',
    },
  ],
];
const SILENT: readonly (readonly [string, readonly Act[]])[] = [
  ['silence', []],
  ['silence inside a header', ['12']],
];

it.each(VISITS)('the fixed server and %s', async (_what, acts, expected) => {
  const [ours, theirs] = await Promise.all(servers.map((server) => visit(server, acts)));
  expect(ours).toEqual(expected);
  expect(theirs).toEqual(expected);
});

it.each(SILENT)('the fixed server and %s', async (_what, acts) => {
  const expected = { prints: ['goodbye: timed out'], replies: 0, sees: 'fin' };
  const [ours, theirs] = await Promise.all(impatient.map((server) => visit(server, acts)));
  expect(ours).toEqual(expected);
  expect(theirs).toEqual(expected);
});

it('the fixed server has died of none of it', async () => {
  for (const server of servers) {
    const { prints } = (await visit(server, [HI, { replies: 1 }, BYE])) as { prints: string[] };
    expect(prints).toEqual(['Hi', '!DISCONNECT']);
    expect(server.errors()).toBe('');
  }
});

interface TypedClient {
  type(text: string): void;
  terminal(): string;
  exit(): Promise<unknown>;
  errors(): string;
  stop(): Promise<unknown>;
}

const CLIENTS: Readonly<Record<string, (port: number) => TypedClient>> = {
  'our fixed client': (port) => {
    const run = new ClientRun({ program: 'fixed', host: '127.0.0.1', port });
    return {
      type: (text) => run.type(text),
      terminal: () => run.terminal('stdout'),
      errors: () => run.terminal('stderr'),
      exit: () => run.exit,
      stop: () => run.stop(),
    };
  },
  'the fixed client in Python': (port) => {
    const program = new PythonProgram('client_fixed.py', port);
    return {
      type: (text) => program.type(text),
      terminal: () => program.stdout,
      errors: () => program.stderr,
      exit: () => program.exit(),
      stop: () => program.kill(),
    };
  },
};

let client: TypedClient | undefined;
afterEach(() => client?.stop());

const PAIRS = Object.keys(CLIENTS).flatMap((calling) =>
  ['our fixed server', 'the fixed server in Python'].map((serving, n) => ({ calling, serving, n })),
);

it.each(PAIRS)('$calling and $serving', async ({ calling, n }) => {
  const server = servers[n] as ServerSide;
  const calls = (client = CLIENTS[calling]?.(server.port) as TypedClient);
  const texts = ['Hi é!', '你好 😀', '!DISCONNECT'];
  for (const [done, text] of texts.entries()) {
    calls.type(text);
    await until(() => calls.terminal() === 'Msg received\n'.repeat(done + 1));
  }
  expect(await calls.exit()).toBe(0);
  expect(calls.errors()).toBe('');
  await until(() => /\] !DISCONNECT\n/.test(server.terminal()));
  for (const text of texts) expect(server.terminal()).toContain(`] ${text}\n`);
});

it.each(Object.keys(CLIENTS))(
  '%s dies as Python does when the server answers without a header',
  async (name) => {
    const course = await ourServer();
    const calls = (client = CLIENTS[name]?.(course.port) as TypedClient);
    calls.type('Hi');
    await until(() => /\] Hi\n/.test(course.terminal()));
    await course.stop();
    expect(await calls.exit()).toBe(1);
    expect(calls.errors()).toMatch(/\nEOFError: the other side has ended the connection\n$/);
  },
);
