/** How bytes went from sends to recvs: joined by one recv, or kept back by the sender's kernel. */
import { countUpTo } from '../trace/group.ts';
import { whoAt, type Case, type Detector } from './diagnosis-detector.ts';
import type { Framing } from './diagnosis-framing.ts';

/** A delayed acknowledgement comes after 40 ms on Linux (TCP_DELACK_MIN); with what a busy machine
 *  adds, nanoseconds. */
const STALL_FROM = 35e6;
const STALL_TO = 60e6;

/** What one socket has sent, and when it last took something. */
interface Sender {
  readonly positions: number[];
  readonly offsets: number[];
  tookAt: number;
}

export class Flow implements Detector {
  readonly kinds = ['send', 'recv.ret'] as const;
  readonly #case: Case;
  readonly #framing: Framing;
  readonly #senders = new Map<number, Sender>();

  constructor(given: Case, framing: Framing) {
    this.#case = given;
    this.#framing = framing;
  }

  see(position: number): void {
    const { trace } = this.#case;
    const socket = trace.sockets[position] as number;
    if (trace.kindAt(position) === 'send') {
      const sender = this.#of(socket);
      sender.positions.push(position);
      sender.offsets.push(trace.offsets[position] as number);
    } else if ((trace.sizes[position] as number) > 0) {
      this.#takes(position, socket);
      this.#of(socket).tookAt = position;
    }
  }

  #of(socket: number): Sender {
    const known = this.#senders.get(socket);
    if (known !== undefined) return known;
    const sender: Sender = { positions: [], offsets: [], tookAt: -1 };
    this.#senders.set(socket, sender);
    return sender;
  }

  #takes(position: number, socket: number): void {
    const { trace, parties } = this.#case;
    const call = trace.positionOf(trace.calls[position] as number);
    if (call < 0) return;
    const peer = parties.peerOf(socket);
    if (peer === undefined) return this.#takesFromOutside(position, socket, call);
    const sender = this.#of(peer);
    const from = trace.offsets[position] as number;
    const n = trace.sizes[position] as number;
    const first = countUpTo(sender.offsets, from) - 1;
    const sends = countUpTo(sender.offsets, from + n - 1) - first;
    const framed = this.#framing.of(socket)?.expects ?? 'anything';
    if (sends > 1 && framed === 'anything') {
      const given = () => ({ who: whoAt(this.#case, position), n, sends });
      this.#case.report.add(
        'coalesced',
        position,
        given,
        sender.positions.slice(first, first + sends),
      );
    }
    this.#weigh(position, call, sender, first);
  }

  /** The second send of two, without an answer between them, that was there and did not arrive. */
  #weigh(position: number, call: number, sender: Sender, at: number): void {
    const { trace } = this.#case;
    const before = sender.positions[at - 1];
    const send = sender.positions[at];
    if (before === undefined || send === undefined || sender.tookAt > before) return;
    const sent = trace.ats[send] as number;
    if (sent - (trace.ats[before] as number) > STALL_FROM) return;
    const since = Math.max(sent, trace.ats[call] as number);
    this.#reportStall(position, since, true, [send]);
  }

  /** Only a message whose header was there says that its sender had more to send. */
  #takesFromOutside(position: number, socket: number, call: number): void {
    const { trace } = this.#case;
    const taking = this.#framing.of(socket);
    const isMessage = taking !== undefined && taking.message === position;
    if (!isMessage || taking.broken || trace.queued[call] !== 0) return;
    this.#reportStall(position, trace.ats[call] as number, false, []);
  }

  #reportStall(position: number, since: number, recorded: boolean, also: number[]): void {
    const { trace, report } = this.#case;
    const waited = (trace.ats[position] as number) - since;
    if (waited < STALL_FROM || waited > STALL_TO) return;
    const [n, ms] = [trace.sizes[position] as number, Math.round(waited / 1e6)];
    const given = () => ({ who: whoAt(this.#case, position), n, ms, recorded });
    report.add('stall', position, given, also);
  }
}
