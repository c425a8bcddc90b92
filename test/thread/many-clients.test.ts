import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import { account, talk } from '../support/crowd.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected } from '../support/ports.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

async function server(maxThreads: number) {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const recording = { file, title: 'many', detail: 'calls' } as const;
  const engine = new Engine({ recording, maxThreads });
  onTestFinished(async () => void (await engine.stop()));
  return { engine, file, ...(await engine.startServer({ host: '127.0.0.1', port: 0 })) };
}

/** Twenty threads take a while to start on a busy machine. */
const PATIENCE = { timeout: 60_000 };

test('clients that talk at once lose nothing and are not mixed up', PATIENCE, async () => {
  const crowd = { clients: 20, messages: 10, together: true };
  const { engine, file, port } = await server(20);
  await talk(port, crowd);
  await engine.stop();
  expect(await account(file, crowd)).toMatchObject({ right: 200, wrong: 0 });
});

test(
  'clients beyond the thread cap wait in the backlog, and lose nothing either',
  PATIENCE,
  async () => {
    const crowd = { clients: 6, messages: 3, together: false };
    const { engine, file, port } = await server(2);
    await talk(port, crowd);
    await engine.stop();
    expect(await account(file, crowd)).toMatchObject({ right: 18, wrong: 0 });
    const events = eventsOf(readTrace(file));
    const alive = events.reduce<readonly [now: number, most: number]>(
      ([now, most], { kind }) => {
        const next = now + (kind === 'thread.start' ? 1 : 0) - (kind === 'thread.exit' ? 1 : 0);
        return [next, Math.max(most, next)];
      },
      [0, 0],
    );
    expect(alive[1]).toBe(2);
  },
);

test('a swapped message would be counted as wrong', async () => {
  const crowd = { clients: 2, messages: 2, together: true };
  const { engine, file, port } = await server(2);
  await talk(port, { ...crowd, messages: 1 });
  await engine.stop();
  expect(await account(file, crowd)).toMatchObject({ right: 2, wrong: 2 });
});

test.runIf(process.platform !== 'win32')(
  'a length is a number to compare: memory is taken only for bytes that arrive',
  PATIENCE,
  async () => {
    const { port, file } = await server(20);
    const resident = (): number => {
      const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(process.pid)]);
      return Number(stdout) / 1024;
    };
    const clients = await Promise.all(Array.from({ length: 20 }, () => connected(port)));
    const waiting = (max: number): number =>
      only(eventsOf(readTrace(file)), 'recv').filter((event) => event.max === max).length;
    await until(() => waiting(64) === 20);
    const before = resident();
    for (const client of clients) client.write('2000000000'.padEnd(64));
    await until(() => waiting(2_000_000_000) === 20);
    // 20 buffers of what one recv can return would be 320 MB.
    expect(resident() - before).toBeLessThan(160);
    for (const client of clients) client.destroy();
  },
);
