import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { allocateMemory, SLOT, slotWord, STATE } from '../../server/thread/memory.ts';
import { Pool } from '../../server/thread/pool.ts';

const memory = allocateMemory(16);
const setState = (slot: number, state: number): void => {
  Atomics.store(memory.words, slotWord(slot, SLOT.state), state);
};

/** A worker that is idle at once, and says so a little later. */
vi.mock('node:worker_threads', () => ({
  SHARE_ENV: undefined,
  Worker: class extends EventEmitter {
    constructor(_file: string, { workerData }: { workerData: { slot: number } }) {
      super();
      setState(workerData.slot, STATE.idle);
      setTimeout(() => this.emit('message', { type: 'ready' }), 5);
    }
  },
}));

test('warm waits for nobody who does not come: a worker that is idle but has not said so counts once', async () => {
  const pool = new Pool(memory, () => undefined);
  await pool.warm();
  for (const slot of [1, 2]) setState(slot, STATE.running);
  pool.replenish();
  setState(3, STATE.running);
  await pool.warm();
  const states = Array.from({ length: 16 }, (_, slot) =>
    Atomics.load(memory.words, slotWord(slot, SLOT.state)),
  );
  expect(states.filter((state) => state === STATE.idle).length).toBeGreaterThanOrEqual(4);
});
