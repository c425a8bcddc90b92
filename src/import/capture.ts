/** The packets of a capture file, in the order of their times, over the bytes of the file. */
import type { Problems } from './problems.ts';

/** The link layers of packets, as the file formats number them (tcpdump.org/linktypes.html). */
export type Link = number;

/** One packet. Only `from` to `to` of the file were captured, `length` bytes were on the wire. */
export interface Packet {
  readonly link: Link;
  readonly from: number;
  readonly to: number;
  readonly length: number;
  /** Nanoseconds since the capture's first packet. */
  readonly at: number;
}

/** Times further apart cannot be told exactly as nanoseconds in a number: 104 days. */
const MOST_NS = BigInt(Number.MAX_SAFE_INTEGER) / 2n;
const FIELDS = 4;

export class Capture {
  /** The program, machine and system that captured, as the file says. */
  tool = '';
  hardware = '';
  os = '';
  readonly bytes: Uint8Array;
  readonly problems: Problems;
  /** link, from, to, length of packet after packet. */
  #fields = new Float64Array(1024 * FIELDS);
  #ats = new Float64Array(1024);
  #zero: bigint | undefined;
  /** Time of the packet added last, and the earliest, after `#zero`. */
  #last = 0;
  #earliest = 0;
  #sorted = true;
  length = 0;
  /** Packets of which no time is known: they have that of the one before. */
  timeless = 0;

  constructor(bytes: Uint8Array, problems: Problems) {
    this.bytes = bytes;
    this.problems = problems;
  }

  /** Nanoseconds since 1970 at time zero. */
  get epoch(): bigint {
    return (this.#zero ?? 0n) + BigInt(this.#earliest);
  }

  /** @param ns nanoseconds since 1970; undefined where the file does not say */
  add(link: Link, from: number, to: number, length: number, ns: bigint | undefined): void {
    const n = this.length++;
    if (n === this.#ats.length) this.#grow();
    this.#fields.set([link, from, to, Math.max(length, to - from)], n * FIELDS);
    const at = this.#timeOf(ns, from);
    if (at < this.#last) this.#sorted = false;
    this.#ats[n] = at;
    this.#last = at;
    this.#earliest = Math.min(this.#earliest, at);
  }

  /** Every packet, the earliest first; those of one time as they stand in the file. Programs that
   *  capture several interfaces at once write packets in an order of their own. */
  *packets(): Generator<Packet> {
    const order = this.#sorted ? undefined : this.#order();
    const fields = this.#fields;
    for (let n = 0; n < this.length; n++) {
      const place = order?.[n] ?? n;
      const [link, from, to, length] = fields.subarray(place * FIELDS, (place + 1) * FIELDS);
      yield {
        link: link as number,
        from: from as number,
        to: to as number,
        length: length as number,
        at: (this.#ats[place] as number) - this.#earliest,
      };
    }
  }

  #order(): Uint32Array {
    const ats = this.#ats;
    return Uint32Array.from({ length: this.length }, (_, n) => n).sort(
      (a, b) => (ats[a] as number) - (ats[b] as number) || a - b,
    );
  }

  #timeOf(ns: bigint | undefined, from: number): number {
    if (ns === undefined) {
      this.timeless++;
      return this.#last;
    }
    this.#zero ??= ns;
    const since = ns - this.#zero;
    if (since <= MOST_NS && since >= -MOST_NS) return Number(since);
    this.problems.report(from, 'the time of the packet is more than 50 days from the first');
    return this.#last;
  }

  #grow(): void {
    const fields = new Float64Array(this.#fields.length * 2);
    fields.set(this.#fields);
    this.#fields = fields;
    const ats = new Float64Array(this.#ats.length * 2);
    ats.set(this.#ats);
    this.#ats = ats;
  }
}
