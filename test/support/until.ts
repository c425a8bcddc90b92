import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition that other processes or threads bring about. */
export async function until(condition: () => boolean, limitMs = 20_000): Promise<void> {
  for (const end = Date.now() + limitMs; !condition(); await sleep(5)) {
    if (Date.now() > end) throw new Error(`it did not happen within ${limitMs} ms: ${condition}`);
  }
}
