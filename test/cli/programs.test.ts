/** The commands with another program than the course's. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { messageOf } from '../../src/lab/message.ts';
import { writeComposition } from '../../src/lab/link.ts';
import { Command, run } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/ports.ts';
import { redeem } from '../support/presenter.ts';
import { readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

test('fixed server and fixed client speak in frames, and say so in their recordings', async () => {
  const port = String(await freePort());
  const [one, two] = [0, 1].map((n) => join(temporaryFolder(), `${n}.trace.jsonl`)) as [
    string,
    string,
  ];
  const server = new Command(['server', '--program', 'fixed', '--port', port, '--record', one]);
  await until(() => server.stdout.includes('[LISTENING]'));
  const client = new Command(['client', '--program', 'fixed', '--port', port, '--record', two]);
  client.type('Hi\n!DISCONNECT\n');
  expect(await client.ended).toBe(0);
  expect(client.stdout).toBe('Msg received\nMsg received\n');
  await until(() => server.stdout.includes('] !DISCONNECT'));
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
  for (const file of [one, two]) {
    expect(readTrace(file).trace.header.protocol.framed_replies).toBe(true);
  }
});

test('a server with other recv sizes shows what comes of them', async () => {
  const port = String(await freePort());
  const sizes = ['--payload-recv', '2', '--header-recv', '64'];
  const server = new Command(['server', '--program', 'sizes', ...sizes, '--port', port]);
  await until(() => server.stdout.includes('[LISTENING]'));
  const client = new Command(['client', '--port', port]);
  client.type('Hello\n');
  await until(() => server.stdout.includes('] He\n'));
  client.kill('SIGINT');
  await client.ended;
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
});

test.each([
  ['sizes of the course’s server', ['server', '--header-recv', '10']],
  ['sizes of the fixed server', ['server', '--program', 'fixed', '--exactly']],
  ['a size that is none', ['server', '--program', 'sizes', '--header-recv', '0']],
  ['a server that is none', ['server', '--program', 'best']],
  ['a client that is none', ['client', '--program', 'composed']],
])('%s is misuse: exit code 2', async (_what, args) => {
  const { code, stdout, stderr } = await run(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: /);
});

test('start runs compositions, and Ctrl-C ends one that is running', async () => {
  const data = temporaryFolder();
  const [page, live] = [await freePort(), await freePort()];
  const options = ['--ui-port', String(page), '--port', String(live), '--data', data, '--no-open'];
  const start = new Command(['start', ...options]);
  await until(() => start.stdout.includes('Ctrl-C stops'));
  const origin = `http://127.0.0.1:${page}`;
  const { name, value } = await redeem(/http:\S+#presenter=\S+/.exec(start.stdout)?.[0] ?? '');
  const cookie = `${name}=${value}`;
  const composition = writeComposition({
    ...{ clients: 1, nodelay: false, end: 'close', server: { program: 'course' } },
    messages: [messageOf('Hi', { pauses: [2000] }), messageOf('Hi', { pauses: [2000] })],
  });
  const post = fetch(`${origin}/api/lab`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, cookie },
    body: JSON.stringify({ composition }),
  }).then(
    ({ status }) => status,
    () => 'cut off',
  );
  const rows = async (): Promise<{ id: string; title: string }[]> =>
    (await (await fetch(`${origin}/api/recordings`, { headers: { cookie } })).json()) as {
      id: string;
      title: string;
    }[];
  while (!(await rows()).some(({ title }) => title.startsWith('Byte lab'))) await sleep(20);
  const { threads } = (await (await fetch(`${origin}/api/status`)).json()) as { threads: unknown };
  expect(threads).toMatchObject({ cap: expect.any(Number) as number });
  const [lab] = (await rows()).filter(({ title }) => title.startsWith('Byte lab'));
  start.kill('SIGINT');
  expect(await start.ended).toBe(0);
  await post;
  expect(readTrace(join(data, `${lab?.id}.trace.jsonl`)).ended).toBe(true);
});
