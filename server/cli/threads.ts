/** Threads by what people call them. */
import { createNames } from '../../src/narration/names.ts';
import { indexPrograms } from '../../src/scene/programs.ts';
import { indexThreads } from '../../src/scene/threads.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { visible } from '../../src/trace/visible.ts';
import { Misuse } from './outcome.ts';

/** More of them in one sentence nobody reads. */
const MOST_NAMED = 12;

interface Thread {
  readonly id: number;
  /** As in the call log: `Thread-1`, `client-1`. */
  readonly name: string;
  /** The mark of its lane on the page: `T1`. */
  readonly badge: string;
}

/**
 * The threads that a text means: by number, by the mark of the lane, or by name, where upper and
 * lower case are alike. Several where a name is that of several programs' threads.
 * @throws {Misuse} where there is none; the sentence says which there are
 */
export function findThreads(trace: Trace, asked: string): readonly number[] {
  const threads = threadsOf(trace);
  const text = asked.trim().toLowerCase();
  const same = [
    threads.filter(({ id }) => String(id) === text),
    threads.filter(({ badge }) => badge.toLowerCase() === text),
    threads.filter(({ name }) => name.toLowerCase() === text),
  ].find((each) => each.length > 0);
  if (same !== undefined) return same.map(({ id }) => id);
  throw new Misuse(`This recording has no thread "${visible(asked)}": ${there(threads)}.`);
}

/**
 * The one thread that a text means.
 * @throws {Misuse} where there is none or more than one
 */
export function findThread(trace: Trace, asked: string): number {
  const [first, ...more] = findThreads(trace, asked);
  if (more.length === 0) return first as number;
  const numbers = [first, ...more].join(', ');
  throw new Misuse(
    `"${visible(asked)}" is the name of ${more.length + 1} threads: give the number of one, ${numbers}.`,
  );
}

function threadsOf(trace: Trace): readonly Thread[] {
  const names = createNames(trace);
  const all = indexThreads(trace, indexPrograms(trace))(trace.length - 1);
  return all.map(({ id, badge }) => ({ id, badge, name: names.thread(id) }));
}

function there(threads: readonly Thread[]): string {
  if (threads.length === 0) return 'it has none';
  const named = threads
    .slice(0, MOST_NAMED)
    .map(({ id, name, badge }) => `${badge} (${name}, number ${id})`);
  const more = threads.length - named.length;
  return `it has ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
