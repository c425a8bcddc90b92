import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PHASE, WORD, type Job, type Count, type LoadAnswer, type LoadRequest } from './load.ts';

/** The second process: keeps client threads ready and drives them through the phases of a run. */
const shared = new SharedArrayBuffer(8);
const words = new Int32Array(shared);
const clients: Worker[] = [];

process.on('message', (request: LoadRequest) => {
  void run(request).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());

async function run({ clients: count, warmMs, countMs, ...job }: LoadRequest): Promise<LoadAnswer> {
  while (clients.length < count) {
    const worker = new Worker(join(import.meta.dirname, 'load-worker.cjs'), { workerData: shared });
    await once(worker, 'online');
    clients.push(worker);
  }
  words[WORD.ready] = 0;
  words[WORD.phase] = PHASE.wait;
  // A client that fails, because it cannot connect for instance, ends this process.
  const counts = Promise.all(clients.slice(0, count).map((client) => start(client, job)));
  while (Atomics.load(words, WORD.ready) < count) await sleep(1);
  enter(PHASE.warm);
  await sleep(warmMs);
  const began = process.hrtime.bigint();
  enter(PHASE.count);
  await sleep(countMs);
  enter(PHASE.stop);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const done = await counts;
  const sum = (field: keyof Count) => done.reduce((total, count) => total + count[field], 0);
  return { perSecond: sum('counted') / seconds, all: sum('all') };
}

async function start(client: Worker, job: Job): Promise<Count> {
  client.postMessage(job);
  const [count] = (await once(client, 'message')) as [Count];
  return count;
}

function enter(phase: number): void {
  Atomics.store(words, WORD.phase, phase);
  Atomics.notify(words, WORD.phase);
}
