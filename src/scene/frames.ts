/**
 * The innermost frame of a thread and its locals. Which events gave a frame's locals is folded from
 * the trace's columns alone; only the events that gave one that is shown are read.
 */
import { KINDS } from '../trace/format.ts';
import type { EventOf } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Site } from '../trace/sites.ts';
import type { Trace } from '../trace/trace.ts';
import type { Growing } from './kept.ts';
import type { Local } from './scene.ts';

const CALL = KINDS.indexOf('fn.call');
const RETURN = KINDS.indexOf('fn.return');
const RAISED = KINDS.indexOf('exc');

/** Events between two frames that are kept: a seek folds no more than these. */
const STRIDE = 1024;

/** Positions of the event that gave a local, and of the one that gave it before that, or −1. */
interface Given {
  readonly by: number;
  readonly before: number;
}

/** A function that was called and has not returned. */
interface Frame {
  site: Site;
  /** It is about to return: the thread's next line is its caller's. */
  returns: boolean;
  /** Position of the last event that could change locals; −1 where none could. */
  changed: number;
  readonly locals: Map<string, Given>;
}

/** Innermost last. */
type Stack = Frame[];

/** The stack after one more event of the same thread. */
function foldFrame(stack: Stack, trace: Trace, position: number): void {
  const kind = trace.kinds[position];
  const site = trace.siteAt(position) as Site;
  if (stack.at(-1)?.returns) stack.pop();
  let found = kind === CALL ? -1 : stack.length - 1;
  while (found >= 0 && !isSameFunction((stack[found] as Frame).site, site)) found--;
  // An exception leaves functions without a return: go on in the caller that the event names.
  if (found >= 0) stack.length = found + 1;
  else stack.push({ site, returns: false, changed: -1, locals: new Map() });
  const frame = stack.at(-1) as Frame;
  frame.site = site;
  frame.returns = kind === RETURN;
  if (kind === RAISED) return;
  frame.changed = position;
  for (const name of site.locals) {
    const before = frame.locals.get(name)?.by ?? -1;
    frame.locals.set(name, { by: position, before });
  }
}

function isSameFunction(a: Site, b: Site): boolean {
  return a.function === b.function && a.file === b.file;
}

function copyStack(stack: Stack): Stack {
  return stack.map((frame) => ({ ...frame, locals: new Map(frame.locals) }));
}

/** Looks a thread's locals up, at most `STRIDE` events away from a stack that is kept. */
export class ThreadFrames implements Growing {
  readonly #thread: number;
  #trace: Trace | undefined;
  #own: Int32Array = new Int32Array(0);
  /** `#kept[n]` is the stack after n · STRIDE events. */
  readonly #kept: Stack[] = [[]];
  /** The stack that was asked for last, and how many events it has seen. */
  #stack: Stack = [];
  #count = 0;

  constructor(thread: number) {
    this.#thread = thread;
  }

  grow(trace: Trace): void {
    if (trace.length <= (this.#trace?.length ?? -1)) return;
    this.#trace = trace;
    this.#own = trace.ofThread(this.#thread);
  }

  /** The locals of the innermost function at a position, in the order in which they appeared. */
  localsAt(position: number): readonly Local[] {
    const trace = this.#trace as Trace;
    if (trace.siteList.length === 0) return [];
    this.#goTo(trace, countUpTo(this.#own, position));
    const frame = this.#stack.at(-1);
    if (frame === undefined) return [];
    return [...frame.locals].map(([name, given]) => localOf(trace, name, given, frame.changed));
  }

  #goTo(trace: Trace, count: number): void {
    if (count < this.#count || count > this.#count + STRIDE) {
      const nearest = Math.min(Math.floor(count / STRIDE), this.#kept.length - 1);
      this.#stack = copyStack(this.#kept[nearest] as Stack);
      this.#count = nearest * STRIDE;
    }
    while (this.#count < count) {
      const position = this.#own[this.#count] as number;
      if (trace.sites[position] !== 0) foldFrame(this.#stack, trace, position);
      this.#count++;
      if (this.#count === this.#kept.length * STRIDE) this.#kept.push(copyStack(this.#stack));
    }
  }
}

function localOf(trace: Trace, name: string, { by, before }: Given, changed: number): Local {
  const value = valueAt(trace, name, by);
  if (by !== changed) return { name, value, changed: false };
  const was = before < 0 ? value : valueAt(trace, name, before);
  return was === value ? { name, value, changed: true } : { name, value, was, changed: true };
}

function valueAt(trace: Trace, name: string, position: number): string {
  const { locals } = trace.at(position) as EventOf<'line'>;
  return locals?.[name] ?? '';
}

/** The place that a thread has reached with its first `count` events: that of its last line. */
export function lastSite(trace: Trace, own: Int32Array, count: number): Site | undefined {
  if (trace.siteList.length === 0) return undefined;
  let n = count - 1;
  while (n >= 0 && trace.sites[own[n] as number] === 0) n--;
  return n < 0 ? undefined : trace.siteAt(own[n] as number);
}
