/** Which line each thread is at, and its locals: a fold over the thread's line events. */
import type { EventOf } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { Local, SourceLine } from './scene.ts';

/** A function that was called and has not returned, and the one that called it. Never changed. */
export interface Frame {
  readonly place: SourceLine;
  readonly locals: readonly Local[];
  /** It is about to return: the thread's next line is its caller's. */
  readonly returns: boolean;
  readonly caller: Frame | undefined;
}

export type LineEvent = EventOf<'line' | 'fn.call' | 'fn.return' | 'exc'>;

/** The frame after one more event of the same thread. */
export function nextFrame(frame: Frame | undefined, event: LineEvent): Frame {
  const place = { file: event.file, line: event.line, function: event.function };
  const returns = event.kind === 'fn.return';
  const current = frame?.returns ? frame.caller : frame;
  if (event.kind === 'fn.call') {
    return { place, locals: changeLocals([], event.locals), returns, caller: current };
  }
  // An exception leaves functions without a return: go on in the caller that the event names.
  let found = current;
  while (found !== undefined && !isSameFunction(found.place, place)) found = found.caller;
  const caller = found === undefined ? current : found.caller;
  const before = found?.locals ?? [];
  const locals = event.kind === 'exc' ? before : changeLocals(before, event.locals);
  return { place, locals, returns, caller };
}

function isSameFunction(a: SourceLine, b: SourceLine): boolean {
  return a.function === b.function && a.file === b.file;
}

function changeLocals(
  before: readonly Local[],
  changes: Readonly<Record<string, string>> | undefined,
): readonly Local[] {
  const changed = new Map(Object.entries(changes ?? {}));
  if (changed.size === 0 && !before.some((local) => local.changed)) return before;
  const after = before.map(({ name, value: was }): Local => {
    const value = changed.get(name);
    changed.delete(name);
    if (value === undefined) return { name, value: was, changed: false };
    return value === was ? { name, value, changed: true } : { name, value, was, changed: true };
  });
  for (const [name, value] of changed) after.push({ name, value, changed: true });
  return after;
}

/** Looks a thread's frame up. What was folded once is kept: each event is read at most once. */
export class ThreadFrames {
  readonly #trace: Trace;
  readonly #positions: readonly number[];
  readonly #frames: Frame[] = [];

  constructor(trace: Trace, thread: number) {
    this.#trace = trace;
    this.#positions = [...trace.ofThread(thread)].filter((position) => {
      const kind = trace.kindAt(position);
      return kind === 'line' || kind === 'fn.call' || kind === 'fn.return' || kind === 'exc';
    });
  }

  /** The innermost frame at a position; undefined before the thread's first line. */
  at(position: number): Frame | undefined {
    const count = countUpTo(this.#positions, position);
    while (this.#frames.length < count) {
      const event = this.#trace.at(this.#positions[this.#frames.length] as number) as LineEvent;
      this.#frames.push(nextFrame(this.#frames.at(-1), event));
    }
    return this.#frames[count - 1];
  }
}
