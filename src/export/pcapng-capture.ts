/** A capture that grows event by event: each makes packets, or an entry of a journal, or neither. */
import { isCallKind } from '../trace/calls.ts';
import { KINDS } from '../trace/format.ts';
import type { EventOf, Kind } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { aboutPart } from './about.ts';
import { findAnswers } from './answers.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import type { Part } from './part.ts';
import { Blocks } from './pcapng-blocks.ts';
import { Packets } from './pcapng-packets.ts';
import type { Put } from './pcapng-packets.ts';
import { CaptureWords } from './pcapng-words.ts';
import { writeFrame } from './tcp-frame.ts';

const SYNTHETIC =
  'The bytes, their order and the times of the calls are as they were recorded. The headers of ' +
  'Ethernet, IP and TCP, the handshakes and the timing of acknowledgements are synthetic: wirestep ' +
  'made them, so that Wireshark can show what the programs sent. Each packet stands at the time of ' +
  'its call, in the order of the recording; its packet id is the number of the event. What is no ' +
  'packet stands between them as an entry of a journal.';

/** How an event is told where it makes no packets: not at all, with its answer, with its call, or by
 *  itself. */
type Telling = 'not' | 'call' | 'answer' | 'alone';
const SILENT: ReadonlySet<Kind> = new Set([
  'file', 'line', 'fn.call', 'fn.return', 'connection', 'connection.end', 'end',
] as const); // prettier-ignore
const TELLINGS: readonly Telling[] = KINDS.map((kind) => {
  if (SILENT.has(kind)) return 'not';
  if (isCallKind(kind)) return 'call';
  return /\.(ret|err)$/.test(kind) && kind !== 'thread.err' ? 'answer' : 'alone';
});

export class Capture {
  readonly #trace: Trace;
  readonly #answers: Int32Array;
  readonly #blocks: Blocks;
  readonly #words: CaptureWords;
  readonly #packets: Packets;
  /** Number of each program's interface. */
  readonly #interfaces = new Map<number, number>();
  /** First event that may make packets. */
  readonly #from: number;
  /** Positions outside the part at which its connections began, descending. */
  readonly #openings: number[];
  /** Numbers of the calls that packets tell of, until their answers. */
  readonly #told = new Set<number>();
  #position = 0;
  #muted = false;

  /** Writes what a capture begins with. */
  constructor(part: Part) {
    const { trace } = part;
    this.#trace = trace;
    this.#blocks = new Blocks(trace.header);
    this.#answers = findAnswers(trace);
    this.#words = new CaptureWords(trace, this.#answers);
    const comment = (position: number) => (this.#muted ? '' : this.#words.call(position));
    this.#packets = new Packets(trace, this.#answers, this.#put, comment);
    this.#from = part.scope.from ?? 0;
    this.#openings = this.#openingsOf(part);
    this.#begin(part);
    this.#catchUp(part);
  }

  /** What has been written and not been taken. */
  get written(): ByteBuffer {
    return this.#blocks.into;
  }

  /** Tells an event of the part; in the order of the trace. */
  tell(position: number): void {
    for (let next = this.#openings.at(-1) ?? Infinity; next < position;) {
      this.#openings.pop();
      this.#position = next;
      this.#packets.tell(next);
      next = this.#openings.at(-1) ?? Infinity;
    }
    const { kinds, seqs, calls } = this.#trace;
    this.#position = position;
    const seq = seqs[position] as number;
    if (seq >= this.#from && this.#packets.tell(position)) {
      this.#told.add(seq);
      return;
    }
    const kind = kinds[position] as number;
    switch (TELLINGS[kind]) {
      case 'alone':
        this.#note(position, position);
        break;
      case 'call':
        if (this.#answers[position] === 0) this.#note(position, position);
        break;
      case 'answer': {
        const call = calls[position] as number;
        const isTold = this.#told.delete(call);
        if (isTold && !this.#trace.kindAt(position).endsWith('.err')) break;
        const about = this.#trace.positionOf(call);
        this.#note(position, about < 0 ? position : about);
        break;
      }
    }
  }

  #note(position: number, about: number): void {
    const entry = this.#words.entry(position, about);
    if (entry !== undefined) this.#blocks.journal(this.#trace.ats[position] as number, entry);
  }

  readonly #put: Put = (segment, outbound, comments) => {
    if (this.#muted) return;
    const { programs, ats, seqs } = this.#trace;
    const position = this.#position;
    const info = {
      interface: this.#interfaces.get(programs[position] as number) ?? 0,
      at: ats[position] as number,
      id: seqs[position] as number,
      inbound: !outbound,
      comments,
    };
    this.#blocks.packet(info, (into) => writeFrame(into, segment));
  };

  #begin(part: Part): void {
    const { header } = this.#trace;
    const { os, arch, runtime } = header.host;
    const recorded = `"${header.title}", recorded by ${header.generator} (${os} ${arch}, ${runtime})`;
    const comments = [visible(recorded), SYNTHETIC, ...aboutPart(part)];
    this.#blocks.section(comments, visible(os), visible(header.generator));
    for (const [program, about] of describePrograms(this.#trace)) {
      this.#interfaces.set(program, this.#interfaces.size);
      this.#blocks.interface(this.#words.names.program(program), about);
    }
    if (this.#interfaces.size === 0) this.#blocks.interface('wirestep', 'no program is recorded');
  }

  /** Goes silently through what comes before a range, so that streams go on where they stood. */
  #catchUp({ scope }: Part): void {
    if (scope.from === undefined) return;
    const { seqs, threads, length } = this.#trace;
    this.#muted = true;
    for (let position = 0; position < length; position++) {
      if ((seqs[position] as number) >= scope.from) break;
      if (scope.thread !== undefined && threads[position] !== scope.thread) continue;
      this.#packets.tell(position);
    }
    this.#muted = false;
  }

  /** A thread's part has the handshakes of its connections too, whichever thread made them. */
  #openingsOf(part: Part): number[] {
    const { from = 0, to = Infinity, thread } = part.scope;
    if (thread === undefined) return [];
    const { seqs, calls, socketIds } = this.#trace;
    const found = new Set<number>();
    for (const socket of socketIds) {
      const pair = this.#packets.pairOf(socket);
      if (pair === undefined || !this.#trace.ofSocket(socket).some((at) => part.has(at))) continue;
      const asked = this.#trace.positionOf(calls[pair.connected] ?? 0);
      for (const position of [asked, pair.from]) {
        const seq = seqs[position] ?? -1;
        if (seq >= from && seq <= to && !part.has(position)) found.add(position);
      }
    }
    return [...found].sort((a, b) => b - a);
  }
}

/** Every program of a trace, with what started it. */
function describePrograms(trace: Trace): ReadonlyMap<number, string> {
  const about = new Map<number, string>();
  for (const { p, role } of trace.header.programs) about.set(p, role);
  for (const position of trace.ofKind('prog.start')) {
    const { program, role, argv } = trace.at(position) as EventOf<'prog.start'>;
    about.set(program, visible([`${role}:`, ...argv].join(' ')));
  }
  for (const program of new Set(trace.programs)) {
    if (program > 0 && !about.has(program)) about.set(program, 'not named in the recording');
  }
  return about;
}
