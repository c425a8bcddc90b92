/** The slices of a timeline: calls, functions, holds and folds. */
import { callText, isCall, resultText } from '../narration/call-text.ts';
import { bytes } from '../narration/words.ts';
import type { EventOf, TraceEvent } from '../trace/format.ts';
import { lacks } from '../trace/lacks.ts';
import { visible } from '../trace/visible.ts';
import type { Arrows } from './arrows.ts';
import type { Part } from './part.ts';
import type { Row } from './perfetto-row.ts';
import { Spans } from './perfetto-spans.ts';

type Args = NonNullable<Row['args']>;

export class Slices {
  readonly #part: Part;
  readonly #arrows: Arrows;
  readonly #spans: Spans;
  /** A capture has no calls: a send is the moment at which its bytes were seen. */
  readonly #captured: boolean;

  constructor(part: Part, arrows: Arrows) {
    this.#part = part;
    this.#arrows = arrows;
    this.#spans = new Spans(part);
    this.#captured = lacks(part.trace, 'calls');
  }

  /** Nanoseconds from which to which lasts what began at a position. */
  times(position: number): readonly [begins: number, ends: number] {
    return [this.#spans.begins[position] as number, this.#spans.ends[position] as number];
  }

  /** The slice that begins at a position; undefined where none does. */
  at(position: number): Row | undefined {
    const { trace } = this.#part;
    const kind = trace.kindAt(position);
    if (kind === 'line' || kind === 'recv.ret' || kind === 'send.ret') return undefined;
    const event = trace.at(position);
    const what = this.#sliceOf(event, position);
    if (what === undefined || !('thread' in event)) return undefined;
    const [at, end] = this.times(position);
    const { name, category, args } = what;
    const unfinished = this.#spans.unfinished.has(position) && !this.#captured;
    return {
      ph: 'X',
      name,
      category,
      pid: event.program,
      tid: event.thread,
      at,
      duration: this.#captured ? 0 : end - at,
      args: { i: event.seq, ...args, ...(unfinished ? { unfinished: true } : {}) },
    };
  }

  #sliceOf(
    event: TraceEvent,
    position: number,
  ): { readonly name: string; readonly category: string; readonly args?: Args } | undefined {
    switch (event.kind) {
      case 'fn.call':
        return { name: visible(event.function), category: 'function', args: { line: event.line } };
      case 'held':
        return { name: `held before ${event.before}`, category: 'held' };
      case 'fold': {
        const { of, count } = event;
        return { name: `${of} × ${count}`, category: 'fold', args: { count } };
      }
      case 'send':
        if (this.#captured) return this.#captureOf(event);
        break;
      default:
        break;
    }
    if (!isCall(event)) return undefined;
    return { name: event.kind, category: 'call', args: this.#argsOf(event, position) };
  }

  #captureOf(event: EventOf<'send'>) {
    const args = { ...this.#streamOf(event), calls: 'not recorded' };
    return { name: `sent ${bytes(event.len)}`, category: 'bytes', args };
  }

  /** What the call was given and gave back, in the words of the call log. */
  #argsOf(event: Parameters<typeof callText>[0], position: number): Args {
    const { trace } = this.#part;
    const returned = this.#spans.answers[position] as number;
    const answer = returned > 0 ? trace.at(returned) : undefined;
    const kernel = this.#spans.kernels.get(position);
    return {
      call: callText(event, answer),
      ...(answer === undefined ? {} : { result: resultText(answer) }),
      ...this.#streamOf(event.kind === 'recv' ? answer : event),
      ...('queued' in event && event.queued !== undefined ? { waiting: event.queued } : {}),
      ...(kernel === undefined ? {} : { kernel: this.#kernelAt(kernel) }),
    };
  }

  /** Where in which stream a chunk stands. */
  #streamOf(event: TraceEvent | undefined): Args {
    if (event?.kind !== 'send' && event?.kind !== 'recv.ret') return {};
    const connection = this.#arrows.pairOf(event.socket)?.id;
    return { ...(connection === undefined ? {} : { connection }), offset: event.offset };
  }

  #kernelAt(position: number): string {
    const { state, syscall, args } = this.#part.trace.at(position) as EventOf<'kernel'>;
    return `${visible(state)} in ${visible(syscall)}(${visible(args.join(', '))})`;
  }
}
