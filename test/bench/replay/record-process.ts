import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Engine } from '../../../server/thread/engine.ts';

/**
 * Records a server with several of our own clients into a file of so many bytes, with every line and
 * every local: `FILE BYTES CLIENTS`.
 */
const [file = '', bytes = '0', count = '1'] = process.argv.slice(2);
const engine = new Engine({
  recording: { file, title: 'benchmark', detail: 'lines' },
  maxThreads: 2 * Number(count) + 8,
  onNotice: (text) => process.stderr.write(`${text}\n`),
});
const address = await engine.startServer({ host: '127.0.0.1', port: 0 });
const clients = Array.from({ length: Number(count) }, () =>
  engine.startClient({ program: 'lines', ...address }),
);
let typed = 0;
while ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < Number(bytes)) {
  // Typed well ahead of the programs: they never wait for their input.
  for (; typed < 20 * clients.length; typed++)
    clients[typed % clients.length]?.type(`Hello World, message ${typed}!`);
  await sleep(250);
  typed = 0;
}
const clean = await engine.stop();
process.send?.({ clean });
if (!clean) engine.exitNow(1);
