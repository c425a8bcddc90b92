/** Which threads and processes a log shows being made: a child's lines may stand before the end of the
 *  call that made it, and only that end names it. */
import { parseStatement } from './strace-call.ts';
import type { LogLine } from './strace-lines.ts';
import { LineError } from './strace-text.ts';

export interface Birth {
  readonly tid: number;
  /** Of the same process. */
  readonly isThread: boolean;
}

const MAKES = /^(?:clone3?|v?fork)$/;
const MAY_MAKE = /^(?:<\.\.\. )?(?:clone3?|v?fork)(?:\(| resumed>)/;

export class Births {
  /** By the line in which the call begins. */
  readonly #byLine = new Map<number, Birth>();
  readonly #children = new Set<number>();
  readonly #open = new Map<number | undefined, { readonly line: number; readonly text: string }>();
  #first: number | undefined;

  add({ line, tid, text }: LogLine): void {
    // The first that nobody made is whose the lines are that name none.
    if (this.#first === undefined && tid !== undefined && !this.#children.has(tid))
      this.#first = tid;
    if (!MAY_MAKE.test(text)) return;
    try {
      this.#addCall(line, tid, text);
    } catch (error) {
      // Reported when the line is followed.
      if (!(error instanceof LineError)) throw error;
    }
  }

  /** Who is made by the call that begins in a line. */
  at(line: number): Birth | undefined {
    return this.#byLine.get(line);
  }

  /** The kernel's number of the first thread; 0 where no line names it. */
  get first(): number {
    return this.#first ?? 0;
  }

  #addCall(line: number, tid: number | undefined, text: string): void {
    const statement = parseStatement(text);
    if (statement.what === 'entry' && MAKES.test(statement.name)) {
      this.#open.set(tid, { line, text: statement.text });
    } else if (statement.what === 'rest') {
      const begun = this.#open.get(tid);
      if (begun === undefined) return;
      this.#open.delete(tid);
      this.#addCall(begun.line, tid, `${begun.text}${statement.text}`);
    } else if (statement.what === 'call' && MAKES.test(statement.name)) {
      const { value } = statement.result;
      if (value === undefined || value <= 0) return;
      const isThread = statement.args.some((argument) => argument.includes('CLONE_THREAD'));
      this.#byLine.set(line, { tid: value, isThread });
      this.#children.add(value);
    }
  }
}
