/** Spans of one direction as columns: a list of a million is a view of its first so many. */
import type { Trace } from '../trace/trace.ts';
import { NumberList } from './kept.ts';
import type { Span, SpanList } from './scene.ts';

/** The spans of a socket's chunks, in the order of the stream. */
export class Spans {
  /** Position from which each is there. */
  readonly positions = new NumberList();
  /** Where each ends. Where it begins is its event's own offset. */
  readonly ends = new NumberList();
  /** The highest end up to each. */
  readonly highest = new NumberList();

  push(position: number, end: number): void {
    const before = this.highestOf(this.highest.length);
    this.positions.push(position);
    this.ends.push(end);
    this.highest.push(before > end ? before : end);
  }

  /** The first `count` are kept. */
  cut(count: number): void {
    for (const list of [this.positions, this.ends, this.highest]) list.length = count;
  }

  /** The highest end of the first `count`. */
  highestOf(count: number): number {
    return count === 0 ? 0 : (this.highest.at(count - 1) ?? 0);
  }
}

/** A span that stands in a list only for a while, in place of the one there or before it. */
export interface Passing {
  readonly span: Span;
  /** Place in the list that the others make. */
  readonly place: number;
  readonly replaces: boolean;
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
    const position = this.#spans.positions.at(n) as number;
    const seq = this.#trace.seqs[position] as number;
    const from = this.#trace.offsets[position] as number;
    return { seq, from, to: this.#spans.ends.at(n) as number };
  }
}
