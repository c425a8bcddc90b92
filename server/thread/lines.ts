/**
 * Lines and locals. The build inserts calls of `frames` into `server/programs/*.ts`, so that the
 * sources a student reads hold none: `enter` and `leave` around each function, `n` before each
 * statement, and `line` with the locals where the recording wants them.
 */
import { here } from './context.ts';
import { PythonError } from './python/errors.ts';
import { show } from './show.ts';

interface Frame {
  readonly name: string;
  line: number;
  /** Each local as it was last shown. */
  readonly shown: Map<string, string>;
}

/** A line of a traceback, outermost first. */
export interface TracebackFrame {
  readonly name: string;
  readonly line: number;
}

class Frames {
  /** Line of the running statement. */
  n = 0;
  /** Whether lines are recorded now; false also while a fold runs. */
  lines = false;
  #stack: Frame[] = [];
  #raised: unknown;
  #traceback: TracebackFrame[] = [];

  /** Forgets everything: a new thread begins. */
  reset(lines: boolean): void {
    this.#stack = [];
    this.#raised = undefined;
    this.#traceback = [];
    this.lines = lines;
  }

  enter(name: string, line: number, locals: () => Record<string, unknown>): void {
    const caller = this.#stack.at(-1);
    if (caller !== undefined) caller.line = this.n;
    this.n = line;
    this.#stack.push({ name, line, shown: new Map() });
    if (this.lines) this.#record('fn.call', locals());
  }

  leave(): void {
    if (this.lines) this.#record('fn.return', {});
    this.#stack.pop();
    this.n = this.#stack.at(-1)?.line ?? 0;
  }

  line(locals: Record<string, unknown>): void {
    this.#record('line', locals);
  }

  /** An exception passes through the running function. */
  raise(error: unknown): unknown {
    const frame = this.#stack.at(-1);
    if (frame === undefined) return error;
    if (this.#raised !== error) {
      this.#raised = error;
      this.#traceback = [];
      if (this.lines && error instanceof PythonError) {
        const what = `"name":${JSON.stringify(error.type)},"message":${JSON.stringify(error.text)}`;
        here().tracer?.event('exc', `${this.#where(frame)},${what}`);
      }
    }
    this.#traceback.unshift({ name: frame.name, line: this.n });
    return error;
  }

  /** The program catches an exception; what is none of Python's passes through it. */
  caught(error: unknown): void {
    if (!(error instanceof PythonError)) throw error;
    if (this.#raised !== error) this.raise(error);
    this.#raised = undefined;
  }

  /** The functions that the last exception passed through, outermost first. */
  get traceback(): readonly TracebackFrame[] {
    return this.#traceback;
  }

  #where(frame: Frame): string {
    return `"f":${here().job.file},"l":${this.n},"fn":${JSON.stringify(frame.name)}`;
  }

  #record(kind: 'line' | 'fn.call' | 'fn.return', locals: Record<string, unknown>): void {
    const frame = this.#stack.at(-1);
    const tracer = here().tracer;
    if (frame === undefined || tracer === undefined || tracer.folding) return;
    const changed: Record<string, string> = {};
    let any = false;
    for (const [name, value] of Object.entries(locals)) {
      if (value === undefined) continue;
      const text = show(value);
      if (frame.shown.get(name) === text) continue;
      frame.shown.set(name, text);
      changed[name] = text;
      any = true;
    }
    tracer.event(kind, this.#where(frame) + (any ? `,"locals":${JSON.stringify(changed)}` : ''));
  }
}

export const frames = new Frames();
