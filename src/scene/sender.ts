/** The sends of one socket: each stands for all it was given, and once it returned for what was taken. */
import { KINDS } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { Span, SpanList } from './scene.ts';
import { SpanView, makeSpans } from './spans.ts';
import type { Passing, Spans } from './spans.ts';

const SEND = KINDS.indexOf('send');
const SEND_RET = KINDS.indexOf('send.ret');
const SEND_ERR = KINDS.indexOf('send.err');

/** A send of which the kernel took less than it was given: what it was until it returned. */
interface Partial extends Passing {
  readonly returned: number;
}

export interface Sender {
  /** Sends of which something was taken, or that have not returned. */
  readonly settled: Spans;
  readonly partials: readonly Partial[];
  readonly partialPositions: readonly number[];
  /** The last return of the partials up to each. */
  readonly lastReturns: readonly number[];
}

export function indexSender(trace: Trace, socket: number): Sender {
  const { kinds, sizes, offsets, seqs } = trace;
  const own = trace.ofSocket(socket);
  const sends = own.filter((position) => kinds[position] === SEND);
  const answers = answersOf(trace, own);
  const took = (position: number): number => {
    const given = sizes[position] as number;
    const answer = answers.get(position);
    return answer === undefined ? given : Math.min(answer.took, given);
  };
  const positions = sends.filter((position) => took(position) > 0);
  const settled = makeSpans(positions, (n) => {
    const position = positions[n] as number;
    return (offsets[position] as number) + took(position);
  });
  const partials: Partial[] = [];
  const partialPositions: number[] = [];
  const lastReturns: number[] = [];
  for (const position of sends) {
    const answer = answers.get(position);
    if (answer === undefined || took(position) >= (sizes[position] as number)) continue;
    const from = offsets[position] as number;
    const to = from + (sizes[position] as number);
    const replaces = took(position) > 0;
    const place = countUpTo(positions, position) - (replaces ? 1 : 0);
    const span: Span = { seq: seqs[position] as number, from, to };
    partials.push({ span, place, replaces, returned: answer.returned });
    partialPositions.push(position);
    lastReturns.push(Math.max(lastReturns.at(-1) ?? 0, answer.returned));
  }
  return { settled, partials, partialPositions, lastReturns };
}

/** The answers that took less than was given, by the position of their send; 0 where it failed. */
function answersOf(trace: Trace, own: Int32Array) {
  const { kinds, sizes, calls } = trace;
  const answers = new Map<number, { readonly returned: number; readonly took: number }>();
  for (const returned of own) {
    const kind = kinds[returned];
    if (kind !== SEND_RET && kind !== SEND_ERR) continue;
    const send = trace.positionOf(calls[returned] as number);
    const took = kind === SEND_RET ? (sizes[returned] as number) : 0;
    if (kinds[send] === SEND && took < (sizes[send] as number))
      answers.set(send, { returned, took });
  }
  return answers;
}

/** The sends at a position, and how many bytes they gave. */
export function sendsAt(
  trace: Trace,
  { settled, partials, partialPositions, lastReturns }: Sender,
  position: number,
): { readonly spans: SpanList; readonly bytes: number } {
  const count = countUpTo(settled.positions, position);
  let bytes = settled.highest[count - 1] ?? 0;
  const open: Passing[] = [];
  for (let n = countUpTo(partialPositions, position) - 1; n >= 0; n--) {
    if ((lastReturns[n] as number) <= position) break;
    const partial = partials[n] as Partial;
    if (partial.returned <= position) continue;
    open.unshift(partial);
    bytes = Math.max(bytes, partial.span.to);
  }
  return { spans: new SpanView(trace, settled, count, open), bytes };
}
