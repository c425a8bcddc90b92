/** A part of a trace as a sequence diagram tells it, step by step; its pictures are drawn elsewhere. */
import { returnOf } from '../narration/call-log.ts';
import { isCallKind } from '../trace/calls.ts';
import type { EventOf, TraceEvent } from '../trace/format.ts';
import { lacks } from '../trace/lacks.ts';
import { visible } from '../trace/visible.ts';
import { Arrows } from './arrows.ts';
import { chunkWords, gapWords } from './chunk-words.ts';
import type { Part } from './part.ts';
import { Parties } from './sequence-parties.ts';
import { foldWords } from './sequence-steps.ts';
import type { Message, Remark, Step } from './sequence-steps.ts';
import type { Party } from './sequence-parties.ts';

const CONNECTS = { kind: 'message', of: 'connect', label: 'connects', reply: false } as const;
const WAITING: ReadonlySet<string> = new Set(['recv', 'accept', 'connect', 'input', 'held']);

/** The steps of a part, in the order of its events. */
export function* sequence(part: Part): Generator<Step> {
  const teller = new Teller(part);
  for (const position of part.positions()) {
    const kind = part.trace.kindAt(position);
    if (kind !== 'line' && kind !== 'fn.call' && kind !== 'fn.return') yield* teller.at(position);
  }
}

class Teller {
  readonly #part: Part;
  readonly #arrows: Arrows;
  readonly #parties: Parties;
  readonly #captured: boolean;
  /** Threads that wait. */
  readonly #waiting = new Set<number>();
  /** Sockets that have seen the end of their stream. */
  readonly #ended = new Set<number>();
  /** By socket: the end of what the part's recvs took. */
  readonly #taken = new Map<number, number>();

  constructor(part: Part) {
    this.#part = part;
    this.#arrows = new Arrows(part);
    this.#parties = new Parties(part.trace, this.#arrows);
    this.#captured = lacks(part.trace, 'calls');
  }

  *at(position: number): Generator<Step> {
    const { trace } = this.#part;
    const event = trace.at(position);
    const thread = 'thread' in event ? event.thread : 0;
    const isAside = event.kind === 'kernel' || event.kind === 'out';
    if (thread > 0 && !isAside && this.#waiting.delete(thread)) {
      yield { kind: 'goes on', position, party: this.#parties.threadAt(position) };
    }
    yield* this.#tell(event, position);
    if (thread > 0 && WAITING.has(event.kind)) {
      this.#waiting.add(thread);
      yield { kind: 'waits', position, party: this.#parties.threadAt(position) };
    }
  }

  *#tell(event: TraceEvent, position: number): Generator<Step> {
    const parties = this.#parties;
    switch (event.kind) {
      case 'thread.start': {
        const from = parties.threadAt(position);
        const to = parties.thread(event.child, event.program);
        yield { kind: 'message', of: 'start', position, from, to, label: 'starts', reply: false };
        return;
      }
      case 'accept.ret':
        yield this.#connects(event.accepted, parties.threadAt(position), position);
        return;
      case 'connect':
        yield { kind: 'sent', position, party: parties.threadAt(position), label: 'connects' };
        return;
      case 'connect.ret': {
        const accepted = this.#arrows.pairOf(event.socket)?.accepted ?? Infinity;
        if (accepted < this.#part.trace.length && this.#part.has(accepted)) return;
        const to = parties.peerOf(event.socket, position);
        const from = parties.threadAt(position);
        yield { ...CONNECTS, position, from, to, sent: this.#callOf(position) };
        return;
      }
      case 'connection': {
        const to =
          parties.ownerOf(event.accepted, position) ?? parties.outside(event.accepted, 'own');
        yield this.#connects(event.accepted, to, position);
        return;
      }
      case 'connection.end': {
        const from =
          parties.ownerOf(event.socket, position) ?? parties.outside(event.socket, 'own');
        const to = parties.peerOf(event.socket, position);
        const reply = this.#isServer(event.socket);
        yield { kind: 'message', of: 'end', position, from, to, label: event.how, reply };
        return;
      }
      case 'send':
        yield* this.#sends(event, position);
        return;
      case 'recv.ret':
        yield* this.#takes(event, position);
        return;
      default:
        yield* this.#remarks(event, position);
    }
  }

  #connects(accepted: number, to: Party, position: number): Message {
    const { trace } = this.#part;
    const connected = this.#arrows.pairOf(accepted)?.connected ?? Infinity;
    const known = connected < trace.length && trace.threads[connected] !== 0;
    const from = known
      ? this.#parties.threadAt(connected)
      : this.#parties.peerOf(accepted, position);
    return { ...CONNECTS, position, from, to, sent: known ? this.#callOf(connected) : undefined };
  }

  *#sends(event: EventOf<'send'>, position: number): Generator<Step> {
    const { socket, offset } = event;
    const party = this.#parties.threadAt(position);
    const to = this.#parties.peerOf(socket, position);
    const reply = this.#isServer(socket);
    yield { kind: 'sent', position, party, label: chunkWords(event) };
    const peer = this.#captured ? undefined : this.#arrows.peerOf(socket);
    const end = offset + this.#tookOf(event, position);
    const taken = Math.max(offset, peer === undefined ? offset : this.#takenBy(peer));
    if (end <= taken) return;
    const words = this.#wordsOf(event, taken, end);
    const label = peer === undefined ? words : `not taken: ${words}`;
    const of = peer === undefined ? 'bytes' : 'untaken';
    yield { kind: 'message', of, position, from: party, to, label, reply, sent: position };
  }

  *#takes(event: EventOf<'recv.ret'>, position: number): Generator<Step> {
    const { socket, n, offset } = event;
    const { trace } = this.#part;
    const to = this.#parties.threadAt(position);
    const reply = !this.#isServer(socket);
    const asked = this.#askedAt(trace.positionOf(event.call));
    let got: string | undefined = `recv${asked === '' ? '' : ` ≤ ${asked}`} got ${n}`;
    const message = { kind: 'message', position, to, reply } as const;
    if (n === 0) {
      if (asked === '0' || this.#ended.has(socket)) return;
      this.#ended.add(socket);
      const from = this.#parties.peerOf(socket, position);
      yield { ...message, of: 'end', from, label: 'end of the stream', got };
      return;
    }
    let at = offset;
    for (const given of [...this.#arrows.into(position), undefined]) {
      const upTo = given?.from ?? offset + n;
      if (upTo > at) {
        const from = this.#parties.peerOf(socket, position);
        const label = this.#wordsOf(event, at, upTo);
        yield { ...message, of: 'bytes', from, label, got };
        got = undefined;
      }
      if (given === undefined) return;
      const { send: sent, from: first, to: end } = given;
      const from = this.#parties.threadAt(sent);
      const label = this.#wordsOf(event, first, end);
      yield { ...message, of: 'bytes', from, label, sent, got };
      got = undefined;
      at = end;
    }
  }

  /** The most that the recv at a position asked for; empty where that is not recorded. */
  #askedAt(position: number): string {
    const event = position < 0 ? undefined : this.#part.trace.at(position);
    return event?.kind === 'recv' ? String(event.max ?? '') : '';
  }

  *#remarks(event: TraceEvent, position: number): Generator<Step> {
    const thread = 'thread' in event && event.thread > 0;
    const party = thread ? this.#parties.threadAt(position) : undefined;
    const remark = (text: string, tone: Remark['tone'] = 'plain'): Remark => {
      return { kind: 'remark', position, party, tone, text };
    };
    switch (event.kind) {
      case 'marker':
        yield { ...remark(visible(event.text)), party: undefined };
        return;
      case 'gap':
        yield remark(gapWords(event), 'error');
        return;
      case 'fold':
        yield { ...remark(foldWords(event)), folded: event };
        return;
      case 'close':
        if (this.#arrows.pairOf(event.socket) === undefined) return;
        yield remark(this.#closeWords(event));
        return;
      case 'thread.err':
        yield remark(`died: ${visible(event.name)}`, 'error');
        break;
      case 'thread.exit':
        break;
      default: {
        const failed = event.kind.endsWith('.err') && isCallKind(event.kind.slice(0, -4) as 'recv');
        if (!failed || !('message' in event)) return;
        const stopped = event.name === 'STOPPED';
        const why = stopped ? 'stopped by wirestep' : visible(event.name);
        yield remark(`${event.kind.slice(0, -4)}: ${why}`, stopped ? 'plain' : 'error');
        return;
      }
    }
    if (party !== undefined) yield { kind: 'ended', position, party };
  }

  /** Position of the call that an answer belongs to; undefined where it is not in the part. */
  #callOf(returned: number): number | undefined {
    const call = this.#part.trace.positionOf(this.#part.trace.calls[returned] as number);
    return call >= 0 && this.#part.has(call) ? call : undefined;
  }

  /** How many of its bytes a send gave, as far as the part shows it. */
  #tookOf({ len }: EventOf<'send'>, position: number): number {
    const { trace } = this.#part;
    const returned = returnOf(trace, position);
    if (returned === undefined || !this.#part.has(returned)) return len;
    return trace.kindAt(returned) === 'send.ret' ? (trace.sizes[returned] as number) : 0;
  }

  /** The end of what a socket took in the part. */
  #takenBy(socket: number): number {
    const known = this.#taken.get(socket);
    if (known !== undefined) return known;
    const { trace } = this.#part;
    const last = trace
      .ofSocket(socket)
      .findLast((one) => trace.kindAt(one) === 'recv.ret' && this.#part.has(one));
    const taken =
      last === undefined ? 0 : (trace.offsets[last] as number) + (trace.sizes[last] as number);
    this.#taken.set(socket, taken);
    return taken;
  }

  /** Which connection, where there are several. */
  #closeWords({ socket, by }: EventOf<'close'>): string {
    const { count } = this.#arrows;
    const which = count > 1 ? ` connection ${this.#arrows.pairOf(socket)?.id}` : '';
    return by === undefined ? `closes${which}` : `${which.trim()} closed by ${by}`.trim();
  }

  #isServer(socket: number): boolean {
    return this.#arrows.pairOf(socket)?.server === socket;
  }

  /** The bytes [from, to) of a stream, of which the event has some. */
  #wordsOf(event: EventOf<'send'> | EventOf<'recv.ret'>, from: number, to: number): string {
    const bytes = event.bytes.subarray(from - event.offset, to - event.offset);
    return chunkWords({ bytes, cut: to - from - bytes.length });
  }
}
