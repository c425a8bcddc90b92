/** How streams end: with a goodbye or without, and programs that ask on and on behind the end. */
import { utf8 } from '../trace/chunk.ts';
import { chunkAt, whoAt, type Case, type Detector } from './diagnosis-detector.ts';
import type { Framing } from './diagnosis-framing.ts';

const GOODBYE = '!DISCONNECT';
/** As often may a program ask behind the end before it is called a loop. */
const ENOUGH = 2;

/** A stream that has ended. */
interface Ended {
  /** How many further recvs returned nothing. */
  again: number;
  reported: boolean;
}

export class Ends implements Detector {
  readonly kinds = ['recv.ret', 'fold'] as const;
  readonly #case: Case;
  readonly #framing: Framing;
  readonly #ended = new Map<number, Ended>();

  constructor(given: Case, framing: Framing) {
    this.#case = given;
    this.#framing = framing;
  }

  see(position: number): void {
    const { trace } = this.#case;
    if (trace.kindAt(position) === 'fold') {
      const event = trace.at(position);
      if (event.kind === 'fold' && event.of === 'recv') this.#again(position, event.count);
      return;
    }
    if (trace.sizes[position] !== 0) return;
    const call = trace.positionOf(trace.calls[position] as number);
    if (call < 0 || trace.sizes[call] === 0) return;
    if (this.#ended.has(trace.sockets[position] as number)) this.#again(position, 1);
    else this.#first(position);
  }

  #first(position: number): void {
    const { trace, report } = this.#case;
    const socket = trace.sockets[position] as number;
    this.#ended.set(socket, { again: 0, reported: false });
    const taking = this.#framing.of(socket);
    if (this.#case.parties.takesAnyEnd(trace.programs[position] as number)) return;
    if (taking === undefined || taking.expects === 'anything' || this.#saidGoodbye(socket)) return;
    const inside = taking.expects === 'message' || taking.short !== undefined;
    report.add('no-goodbye', position, () => ({ who: whoAt(this.#case, position), inside }));
  }

  #saidGoodbye(socket: number): boolean {
    const { trace } = this.#case;
    const message = this.#framing.of(socket)?.message ?? -1;
    if (message < 0 || trace.sizes[message] !== GOODBYE.length) return false;
    return utf8(chunkAt(trace, message)) === GOODBYE;
  }

  #again(position: number, count: number): void {
    const ended = this.#ended.get(this.#case.trace.sockets[position] as number);
    if (ended === undefined) return;
    ended.again += count;
    if (ended.reported || ended.again < ENOUGH) return;
    ended.reported = true;
    const given = () => ({ who: whoAt(this.#case, position), times: ended.again });
    this.#case.report.add('endless-loop', position, given);
  }
}
