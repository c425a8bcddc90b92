import type { ComparedThread } from '../../analysis/compare.ts';
import { rowCount } from './rows.ts';

/** "T1 · Thread-1 · differs at call 4": a thread in the list of threads. */
export function describeThread(thread: ComparedThread): string {
  const { key, who, left, right, same, differs } = thread;
  const name = `${key} · ${who}`;
  if (left === undefined) return `${name} · only on the right`;
  if (right === undefined) return `${name} · only on the left`;
  if (differs !== undefined) return `${name} · differs at call ${same + 1}`;
  const calls = rowCount(thread);
  return `${name} · same, ${calls === 1 ? '1 call' : `${calls} calls`}`;
}
