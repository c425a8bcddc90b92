/** The frames of a connection as the server's own recvs cut them, found without reading payloads. */
import { payloadAt } from '../protocol/frame.ts';
import { dissectHeader } from '../protocol/header.ts';
import type { Frame } from '../protocol/frame.ts';
import { KINDS } from '../trace/format.ts';
import type { EventOf } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { FrameScene } from './messages.ts';

const RECV_RET = KINDS.indexOf('recv.ret');
/** More digits may be more than recv can be asked for. */
const SAFE_DIGITS = 18;

/** What `dissectRecvs` says of one socket: there in words, here in positions. */
export class TakenFrames {
  readonly #trace: Trace;
  /** Positions of the recvs that took each frame's header and payload, or −1. */
  readonly #headers: Int32Array;
  readonly #payloads: Int32Array;

  constructor(trace: Trace, socket: number) {
    this.#trace = trace;
    const recvs = trace.ofSocket(socket).filter((own) => trace.kinds[own] === RECV_RET);
    const headers = new Int32Array(recvs.length);
    const payloads = new Int32Array(recvs.length).fill(-1);
    let count = 0;
    let open = false;
    for (const position of recvs) {
      if (open) {
        payloads[count - 1] = position;
        open = false;
      } else if ((trace.sizes[position] as number) > 0) {
        headers[count++] = position;
        open = isPlainHeader(trace, position) || this.#header(position).malformed === undefined;
      }
    }
    this.#headers = headers.subarray(0, count);
    this.#payloads = payloads;
  }

  /** How many frames have begun at a position. */
  countAt(position: number): number {
    return countUpTo(this.#headers, position);
  }

  /** The nth frame as it is at a position. */
  frame(n: number, position: number): FrameScene {
    const trace = this.#trace;
    const headerAt = this.#headers[n] as number;
    const payloadRecv = this.#payloads[n] as number;
    const header = this.#header(headerAt);
    const headerRecv = trace.seqs[headerAt] as number;
    if (payloadRecv < 0 || payloadRecv > position) return { header, headerRecv };
    const from = trace.offsets[payloadRecv] as number;
    const to = from + (trace.sizes[payloadRecv] as number);
    const read = (): Uint8Array => this.#event(payloadRecv).bytes;
    const payload = payloadAt(read, from, to, header.length ?? 0n);
    return { header, headerRecv, payload, payloadRecv: trace.seqs[payloadRecv] as number };
  }

  #header(position: number): Frame['header'] {
    const { bytes, offset, n } = this.#event(position);
    return { ...dissectHeader(bytes), from: offset, to: offset + n };
  }

  #event(position: number): EventOf<'recv.ret'> {
    return this.#trace.at(position) as EventOf<'recv.ret'>;
  }
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
