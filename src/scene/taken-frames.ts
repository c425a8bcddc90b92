/** The frames of a connection as the server's own recvs cut them, found without reading payloads. */
import { payloadAt } from '../protocol/frame.ts';
import { dissectCutHeader } from '../protocol/header.ts';
import type { Frame } from '../protocol/frame.ts';
import { KINDS } from '../trace/format.ts';
import type { EventOf } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { NumberList } from './kept.ts';
import type { Growing } from './kept.ts';
import type { FrameScene } from './messages.ts';

const RECV_RET = KINDS.indexOf('recv.ret');
/** More digits may be more than recv can be asked for. */
const SAFE_DIGITS = 18;

/** What `dissectRecvs` says of one socket: there in words, here in positions. */
export class TakenFrames implements Growing {
  readonly #socket: number;
  #trace: Trace | undefined;
  /** Positions of the recvs that took each frame's header and payload; a last payload may lack. */
  readonly #headers = new NumberList();
  readonly #payloads = new NumberList();
  #seen = 0;
  #open = false;

  constructor(socket: number) {
    this.#socket = socket;
  }

  grow(trace: Trace): void {
    if (trace.length <= (this.#trace?.length ?? -1)) return;
    this.#trace = trace;
    const own = trace.ofSocket(this.#socket);
    for (; this.#seen < own.length; this.#seen++) {
      const position = own[this.#seen] as number;
      if (trace.kinds[position] !== RECV_RET) continue;
      if (this.#open) {
        this.#payloads.push(position);
        this.#open = false;
      } else if ((trace.sizes[position] as number) > 0) {
        while (this.#payloads.length < this.#headers.length) this.#payloads.push(-1);
        this.#headers.push(position);
        this.#open =
          isPlainHeader(trace, position) || headerAt(trace, position).malformed === undefined;
      }
    }
  }

  /** How many frames have begun at a position. */
  countAt(position: number): number {
    return countUpTo(this.#headers.all, position);
  }

  /** The nth frame as it is at a position. */
  frame(n: number, position: number): FrameScene {
    const trace = this.#trace as Trace;
    const taken = this.#headers.at(n) as number;
    const answered = this.#payloads.at(n) ?? -1;
    const header = headerAt(trace, taken);
    const headerRecv = trace.seqs[taken] as number;
    if (answered < 0 || answered > position) return { header, headerRecv };
    const from = trace.offsets[answered] as number;
    const to = from + (trace.sizes[answered] as number);
    const read = (): Uint8Array => recvAt(trace, answered).bytes;
    // Of a header that is not all recorded nobody knows what it promised.
    const promised = header.length ?? (header.cut === undefined ? 0n : BigInt(to - from));
    const payload = payloadAt(read, from, to, promised);
    return { header, headerRecv, payload, payloadRecv: trace.seqs[answered] as number };
  }
}

function headerAt(trace: Trace, position: number): Frame['header'] {
  const { bytes, offset, n, cut = 0 } = recvAt(trace, position);
  return { ...dissectCutHeader(bytes, cut), from: offset, to: offset + n };
}

function recvAt(trace: Trace, position: number): EventOf<'recv.ret'> {
  return trace.at(position) as EventOf<'recv.ret'>;
}

/**
 * True where the bytes that a recv took are digits and spaces, as nearly every header is: seen in the
 * line itself, in a hundredth of the time that reading it takes. False says nothing.
 */
function isPlainHeader(trace: Trace, position: number): boolean {
  const { bytes, starts } = trace;
  let at = bytes.indexOf(0x0a, starts[position]) - 1;
  if (bytes[at--] !== 0x7d || bytes[at--] !== 0x22) return false;
  while (bytes[at] === 0x20) at--;
  const last = at;
  while (isDigit(bytes[at] as number)) at--;
  const digits = last - at;
  if (digits === 0 || digits > SAFE_DIGITS) return false;
  return BEFORE.every((byte, n) => bytes[at - n] === byte);
}

/** `"u":"`, backwards. */
const BEFORE = [0x22, 0x3a, 0x22, 0x75, 0x22];

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
