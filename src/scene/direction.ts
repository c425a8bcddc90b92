/** One direction of a connection: what was sent, what was taken, what was seen waiting. */
import { KINDS } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { DirectionScene } from './scene.ts';
import { indexSender, sendsAt } from './sender.ts';
import type { Sender } from './sender.ts';
import { SpanView, makeSpans } from './spans.ts';
import type { Spans } from './spans.ts';

const RECV_RET = KINDS.indexOf('recv.ret');

interface Receiver {
  readonly taken: Spans;
  /** Positions of events that measured the queue. */
  readonly measured: Int32Array;
  /** Position of the first recv that returned nothing though it was asked for something. */
  readonly ended: number;
}

/** Looks one direction up. Undefined sockets are ends that no recorded program holds. */
export class Direction {
  readonly #trace: Trace;
  readonly #sender: Sender | undefined;
  readonly #receiver: Receiver | undefined;

  constructor(trace: Trace, sender: number | undefined, receiver: number | undefined) {
    this.#trace = trace;
    this.#sender = sender === undefined ? undefined : indexSender(trace, sender);
    this.#receiver = receiver === undefined ? undefined : indexReceiver(trace, receiver);
  }

  at(position: number): DirectionScene {
    const sent = this.#sender && sendsAt(this.#trace, this.#sender, position);
    const taken = this.#receiver?.taken;
    const count = taken === undefined ? 0 : countUpTo(taken.positions, position);
    return {
      sent: sent?.bytes,
      taken: taken && (taken.highest[count - 1] ?? 0),
      waiting: this.#waiting(position),
      sends: sent?.spans ?? [],
      recvs: taken === undefined ? [] : new SpanView(this.#trace, taken, count),
      ended: (this.#receiver?.ended ?? Infinity) <= position,
    };
  }

  #waiting(position: number): DirectionScene['waiting'] {
    const measured = this.#receiver?.measured;
    const last = measured?.[countUpTo(measured, position) - 1];
    if (last === undefined) return undefined;
    return { bytes: this.#trace.queued[last] as number, seq: this.#trace.seqs[last] as number };
  }
}

function indexReceiver(trace: Trace, socket: number): Receiver {
  const { kinds, sizes, offsets, queued } = trace;
  const own = trace.ofSocket(socket);
  const measured = own.filter((position) => (queued[position] as number) >= 0);
  const returns = own.filter((position) => kinds[position] === RECV_RET);
  const positions = returns.filter((position) => (sizes[position] as number) > 0);
  const taken = makeSpans(positions, (n) => {
    const position = positions[n] as number;
    return (offsets[position] as number) + (sizes[position] as number);
  });
  const isEnd = (position: number) => sizes[position] === 0 && askedFor(trace, position) > 0;
  return { taken, measured, ended: returns.find(isEnd) ?? Infinity };
}

/** The `max` of the recv that an answer belongs to. */
function askedFor(trace: Trace, answer: number): number {
  return trace.sizes[trace.positionOf(trace.calls[answer] as number)] ?? 0;
}
