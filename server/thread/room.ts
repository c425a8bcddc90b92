import { ending, takeTurns } from './context.ts';
import type { Here } from './context.ts';
import { WORD } from './memory.ts';

/** At the thread cap: says so and waits until a thread ends. The kernel's backlog holds the rest. */
export function waitForRoom(at: Here): void {
  const { words } = at.memory;
  const cap = at.job.maxThreads;
  let told = false;
  for (;;) {
    const alive = Atomics.load(words, WORD.alive);
    if (alive < cap || ending(at)) return;
    if (!told) {
      at.tracer?.out(
        'stderr',
        `[wirestep] ${cap} threads are running, the most allowed (--max-threads ${cap}). ` +
          `New clients wait in the kernel's backlog until one ends.\n`,
        'wirestep',
      );
    }
    told = true;
    takeTurns(at);
    Atomics.wait(words, WORD.alive, alive);
  }
}
