/** The sends of one socket: each stands for all it was given, and once it returned for what was taken. */
import { KINDS } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { Growing } from './kept.ts';
import type { DirectionScene } from './scene.ts';
import { SpanView, Spans } from './spans.ts';
import type { Passing } from './spans.ts';

const SEND = KINDS.indexOf('send');
const SEND_RET = KINDS.indexOf('send.ret');
const SEND_ERR = KINDS.indexOf('send.err');

/** A send of which the kernel took less than it was given: what it was until it returned. */
interface Partial extends Passing {
  readonly position: number;
  readonly returned: number;
  /** The last return of the partials up to this one. */
  readonly lastReturn: number;
}

/** What a send's return says of it. */
interface Answer {
  readonly returned: number;
  readonly took: number;
}

export class Sender implements Growing {
  readonly #socket: number;
  #trace: Trace | undefined;
  /** Sends of which something was taken, or that have not returned. */
  readonly #settled = new Spans();
  readonly #partials: Partial[] = [];
  /** Events of the socket before the first send that had not returned: they stay as they are. */
  #done = 0;

  constructor(socket: number) {
    this.#socket = socket;
  }

  grow(trace: Trace): void {
    if (trace.length <= (this.#trace?.length ?? -1)) return;
    this.#trace = trace;
    const own = trace.ofSocket(this.#socket);
    const first = own[this.#done] ?? Infinity;
    this.#settled.cut(countUpTo(this.#settled.positions.all, first - 1));
    while ((this.#partials.at(-1)?.position ?? -1) >= first) this.#partials.pop();
    const answers = answersOf(trace, own, this.#done);
    let open = own.length;
    for (let n = this.#done; n < own.length; n++) {
      const position = own[n] as number;
      if (trace.kinds[position] !== SEND) continue;
      const answer = answers.get(position);
      if (answer === undefined) open = Math.min(open, n);
      this.#add(trace, position, answer);
    }
    this.#done = open;
  }

  at(position: number): Pick<DirectionScene, 'sent' | 'sends'> {
    const count = countUpTo(this.#settled.positions.all, position);
    let sent = this.#settled.highestOf(count);
    const open: Partial[] = [];
    for (let n = this.#partials.length - 1; n >= 0; n--) {
      const partial = this.#partials[n] as Partial;
      if (partial.lastReturn <= position) break;
      if (partial.position > position || partial.returned <= position) continue;
      open.unshift(partial);
      sent = Math.max(sent, partial.span.to);
    }
    return { sent, sends: new SpanView(this.#trace as Trace, this.#settled, count, open) };
  }

  #add(trace: Trace, position: number, answer: Answer | undefined): void {
    const from = trace.offsets[position] as number;
    const given = trace.sizes[position] as number;
    const took = Math.min(answer?.took ?? given, given);
    if (took > 0) this.#settled.push(position, from + took);
    if (answer === undefined || took >= given) return;
    const { returned } = answer;
    const replaces = took > 0;
    this.#partials.push({
      position,
      returned,
      lastReturn: Math.max(this.#partials.at(-1)?.lastReturn ?? 0, returned),
      span: { seq: trace.seqs[position] as number, from, to: from + given },
      place: this.#settled.positions.length - (replaces ? 1 : 0),
      replaces,
    });
  }
}

/** The answers among a socket's events from the place `from` on, by the position of their send. */
function answersOf(trace: Trace, own: Int32Array, from: number): ReadonlyMap<number, Answer> {
  const answers = new Map<number, Answer>();
  for (let n = from; n < own.length; n++) {
    const returned = own[n] as number;
    const kind = trace.kinds[returned];
    if (kind !== SEND_RET && kind !== SEND_ERR) continue;
    const took = kind === SEND_RET ? (trace.sizes[returned] as number) : 0;
    answers.set(trace.positionOf(trace.calls[returned] as number), { returned, took });
  }
  return answers;
}
