/** Spans of one direction as columns: a list of a million is a view of its first so many. */
import type { Trace } from '../trace/trace.ts';
import type { Span, SpanList } from './scene.ts';

/** The spans of a socket's chunks, in the order of the stream. */
export interface Spans {
  /** Position from which each is there. */
  readonly positions: Int32Array;
  /** Where each ends. Where it begins is its event's own offset. */
  readonly ends: Float64Array;
  /** The highest end up to each. */
  readonly highest: Float64Array;
}

/** A span that stands in a list only for a while, in place of the one there or before it. */
export interface Passing {
  readonly span: Span;
  /** Place in the list that the others make. */
  readonly place: number;
  readonly replaces: boolean;
}

/** @param endOf where the span of the nth position ends */
export function makeSpans(positions: Int32Array, endOf: (n: number) => number): Spans {
  const ends = new Float64Array(positions.length);
  const highest = new Float64Array(positions.length);
  let most = 0;
  for (let n = 0; n < positions.length; n++) {
    const end = endOf(n);
    ends[n] = end;
    if (end > most) most = end;
    highest[n] = most;
  }
  return { positions, ends, highest };
}

/** The first `count` spans, and among them those that are passing, in the order of their places. */
export class SpanView implements SpanList {
  readonly length: number;
  readonly #trace: Trace;
  readonly #spans: Spans;
  readonly #passing: readonly Passing[];

  constructor(trace: Trace, spans: Spans, count: number, passing: readonly Passing[] = []) {
    this.#trace = trace;
    this.#spans = spans;
    this.#passing = passing;
    this.length = count + passing.filter(({ replaces }) => !replaces).length;
  }

  at(index: number): Span | undefined {
    let n = index < 0 ? this.length + index : index;
    if (n < 0 || n >= this.length) return undefined;
    let added = 0;
    for (const { span, place, replaces } of this.#passing) {
      if (place + added === n) return span;
      if (place + added > n) break;
      if (!replaces) added++;
    }
    n -= added;
    const position = this.#spans.positions[n] as number;
    const seq = this.#trace.seqs[position] as number;
    const from = this.#trace.offsets[position] as number;
    return { seq, from, to: this.#spans.ends[n] as number };
  }
}
