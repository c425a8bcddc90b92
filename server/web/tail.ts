/** One growing trace, cut into frames that all its followers share. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { constants, deflateRawSync } from 'node:zlib';
import { writeFrame } from '../../src/live/frame.ts';

/** No frame crosses a multiple of this: whoever catches up gets the same frames as others did. */
export const FRAME_BYTES = 256 * 1024;
/** Below, packing costs more than it saves. */
const WORTH_PACKING = 1024;
/** Frames kept for those who catch up. */
const KEPT = 16;

/** A frame that is ready to be sent; `to`: the offset after its last byte. */
export interface Piece {
  readonly to: number;
  readonly message: Uint8Array;
}

export class Tail {
  readonly id: string;
  /** Of the frames. */
  readonly stream: number;
  readonly #fd: number;
  readonly #kept = new Map<number, Piece>();
  #bytes: number;

  /** @throws Error of the system where the file cannot be read */
  constructor(id: string, stream: number, file: string) {
    this.id = id;
    this.stream = stream;
    this.#fd = openSync(file, 'r');
    this.#bytes = fstatSync(this.#fd).size;
  }

  /** Bytes of the trace so far. */
  get bytes(): number {
    return this.#bytes;
  }

  grow(bytes: number): void {
    this.#bytes = Math.max(this.#bytes, bytes);
  }

  /** The frame that begins at `from`; undefined where the trace ends there. */
  piece(from: number): Piece | undefined {
    const to = Math.min(this.#bytes, from - (from % FRAME_BYTES) + FRAME_BYTES);
    if (to <= from) return undefined;
    const kept = this.#kept.get(from);
    if (kept?.to === to) return kept;
    const piece = this.#cut(from, to);
    if (piece === undefined) return undefined;
    this.#kept.delete(from);
    this.#kept.set(from, piece);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return piece;
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Undefined where the file is shorter than was said, or its disk fails: the recorder says so. */
  #cut(from: number, wanted: number): Piece | undefined {
    const buffer = new Uint8Array(wanted - from);
    const read = this.#read(buffer, from);
    if (read === 0) return undefined;
    const bytes = buffer.subarray(0, read);
    const packs = read >= WORTH_PACKING;
    const message = writeFrame({
      packing: packs ? 1 : 0,
      stream: this.stream,
      from,
      bytes: packs ? new Uint8Array(deflateRawSync(bytes, LEVEL)) : bytes,
    });
    return { to: from + read, message };
  }

  #read(buffer: Uint8Array, from: number): number {
    try {
      return readSync(this.#fd, buffer, 0, buffer.length, from);
    } catch {
      return 0;
    }
  }
}

/** The quickest: the trace's lines repeat themselves enough. */
const LEVEL = { level: constants.Z_BEST_SPEED };
