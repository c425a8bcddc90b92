/** Puts the fragments of IP packets together again. */
import type { Datagram } from './ip.ts';

/** Packets of which fragments are kept at a time; the oldest is given up for a newer one. */
const MOST_KEPT = 1024;
/** No IP packet is longer. */
const LONGEST = 65_535;
/** Fragments of one packet: of 8 bytes each there can be so many. */
const MOST_PIECES = 8192;

interface Pieces {
  readonly bytes: Map<number, Uint8Array>;
  /** Length of the whole, once the last piece has come. */
  length: number | undefined;
  held: number;
}

export class Fragments {
  /** Packets of which some fragments never came. */
  #givenUp = 0;
  readonly #packets = new Map<string, Pieces>();

  /** How many packets are not whole. */
  get incomplete(): number {
    return this.#givenUp + this.#packets.size;
  }

  /** Takes one in; what the packet carried where it is whole now. */
  add(bytes: Uint8Array, datagram: Datagram): Uint8Array | undefined {
    const { source, target, protocol, fragment, from, to, length } = datagram;
    if (fragment === undefined) return bytes.subarray(from, to);
    const end = fragment.offset + length;
    if (to - from < length || end > LONGEST) return void this.#givenUp++;
    const key = `${source} ${target} ${protocol} ${fragment.id}`;
    const pieces = this.#packets.get(key) ?? this.#begin(key);
    if (!pieces.bytes.has(fragment.offset) && pieces.bytes.size < MOST_PIECES) {
      pieces.bytes.set(fragment.offset, bytes.subarray(from, to));
      pieces.held += length;
    }
    if (fragment.last) pieces.length = end;
    if (pieces.length === undefined || pieces.held < pieces.length) return undefined;
    // Pieces that overlap and leave a hole are nobody's honest packet (RFC 5722).
    const whole = joined(pieces.bytes, pieces.length);
    this.#packets.delete(key);
    if (whole === undefined) this.#givenUp++;
    return whole;
  }

  #begin(key: string): Pieces {
    const oldest = this.#packets.size < MOST_KEPT ? undefined : this.#packets.keys().next().value;
    if (oldest !== undefined) {
      this.#packets.delete(oldest);
      this.#givenUp++;
    }
    const pieces: Pieces = { bytes: new Map(), length: undefined, held: 0 };
    this.#packets.set(key, pieces);
    return pieces;
  }
}

/** undefined where bytes are missing between the pieces. */
function joined(pieces: ReadonlyMap<number, Uint8Array>, length: number): Uint8Array | undefined {
  const whole = new Uint8Array(length);
  let next = 0;
  for (const [offset, bytes] of [...pieces].sort(([a], [b]) => a - b)) {
    if (offset > next) return undefined;
    if (offset >= length) break;
    whole.set(bytes.subarray(0, length - offset), offset);
    next = Math.max(next, offset + bytes.length);
  }
  return next >= length ? whole : undefined;
}
