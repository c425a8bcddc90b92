/** Threads that died of an exception, and the sockets that they left open. */
import { errorText } from '../narration/sentence.ts';
import { whoAt, type Case, type Detector } from './diagnosis-detector.ts';
import type { Framing } from './diagnosis-framing.ts';

const MOST = 120;

export class Deaths implements Detector {
  readonly kinds = ['thread.err', 'close'] as const;
  readonly #case: Case;
  readonly #framing: Framing;
  readonly #closed = new Set<number>();
  /** Position of the death, by the socket that was open then. */
  readonly #open = new Map<number, number>();

  constructor(given: Case, framing: Framing) {
    this.#case = given;
    this.#framing = framing;
  }

  see(position: number): void {
    const { trace } = this.#case;
    const isDeath = trace.kindAt(position) === 'thread.err';
    if (isDeath) return this.#dies(position, trace.threads[position] as number);
    const socket = trace.sockets[position] as number;
    const death = this.#open.get(socket);
    this.#closed.add(socket);
    this.#open.delete(socket);
    if (death === undefined) return;
    const event = trace.at(position);
    const by = event.kind === 'close' ? event.by : undefined;
    if (by !== undefined) this.#leftOpen(death, by === 'collector' ? position : undefined);
  }

  end(): void {
    for (const death of this.#open.values()) this.#leftOpen(death, undefined);
  }

  #dies(position: number, thread: number): void {
    const { report, trace } = this.#case;
    const event = trace.at(position);
    // Somebody wanted it.
    if (event.kind === 'thread.err' && event.name === 'KeyboardInterrupt') return;
    report.add('thread-died', position, () => ({
      who: whoAt(this.#case, position),
      error: this.#errorAt(position),
      first: this.#isFirst(thread),
    }));
    const socket = this.#framing.socketOf(thread);
    if (socket !== undefined && !this.#closed.has(socket)) this.#open.set(socket, position);
  }

  #errorAt(position: number): string {
    const event = this.#case.trace.at(position);
    return event.kind === 'thread.err' ? shorten(errorText(event)) : '';
  }

  /** True for the thread in which its program began. */
  #isFirst(thread: number): boolean {
    const { trace } = this.#case;
    const own = trace.ofThread(thread);
    const run = own.find((position) => trace.kindAt(position) === 'thread.run');
    const event = run === undefined ? undefined : trace.at(run);
    return event?.kind === 'thread.run' && event.name === 'MainThread';
  }

  /** `closed`: where Python closed it at last; undefined where the program never did. */
  #leftOpen(death: number, closed: number | undefined): void {
    const { trace, report } = this.#case;
    const who = () => whoAt(this.#case, death);
    if (closed === undefined) return report.add('left-open', death, () => ({ who: who() }));
    const open = (trace.ats[closed] as number) - (trace.ats[death] as number);
    const ms = Math.max(1, Math.round(open / 1e6));
    report.add('left-open', death, () => ({ who: who(), ms }), [closed]);
  }
}

/** A message quotes whole headers: their padding, and all beyond a line, is left out. */
function shorten(text: string): string {
  const characters = Array.from(text.replace(/ {3,}/g, ' … '));
  return characters.length <= MOST ? characters.join('') : `${characters.slice(0, MOST).join('')}…`;
}
