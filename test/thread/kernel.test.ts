import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connected } from '../support/ports.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

const onLinux = test.runIf(process.platform === 'linux');

onLinux('a thread that waits with a time-out sits in poll; a stop wakes it at once', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'kernel', detail: 'lines' } });
  const server = { host: '127.0.0.1', port: 0, program: 'fixed', timeout: 60 } as const;
  const { port } = await engine.startServer(server);
  const client = await connected(port);
  const inPoll = () =>
    only(eventsOf(readTrace(file)), 'kernel').filter(({ syscall }) => /^p?poll$/.test(syscall));
  await until(() => inPoll().length > 0);
  const began = performance.now();
  expect(await engine.stop()).toBe(true);
  expect(performance.now() - began).toBeLessThan(700);
  client.destroy();
  const [poll] = inPoll();
  const [recv] = only(eventsOf(readTrace(file)), 'recv');
  expect(poll).toMatchObject({ state: 'S', call: recv?.seq });
  expect(poll?.args[0]).toMatch(/^0x/);
  expect(only(eventsOf(readTrace(file)), 'recv.err')).toMatchObject([{ name: 'STOPPED' }]);
});
