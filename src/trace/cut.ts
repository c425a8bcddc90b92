/** A trace that is shown in part: up to an event, and later more. */
import { OWN } from './limits.ts';
import { extendTrace, parseTrace, type ParsedTrace } from './parse.ts';
import type { Trace } from './trace.ts';

/**
 * One trace, cut. The part is a trace of its own, read from the first bytes alone: nothing that is
 * derived from it can know what follows. It grows as a live recording does.
 */
export class Cut {
  #whole: Trace;
  #part: ParsedTrace | undefined;

  constructor(whole: Trace) {
    this.#whole = whole;
  }

  get whole(): Trace {
    return this.#whole;
  }

  /** The recording itself has grown; what is shown of it has not. */
  grow(whole: Trace): void {
    this.#whole = whole;
  }

  /** The trace up to and including the event `seq`; all of it where `seq` is undefined. */
  upTo(seq: number | undefined): Trace {
    const { bytes } = this.#whole;
    const end = seq === undefined ? bytes.length : endOf(this.#whole, seq);
    if (this.#part === undefined && end === bytes.length) return this.#whole;
    if (this.#part === undefined || this.#part.size > end)
      this.#part = parseTrace(bytes.subarray(0, end), OWN);
    else if (this.#part.size < end)
      this.#part = extendTrace(this.#part, bytes.subarray(this.#part.size, end), OWN);
    return this.#part.trace;
  }
}

/** Where the line of the event ends: where that of the next one begins. */
function endOf({ starts, bytes, seqs }: Trace, seq: number): number {
  const next = seqs.findIndex((one) => one > seq);
  return next < 0 ? bytes.length : (starts[next] as number);
}
