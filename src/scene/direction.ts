/** One direction of a connection: what was sent, what was taken, what was seen waiting. */
import { KINDS } from '../trace/format.ts';
import type { Kind } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { DirectionScene, Span } from './scene.ts';

const SEND = KINDS.indexOf('send');
const RECV_RET = KINDS.indexOf('recv.ret');

/** Spans, and at which position each begins to hold. */
interface Spans {
  readonly positions: number[];
  readonly spans: Span[];
  /** The highest `to` of the spans up to each place. */
  readonly highest: number[];
}

/** A send whose bytes are not the same before and after its return: between the two it stands for
 *  all that it was given, later for what the kernel took. */
interface Unsettled {
  readonly position: number;
  readonly returned: number;
  readonly span: Span;
}

interface Sender {
  readonly settled: Spans;
  readonly unsettled: readonly Unsettled[];
}

interface Receiver {
  readonly taken: Spans;
  /** Positions of events that measured the queue. */
  readonly measured: readonly number[];
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
    const sent = this.#sender && sendsAt(this.#sender, position);
    const taken = this.#receiver?.taken;
    const count = taken === undefined ? 0 : countUpTo(taken.positions, position);
    return {
      sent: sent?.bytes,
      taken: taken && (taken.highest[count - 1] ?? 0),
      waiting: this.#waiting(position),
      sends: sent?.spans ?? [],
      recvs: taken?.spans.slice(0, count) ?? [],
      ended: (this.#receiver?.ended ?? Infinity) <= position,
    };
  }

  #waiting(position: number): DirectionScene['waiting'] {
    const measured = this.#receiver?.measured ?? [];
    const last = measured[countUpTo(measured, position) - 1];
    if (last === undefined) return undefined;
    return { bytes: this.#trace.queued[last] as number, seq: this.#trace.seqs[last] as number };
  }
}

function indexSender(trace: Trace, socket: number): Sender {
  const settled: Spans = { positions: [], spans: [], highest: [] };
  const unsettled: Unsettled[] = [];
  const answers = answersOf(trace, socket);
  for (const position of trace.ofSocket(socket)) {
    if (trace.kinds[position] !== SEND) continue;
    const seq = trace.seqs[position] as number;
    const from = trace.offsets[position] as number;
    const given = trace.sizes[position] as number;
    const answer = answers.get(seq);
    const took = answer === undefined ? given : Math.min(answer.took, given);
    if (took > 0) append(settled, position, { seq, from, to: from + took });
    if (took < given) {
      const returned = answer?.position ?? Infinity;
      unsettled.push({ position, returned, span: { seq, from, to: from + given } });
    }
  }
  return { settled, unsettled };
}

/** By the number of the send: what the kernel took of it, 0 where it failed. */
function answersOf(trace: Trace, socket: number) {
  const answers = new Map<number, { position: number; took: number }>();
  for (const position of trace.ofSocket(socket)) {
    const kind: Kind = trace.kindAt(position);
    if (kind !== 'send.ret' && kind !== 'send.err') continue;
    const took = kind === 'send.ret' ? (trace.sizes[position] as number) : 0;
    answers.set(trace.calls[position] as number, { position, took });
  }
  return answers;
}

function indexReceiver(trace: Trace, socket: number): Receiver {
  const taken: Spans = { positions: [], spans: [], highest: [] };
  const measured: number[] = [];
  let ended = Infinity;
  for (const position of trace.ofSocket(socket)) {
    if ((trace.queued[position] as number) >= 0) measured.push(position);
    if (trace.kinds[position] !== RECV_RET) continue;
    const from = trace.offsets[position] as number;
    const n = trace.sizes[position] as number;
    const seq = trace.seqs[position] as number;
    if (n > 0) append(taken, position, { seq, from, to: from + n });
    else if (ended === Infinity && askedFor(trace, position) > 0) ended = position;
  }
  return { taken, measured, ended };
}

/** The `max` of the recv that an answer belongs to. */
function askedFor(trace: Trace, answer: number): number {
  return trace.sizes[trace.positionOf(trace.calls[answer] as number)] ?? 0;
}

function append(into: Spans, position: number, span: Span): void {
  into.positions.push(position);
  into.spans.push(span);
  into.highest.push(Math.max(into.highest.at(-1) ?? 0, span.to));
}

function sendsAt({ settled, unsettled }: Sender, position: number) {
  const count = countUpTo(settled.positions, position);
  const spans = settled.spans.slice(0, count);
  let bytes = settled.highest[count - 1] ?? 0;
  const open = unsettled.filter((send) => send.position <= position && position < send.returned);
  if (open.length === 0) return { spans, bytes };
  const all = new Map(spans.map((span) => [span.seq, span]));
  for (const { span } of open) {
    all.set(span.seq, span);
    bytes = Math.max(bytes, span.to);
  }
  return { spans: [...all.values()].sort((a, b) => a.seq - b.seq), bytes };
}
