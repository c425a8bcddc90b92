import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Engine } from '../../server/thread/engine.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Rule } from './rule.ts';

/** The rules of a whole engine: its threads, its recording and above all its end. */
export const ENGINE_RULES: readonly Rule<[]>[] = [
  {
    title: 'a server and a client talk in two threads, and the trace has both to the end',
    run: () =>
      withServer(async ({ engine, port }) => {
        const client = engine.startClient({ program: 'three', host: '127.0.0.1', port });
        client.type('');
        client.type('');
        assert.equal(await client.done, 0);
      }).then((trace) => {
        assert.deepEqual(printed(trace, 'client-1'), 'Msg received\n'.repeat(4));
        const transcript = printed(trace, 'server');
        assert.match(transcript, /^\[STARTING\] server is starting\.\.\.\n\[LISTENING\] Server/);
        assert.match(transcript, /\('127\.0\.0\.1', \d+\)\] Hello World Third Message!\n/);
      }),
  },
  {
    title: 'sixteen clients at once each have a thread of their own and are all answered',
    run: () =>
      withServer(async ({ engine, port }) => {
        const clients = Array.from({ length: 16 }, () =>
          engine.startClient({ program: 'lines', host: '127.0.0.1', port }),
        );
        for (const client of clients) for (const line of LINES) client.type(line);
        assert.deepEqual(
          await Promise.all(clients.map((client) => client.done)),
          clients.map(() => 0),
        );
      }).then((trace) => {
        for (let n = 1; n <= 16; n++) {
          assert.equal(printed(trace, `client-${n}`), 'Msg received\n'.repeat(LINES.length));
        }
      }),
  },
  {
    title: 'stop ends threads that block in accept and recv, and records that it was us',
    run: () =>
      withServer(async ({ port }) => {
        await Promise.all([connected(port), connected(port), connected(port)]);
        await sleep(300);
      }).then((trace) => {
        const stopped = trace.filter((event) => event['name'] === 'STOPPED');
        const kinds = stopped.map((event) => event['k']).sort();
        assert.deepEqual(kinds, ['accept.err', 'recv.err', 'recv.err', 'recv.err']);
      }),
  },
  {
    title: 'stop ends a thread that spins on the end of the stream',
    run: () =>
      withServer(async ({ port }) => {
        (await connected(port)).end();
        await sleep(300);
      }).then((trace) => assert.ok(trace.some((event) => event['k'] === 'fold'))),
  },
  {
    title: 'stop ends a client that waits for a typed line',
    run: () =>
      withServer(async ({ engine, port }) => {
        engine.startClient({ program: 'three', host: '127.0.0.1', port });
        await sleep(300);
      }).then((trace) => assert.equal(printed(trace, 'client-1'), 'Msg received\n')),
  },
  {
    title: 'after stop nobody listens any more',
    run: async () => {
      let at = 0;
      await withServer(({ port }) => {
        at = port;
      });
      await assert.rejects(connected(at), { code: 'ECONNREFUSED' });
    },
  },
  {
    title: 'a port in use is told in one sentence that says what to do',
    run: () =>
      withServer(async ({ port }) => {
        const second = new Engine();
        await assert.rejects(second.startServer({ host: '127.0.0.1', port }), {
          message: new RegExp(
            `^Port ${port} on 127\\.0\\.0\\.1 is in use: .* or choose another\\.$`,
          ),
        });
        await sleep(SETTLE_MS);
        assert.equal(await second.stop(), true);
      }).then(() => undefined),
  },
];

const SETTLE_MS = 200;
const LINES = ['one', 'two', 'three', '!DISCONNECT'];
type Event = Readonly<Record<string, unknown>>;

/** Runs a recorded server, stops it within a second and gives back its trace. */
async function withServer(
  use: (server: { engine: Engine; port: number }) => Promise<void> | void,
): Promise<readonly Event[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-engine-'));
  const file = join(folder, 'rule.trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'a rule', detail: 'calls' } });
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  try {
    await use({ engine, port });
    // Stopping is timed: threads that have not come up yet would be counted as slow to end.
    await sleep(SETTLE_MS);
  } finally {
    const began = performance.now();
    assert.equal(await engine.stop(), true, 'the engine gave up stopping');
    assert.ok(performance.now() - began < 1_000);
  }
  const bytes = readFileSync(file);
  // Windows may take a moment to let go of a closed file.
  rmSync(folder, { recursive: true, maxRetries: 10 });
  const { damage, torn, ended } = parseTrace(bytes);
  assert.deepEqual({ damage, torn, ended }, { damage: [], torn: 0, ended: true });
  return bytes
    .toString()
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Event);
}

async function connected(port: number): Promise<Socket> {
  const socket = createConnection(port, '127.0.0.1');
  await once(socket, 'connect');
  // The end of the server reaches it as a reset or as an end.
  socket.on('error', () => socket.destroy());
  return socket;
}

/** What the program of this name printed. */
function printed(trace: readonly Event[], name: string): string {
  const program = trace.find((event) => event['k'] === 'prog.start' && event['name'] === name);
  return trace
    .filter((event) => event['k'] === 'out' && event['p'] === program?.['p'])
    .map((event) => event['text'])
    .join('');
}
