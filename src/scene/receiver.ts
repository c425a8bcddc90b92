/** What one socket took, and when its queue was measured. */
import { KINDS } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { NumberList } from './kept.ts';
import type { Growing } from './kept.ts';
import type { DirectionScene } from './scene.ts';
import { SpanView, Spans } from './spans.ts';

const RECV_RET = KINDS.indexOf('recv.ret');

export class Receiver implements Growing {
  readonly #socket: number;
  #trace: Trace | undefined;
  readonly #taken = new Spans();
  /** Positions of events that measured the queue. */
  readonly #measured = new NumberList();
  /** Position of the first recv that returned nothing though it was asked for something. */
  #ended = Infinity;
  #seen = 0;

  constructor(socket: number) {
    this.#socket = socket;
  }

  grow(trace: Trace): void {
    if (trace.length <= (this.#trace?.length ?? -1)) return;
    this.#trace = trace;
    const { kinds, sizes, offsets, queued } = trace;
    const own = trace.ofSocket(this.#socket);
    for (; this.#seen < own.length; this.#seen++) {
      const position = own[this.#seen] as number;
      if ((queued[position] as number) >= 0) this.#measured.push(position);
      if (kinds[position] !== RECV_RET) continue;
      const n = sizes[position] as number;
      if (n > 0) this.#taken.push(position, (offsets[position] as number) + n);
      else if (this.#ended === Infinity && askedFor(trace, position) > 0) this.#ended = position;
    }
  }

  at(position: number): Pick<DirectionScene, 'taken' | 'waiting' | 'recvs' | 'ended'> {
    const trace = this.#trace as Trace;
    const taken = this.#taken;
    const count = countUpTo(taken.positions.all, position);
    const last = this.#measured.at(countUpTo(this.#measured.all, position) - 1);
    const waiting = last !== undefined && {
      bytes: trace.queued[last] as number,
      seq: trace.seqs[last] as number,
    };
    return {
      taken: taken.highestOf(count),
      waiting: waiting || undefined,
      recvs: new SpanView(trace, taken, count),
      ended: this.#ended <= position,
    };
  }
}

/** The `max` of the recv that an answer belongs to. */
function askedFor(trace: Trace, answer: number): number {
  return trace.sizes[trace.positionOf(trace.calls[answer] as number)] ?? 0;
}
