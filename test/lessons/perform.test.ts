import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { perform } from '../../server/lessons/perform.ts';
import { parseScenario } from '../../server/lessons/scenario.ts';
import type { RecordingPlan } from '../../server/lessons/scenario.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/ports.ts';
import { eventsOf, only, printed, readTrace } from '../support/trace.ts';

function plan(...steps: string[]): RecordingPlan {
  const text = ['title: T', 'steps:', ...steps].join('\n');
  return parseScenario(text, 'scenario.yaml').recordings[0] as RecordingPlan;
}

/** What is recorded of these steps. */
async function recorded(steps: readonly string[], port = 0): Promise<readonly TraceEvent[]> {
  const file = join(temporaryFolder(), 'trace.jsonl');
  await perform(plan(...steps), { path: 'scenario.yaml', file, port });
  const parsed = readTrace(file);
  expect(parsed).toMatchObject({ ended: true, damage: [], torn: 0 });
  return eventsOf(parsed);
}

/** The events of one program, by its name. */
function of(events: readonly TraceEvent[], name: string): readonly TraceEvent[] {
  const found = only(events, 'prog.start').find((event) => event.name === name);
  return events.filter((event) => 'program' in event && event.program === found?.program);
}

const SERVER = ['  - start: server', '  - wait: { program: server, kind: accept }'];

function composed(...acts: string[]): string[] {
  return [
    '  - start: client-1',
    '    program: composed',
    '    do:',
    ...acts.map((a) => `      ${a}`),
  ];
}

test.each([
  [
    'a client that was not started',
    ['  - type: client-1', '    text: hi'],
    'scenario.yaml:3: client-1 has not been started',
  ],
  [
    'a program that was not started',
    ['  - stop: server'],
    'scenario.yaml:3: server has not been started',
  ],
  [
    'a start that fails',
    ['  - start: server', '    host: 192.0.2.1'],
    'scenario.yaml:3: This machine has no address 192.0.2.1',
  ],
  [
    'a start that should have failed',
    ['  - start: server', '    fails: EADDRINUSE'],
    'scenario.yaml:3: server listens, it does not fail',
  ],
  [
    'a connect that should have failed',
    [...SERVER, ...composed('- close'), '    fails: ECONNREFUSED'],
    'scenario.yaml:5: client-1 did not fail with ECONNREFUSED',
  ],
])('%s is an error with file and line', async (_what, steps, sentence) => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  await expect(perform(plan(...steps), { path: 'scenario.yaml', file, port: 0 })).rejects.toThrow(
    sentence,
  );
});

test('a composed client does its acts in order and shows them as lines of Python', async () => {
  const events = await recorded([
    ...SERVER,
    ...composed('- { message: "Hi", cut: [1] }', '- recv: 2048', '- half-close', '- close'),
    '  - wait: { program: client-1, kind: prog.exit }',
    '  - wait: { program: server, thread: Thread-1, kind: recv.ret, n: 0 }',
  ]);
  const client = of(events, 'client-1');
  const calls = client.filter(({ kind }) => /^(connect|send|recv|shutdown|close)$/.test(kind));
  expect(calls.map(({ kind }) => kind)).toEqual([
    'connect',
    'send',
    'send',
    'recv',
    'shutdown',
    'close',
  ]);
  expect(only(client, 'send').map(({ len, offset }) => [len, offset])).toEqual([
    [1, 0],
    [65, 1],
  ]);
  expect(only(client, 'out').map(({ text }) => text)).toEqual(['Msg received\n']);
  const [file, ...others] = only(client, 'file');
  expect(others).toEqual([]);
  expect(file).toMatchObject({ language: 'python', path: 'client_1.py' });
  const source = file?.source.split('\n') ?? [];
  const shown = only(client, 'line').map(({ line, file: number }) => [number, source[line - 1]]);
  expect(shown).toEqual([
    [file?.file, 'client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)'],
    [file?.file, expect.stringContaining('client.connect(')],
    [file?.file, 'client.send(b"2")'],
    [file?.file, expect.stringMatching(/^client\.send\(/)],
    [file?.file, 'print(client.recv(2048).decode("utf-8"))'],
    [file?.file, 'client.shutdown(socket.SHUT_WR)'],
    [file?.file, 'client.close()'],
  ]);
});

test('a reset is SO_LINGER 0 and a close; the server’s thread dies of it', async () => {
  const events = await recorded([
    ...SERVER,
    ...composed('- send: { text: "12" }', '- reset'),
    '  - wait: { program: server, kind: thread.err, name: ConnectionResetError }',
  ]);
  const after = of(events, 'client-1').filter(({ kind }) => /^(setsockopt|close)/.test(kind));
  expect(after.map(({ kind }) => kind)).toEqual([
    'setsockopt',
    'setsockopt.ret',
    'close',
    'close.ret',
  ]);
  expect(after[0]).toMatchObject({ level: 'SOL_SOCKET', option: 'SO_LINGER', value: 0 });
});

test('nodelay is set before the connection is made, and acts pause and wait for Enter', async () => {
  const events = await recorded([
    ...SERVER,
    ...composed('- enter', '- pause: 60', '- send: { text: "x" }'),
    '    nodelay: true',
    '  - wait: { program: client-1, kind: input }',
    '  - type: client-1',
    '    text: ""',
    '  - wait: { program: client-1, kind: prog.exit }',
  ]);
  const client = of(events, 'client-1');
  const kinds = client.map(({ kind }) => kind);
  expect(kinds.indexOf('setsockopt')).toBeLessThan(kinds.indexOf('connect'));
  expect(only(client, 'setsockopt')[0]).toMatchObject({ option: 'TCP_NODELAY', value: 1 });
  const [pressed] = only(client, 'input.ret');
  const [sent] = only(client, 'send');
  expect((sent?.at ?? 0) - (pressed?.at ?? 0)).toBeGreaterThanOrEqual(60e6);
});

test('a composed client that cannot connect dies with a traceback into its listing', async () => {
  const port = await freePort();
  const events = await recorded([...composed('- close'), '    fails: ECONNREFUSED'], port);
  const [error] = only(events, 'connect.err');
  expect(error).toMatchObject({ name: 'ECONNREFUSED' });
  expect(printed(events, 1, 'stderr')).toBe(
    'Traceback (most recent call last):\n' +
      '  File "client_1.py", line 4, in <module>\n' +
      `    client.connect(("127.0.0.1", ${port}))\n` +
      'ConnectionRefusedError: [Errno 111] Connection refused\n',
  );
});

test('300 kB in one send arrive whole, however many recvs they take', async () => {
  const events = await recorded([
    ...SERVER,
    ...composed('- send: { header: 300000 }', '- send: { text: "x", times: 300000 }', '- enter'),
    '  - wait: { program: server, kind: send }',
  ]);
  expect(only(of(events, 'client-1'), 'send').map(({ len }) => len)).toEqual([64, 300_000]);
});

test('stop ends one program, its threads and sockets; the others go on', async () => {
  const events = await recorded([
    ...SERVER,
    '  - start: client-1',
    '    program: lines',
    '  - wait: { program: server, thread: Thread-1, kind: recv }',
    '  - stop: server',
    '  - type: client-1',
    '    text: Hi',
    '  - wait: { program: client-1, kind: prog.exit }',
  ]);
  const server = of(events, 'server');
  expect(only(server, 'accept.err')).toMatchObject([{ name: 'STOPPED' }]);
  expect(only(server, 'recv.err')).toMatchObject([{ name: 'STOPPED' }]);
  expect(only(server, 'thread.exit')).toHaveLength(2);
  expect(server.at(-1)?.kind).toBe('prog.exit');
  const exits = only(events, 'prog.exit');
  expect(exits[0]?.program).toBe(server[0] && 'program' in server[0] ? server[0].program : 0);
  expect(only(of(events, 'client-1'), 'send').length).toBeGreaterThan(0);
});

test('a server that was stopped after a goodbye cannot be started again without SO_REUSEADDR', async () => {
  const events = await recorded([
    '  - start: server',
    '    reuse: false',
    ...composed('- message: "!DISCONNECT"', '- recv: 2048', '- recv: 1'),
    '  - wait: { program: client-1, kind: prog.exit }',
    '  - stop: server',
    '  - start: server',
    '    as: server-2',
    '    reuse: false',
    '    fails: EADDRINUSE',
  ]);
  expect(only(of(events, 'server-2'), 'bind.err')).toMatchObject([{ name: 'EADDRINUSE' }]);
  expect(of(events, 'server-2').at(-1)).toMatchObject({ kind: 'prog.exit', code: 1 });
});

test('port 0 is any free one: the calls name it, and the rest of the recording keeps it', async () => {
  const own = await freePort();
  const steps = ['  - start: server', '    port: 0', ...composed('- close')];
  const events = await recorded(
    [...steps, '  - wait: { program: client-1, kind: prog.exit }'],
    own,
  );
  const [port = 0] = only(of(events, 'server'), 'bind').map(({ address }) => address[1]);
  expect([0, own]).not.toContain(port);
  expect(only(events, 'connect').map(({ address }) => address[1])).toEqual([port]);
});

test('each server counts its own threads', async () => {
  const events = await recorded([
    ...SERVER,
    '  - start: client-1',
    '    program: hello',
    '  - wait: { program: server, kind: out, text: ACTIVE }',
    '  - start: server',
    '    as: server-2',
    '    port: 0',
    '  - wait: { program: server-2, kind: accept }',
    '  - stop: server',
    '  - start: server',
    '    as: server-3',
    '    port: 0',
    '  - start: client-2',
    '    program: hello',
    '  - wait: { program: server-3, kind: out, text: ACTIVE }',
  ]);
  expect(only(of(events, 'server-3'), 'out').map(({ text }) => text)).toContain(
    '[ACTIVE CONNECTIONS] 1\n',
  );
});

test('a backlog is recorded, and beyond it a connect waits while accept is held', async () => {
  const clients = [1, 2, 3, 4].flatMap((n) => [
    `  - start: client-${n}`,
    '    program: hello',
    `  - wait: { program: client-${n}, kind: connect }`,
  ]);
  const events = await recorded([
    '  - start: server',
    '    backlog: 1',
    '  - wait: { program: server, kind: accept }',
    '  - hold: { program: server, thread: MainThread }',
    ...clients,
    '  - wait: { program: server, kind: held }',
    '  - wait: { kind: connect.ret, nth: 3 }',
    '  - pause: 100',
  ]);
  expect(only(events, 'listen')).toMatchObject([{ backlog: 1 }]);
  expect(only(events, 'held')).toMatchObject([{ before: 'accept' }]);
  // One was accepted; backlog + 1 wait in the queue; the last to reach the kernel gets no answer.
  expect(only(events, 'connect.ret')).toHaveLength(3);
  expect(only(events, 'connect.err')).toMatchObject([{ name: 'STOPPED' }]);
});

test('a thread that is held goes on when it is released', async () => {
  const events = await recorded([
    ...SERVER,
    '  - start: client-1',
    '    program: lines',
    '  - wait: { program: server, thread: Thread-1, kind: recv }',
    '  - hold: { program: server, thread: Thread-1 }',
    '  - type: client-1',
    '    text: Hi',
    '  - wait: { program: server, thread: Thread-1, kind: held }',
    '  - release: { program: server, thread: Thread-1 }',
    '  - wait: { program: client-1, kind: out, text: Msg received }',
  ]);
  expect(only(events, 'held')).toMatchObject([{ before: 'recv' }]);
});

test('the header of a recording says that replies are framed where all its servers frame them', async () => {
  const framed = async (...programs: string[]): Promise<boolean> => {
    const file = join(temporaryFolder(), 'trace.jsonl');
    const steps = programs.flatMap((program, n) => [
      '  - start: server',
      `    as: server-${n + 1}`,
      `    program: ${program}`,
      '    port: 0',
    ]);
    await perform(plan(...steps), { path: 'scenario.yaml', file, port: 0 });
    return readTrace(file).trace.header.protocol.framed_replies;
  };
  expect(await framed('fixed', 'fixed')).toBe(true);
  expect(await framed('fixed', 'course')).toBe(false);
});

/** The two transcripts of the course, as its material shows them. */
const TRANSCRIPTS = {
  '01-hello-world': { messages: ['Hello World!'], client: 'Msg received\n' },
  '02-three-messages': {
    messages: [
      'Hello World!',
      'Hello World Second Message!',
      'Hello World Third Message!',
      '!DISCONNECT',
    ],
    client: 'Msg received\n'.repeat(4),
  },
} as const;

test.each(Object.entries(TRANSCRIPTS))(
  '%s, committed and performed again, shows the transcripts of the course',
  async (lesson, { messages, client }) => {
    const path = join('lessons', lesson, 'scenario.yaml');
    const again = join(temporaryFolder(), 'trace.jsonl');
    const { recordings } = parseScenario(readFileSync(path, 'utf8'), path);
    await perform(recordings[0] as RecordingPlan, { path, file: again, port: 0 });
    for (const file of [join('lessons', lesson, 'trace.jsonl'), again]) {
      const parsed = readTrace(file);
      const events = eventsOf(parsed);
      expect(parsed).toMatchObject({ ended: true, damage: [], torn: 0 });
      expect(printed(events, 2)).toBe(client);
      expect(printed(events, 1).replace(/(?<='127\.0\.0\.1', )\d+/g, '58994')).toBe(
        [
          '[STARTING] server is starting...',
          '[LISTENING] Server is listening on 127.0.0.1',
          "[NEW CONNECTION] ('127.0.0.1', 58994) connected.",
          '[ACTIVE CONNECTIONS] 1',
          ...messages.map((text) => `[('127.0.0.1', 58994)] ${text}`),
          '',
        ].join('\n'),
      );
    }
  },
);
