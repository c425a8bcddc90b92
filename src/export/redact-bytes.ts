/**
 * The bytes of headers, which redaction keeps: whose message has how many bytes is no secret, what it
 * says is. All others are `*`.
 */
import { framesIn } from '../protocol/frame.ts';
import type { Frame, Range } from '../protocol/frame.ts';
import { indexConnections } from '../scene/connections.ts';
import { createFraming } from '../scene/framing.ts';
import { NumberList } from '../scene/kept.ts';
import type { ConnectionScene, DirectionScene } from '../scene/scene.ts';
import { knownBytes, readStream } from '../scene/stream.ts';
import type { EventOf } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

const STAR = 0x2a;

/** Takes chunks of a trace; gives as many bytes. */
export class StarredBytes {
  readonly #trace: Trace;
  readonly #connections = new Map<number, ConnectionScene>();
  readonly #framing: ReturnType<typeof createFraming>;
  readonly #headers = new Map<DirectionScene, Headers>();

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#framing = createFraming(trace);
    for (const connection of indexConnections(trace)(trace.length - 1)) {
      if (connection.client !== undefined) this.#connections.set(connection.client, connection);
      if (connection.server !== undefined) this.#connections.set(connection.server, connection);
    }
  }

  /** The chunk with `*` for every byte but those of the header's number and its padding. */
  of(chunk: EventOf<'send'> | EventOf<'recv.ret'>): Uint8Array {
    const starred = new Uint8Array(chunk.bytes.length).fill(STAR);
    this.#headersOf(chunk)?.copyInto(starred, chunk.bytes, chunk.offset);
    return starred;
  }

  /** Undefined where the direction has no headers. */
  #headersOf({ kind, socket }: EventOf<'send'> | EventOf<'recv.ret'>): Headers | undefined {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return undefined;
    const isUp = (socket === connection.client) === (kind === 'send');
    if (!isUp && !this.#framing(connection).framedReplies) return undefined;
    const direction = isUp ? connection.up : connection.down;
    const known = this.#headers.get(direction);
    if (known !== undefined) return known;
    const headers = new Headers(this.#trace, direction);
    this.#headers.set(direction, headers);
    return headers;
  }
}

/** What is kept of one direction: a few ranges of its stream, and their bytes. They are looked for as
 *  far as somebody asks. */
class Headers {
  readonly #frames: Iterator<Frame>;
  /** Where the last header begins that was found; behind the last one, infinite. */
  #found = -1;
  readonly #froms = new NumberList();
  /** Where the bytes of each range end in `#bytes`. */
  readonly #ends = new NumberList();
  #bytes = new Uint8Array(256);

  constructor(trace: Trace, direction: DirectionScene) {
    const read = (from: number, to: number) => readStream(trace, direction, from, to);
    const headerBytes = trace.header.protocol.header_bytes;
    this.#frames = framesIn(read, 0, knownBytes(direction), headerBytes);
  }

  /** Copies a byte only where it is the header's own: what was given to a send that the kernel did
   *  not take has an offset that later bytes have again. */
  copyInto(starred: Uint8Array, bytes: Uint8Array, offset: number): void {
    this.#findUpTo(offset + bytes.length);
    for (let n = this.#firstAfter(offset); n < this.#froms.length; n++) {
      const from = this.#froms.at(n) as number;
      if (from >= offset + bytes.length) return;
      const begin = this.#ends.at(n - 1) ?? 0;
      const end = this.#ends.at(n) as number;
      for (let at = begin; at < end; at++) {
        const place = from + at - begin - offset;
        if (bytes[place] === this.#bytes[at]) starred[place] = this.#bytes[at] as number;
      }
    }
  }

  #findUpTo(offset: number): void {
    while (this.#found < offset) {
      const { done, value } = this.#frames.next();
      if (done === true) {
        this.#found = Infinity;
        return;
      }
      const { header } = value;
      for (const { from, to } of keptOf(header)) {
        this.#add(header.from + from, header.bytes.subarray(from, to));
      }
      this.#found = header.from;
    }
  }

  #add(from: number, bytes: Uint8Array): void {
    const begin = this.#ends.at(this.#ends.length - 1) ?? 0;
    const end = begin + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(end * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, begin);
    this.#froms.push(from);
    this.#ends.push(end);
  }

  /** The first range that ends after an offset. */
  #firstAfter(offset: number): number {
    let low = 0;
    let high = this.#froms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const size = (this.#ends.at(middle) as number) - (this.#ends.at(middle - 1) ?? 0);
      if ((this.#froms.at(middle) as number) + size <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What of a header is kept. Where something has no place in it, it may well be a message at which
 *  the server looks as at a header: only its padding is. */
function keptOf({ parts }: Frame['header']): readonly Range[] {
  if (parts.every(({ role }) => role !== 'odd')) return parts;
  return parts.slice(-1).filter(({ role }) => role === 'padding');
}
