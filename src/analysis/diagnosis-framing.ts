/** How the server's recvs cut the stream into headers and messages, and where that goes wrong. */
import { dissectHeader } from '../protocol/header.ts';
import { quoteBytes } from '../narration/quote.ts';
import { utf8 } from '../trace/chunk.ts';
import { chunkAt, whoAt, type Case, type Detector } from './diagnosis-detector.ts';
import { miscount } from './diagnosis-miscount.ts';
import { knockerOf } from './knock.ts';

/** A recv that returned less than was asked for. */
interface Short {
  readonly position: number;
  readonly n: number;
  readonly max: number;
}

/** What is known of one connection's stream, as its server takes it. */
export interface Taking {
  /** What the next recv is for. `anything`: the program does not speak the course's protocol. */
  expects: 'header' | 'message' | 'anything';
  /** Positions of the last recv's return, and of the last whole message's; −1 before there is one. */
  last: number;
  message: number;
  /** Not yet known whether the program asks for the rest. */
  short: Short | undefined;
  /** The server that takes it. */
  readonly program: number;
  /** What goes wrong from here on is a consequence of what was reported. */
  broken: boolean;
}

export class Framing implements Detector {
  readonly kinds = ['recv', 'recv.ret', 'thread.err'] as const;
  readonly #case: Case;
  readonly #size: number;
  readonly #sockets = new Map<number, Taking>();
  /** The connection that a thread took bytes from last. */
  readonly #ofThread = new Map<number, number>();

  constructor(given: Case) {
    this.#case = given;
    this.#size = given.trace.header.protocol.header_bytes;
  }

  see(position: number): void {
    const { trace, parties } = this.#case;
    const program = trace.programs[position] as number;
    if (!parties.isServer(program)) return;
    const kind = trace.kindAt(position);
    if (kind === 'thread.err') return this.#dies(position);
    const socket = trace.sockets[position] as number;
    const taking = this.of(socket) ?? this.#begin(socket, program);
    if (kind === 'recv') this.#asks(taking, position);
    else this.#takes(taking, position);
  }

  end(): void {
    for (const taking of this.#sockets.values()) {
      const { short, broken, expects } = taking;
      if (short === undefined) continue;
      if (!this.#isExact(taking)) this.#breaks(taking);
      else if (!broken) this.#reportMiscount(taking, expects === 'message' ? short.position : -1);
    }
  }

  /** A connection's stream; undefined where no server takes from it. */
  of(socket: number): Taking | undefined {
    return this.#sockets.get(socket);
  }

  /** The connection that a thread of a server took bytes from last. */
  socketOf(thread: number): number | undefined {
    return this.#ofThread.get(thread);
  }

  #begin(socket: number, program: number): Taking {
    const taking: Taking = {
      expects: 'header',
      last: -1,
      message: -1,
      short: undefined,
      program,
      broken: false,
    };
    this.#sockets.set(socket, taking);
    return taking;
  }

  #asks(taking: Taking, position: number): void {
    const max = this.#case.trace.sizes[position] as number;
    const { short } = taking;
    if (short !== undefined) {
      if (this.#isExact(taking) || this.#isRest(taking, short, max)) return;
      this.#breaks(taking);
    }
    if (taking.expects === 'header' && max !== this.#size) taking.expects = 'anything';
    if (taking.expects === 'message') this.#reportAhead(taking);
  }

  #takes(taking: Taking, position: number): void {
    const { trace, report } = this.#case;
    const n = trace.sizes[position] as number;
    const max = trace.sizes[trace.positionOf(trace.calls[position] as number)] ?? -1;
    if (n <= 0 || max < 0 || taking.expects === 'anything') return;
    this.#ofThread.set(trace.threads[position] as number, trace.sockets[position] as number);
    const { short } = taking;
    if (taking.last < 0) this.#looksWho(taking, position);
    taking.short = undefined;
    taking.last = position;
    if (short !== undefined) {
      const given = () => ({ who: whoAt(this.#case, position), n: short.n, max: short.max });
      report.add('asked-again', short.position, given, [position]);
    }
    if (n < max) taking.short = { position, n, max };
    else this.#whole(taking, position);
  }

  /** The first bytes of a stream may tell that no client of the course is there. */
  #looksWho(taking: Taking, position: number): void {
    const { trace, report } = this.#case;
    const knocker = knockerOf(chunkAt(trace, position));
    if (knocker === undefined) return;
    taking.broken = true;
    report.add('knock', position, () => ({ who: whoAt(this.#case, position), knocker }));
  }

  /** The unit is complete, or taken for it. */
  #whole(taking: Taking, position: number): void {
    if (taking.expects === 'header') taking.expects = 'message';
    else {
      taking.expects = 'header';
      taking.message = position;
    }
  }

  /** The program asks for the rest of what came short, always. */
  #isExact({ program }: Taking): boolean {
    return this.#case.parties.readsExactly(program);
  }

  /** True where a recv asks for just what is missing. A short header's own number may be as much. */
  #isRest(taking: Taking, { position, n, max }: Short, asked: number): boolean {
    if (asked !== max - n) return false;
    if (taking.expects === 'message') return asked !== this.#size;
    return dissectHeader(chunkAt(this.#case.trace, position)).length !== BigInt(asked);
  }

  /** What was taken is used as if it were all. */
  #breaks(taking: Taking): void {
    const { report } = this.#case;
    const { position, n, max } = taking.short as Short;
    const unit = taking.expects;
    taking.short = undefined;
    if (!taking.broken && !this.#reportMiscount(taking, unit === 'message' ? position : -1)) {
      const given = () => ({ who: whoAt(this.#case, position), n, max });
      report.add(unit === 'header' ? 'split-header' : 'short-recv', position, given);
    }
    taking.broken = true;
    this.#whole(taking, position);
  }

  /** The client counted wrongly: what it sent is not what its header said. */
  #reportMiscount(taking: Taking, short: number): boolean {
    const { trace, report, parties } = this.#case;
    const message = short >= 0 ? short : taking.message;
    if (message < 0) return false;
    const peer = parties.peerOf(trace.sockets[message] as number);
    const found = miscount(trace, message, peer, short >= 0 ? -1 : taking.last);
    if (found === undefined) return false;
    const who = () => whoAt(this.#case, message);
    const { says, bytes } = found;
    const also = short >= 0 || taking.last === message ? [] : [taking.last];
    if (found.characters) {
      const given = () => ({ who: who(), says, bytes, left: bytes - says });
      report.add('counted-characters', message, given, also);
    } else report.add('wrong-length', message, () => ({ who: who(), says, bytes }), also);
    return true;
  }

  /** The message's own recv is asked for: its header was in order, so the bytes that waited behind
   *  the message before were the next one, and nothing left over. */
  #reportAhead(taking: Taking): void {
    const { trace, report } = this.#case;
    const { message } = taking;
    const waiting = message < 0 ? 0 : (trace.queued[message] as number);
    if (waiting <= 0 || taking.broken) return;
    report.add('sent-ahead', message, () => ({ who: whoAt(this.#case, message), waiting }));
  }

  /** A thread died: of what it took last, perhaps. */
  #dies(position: number): void {
    const { trace, report } = this.#case;
    const socket = this.socketOf(trace.threads[position] as number);
    const taking = socket === undefined ? undefined : this.of(socket);
    if (taking === undefined) return;
    const { last } = taking;
    const bytes = chunkAt(trace, last);
    const who = () => whoAt(this.#case, position);
    const tookMessage = last === taking.message || taking.short !== undefined;
    if (taking.short !== undefined && !this.#isExact(taking)) this.#breaks(taking);
    if (taking.broken) return;
    if (tookMessage && utf8(bytes) === undefined) {
      const given = () => ({ who: who(), n: bytes.length, bytes: quoteBytes(bytes) });
      if (!this.#reportMiscount(taking, -1)) report.add('not-utf8', last, given, [position]);
      taking.broken = true;
    }
    const fault = taking.expects === 'message' ? dissectHeader(bytes).malformed?.fault : undefined;
    if (fault === undefined || taking.broken) return;
    taking.broken = true;
    const text = quoteBytes(bytes);
    if (!this.#reportMiscount(taking, -1))
      report.add('bad-header', last, () => ({ who: who(), fault, text }), [position]);
  }
}
