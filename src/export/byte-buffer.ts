/** Bytes that are put together piece by piece and taken away in chunks. */

/** Bytes that a chunk has at least; the last may have fewer. */
const CHUNK = 64 * 1024;
/** Up to here a loop is quicker than the encoder. */
const SHORT = 256;

const encoder = new TextEncoder();

/**
 * Numbers and texts at the end of what is there. Whoever writes numbers makes room for them first;
 * `raw` and `text` make their own. `le`: little-endian, as pcapng's blocks are written; `be`:
 * big-endian, as headers of packets are.
 */
export class ByteBuffer {
  length = 0;
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(2 * CHUNK);
  #view = new DataView(this.bytes.buffer);

  /** Makes room for so many bytes more. */
  room(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(needed * 2);
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  u8(value: number): void {
    this.bytes[this.length++] = value;
  }

  le16(value: number): void {
    this.#view.setUint16(this.length, value, true);
    this.length += 2;
  }

  le32(value: number): void {
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }

  be16(value: number): void {
    this.#view.setUint16(this.length, value);
    this.length += 2;
  }

  be32(value: number): void {
    this.#view.setUint32(this.length, value);
    this.length += 4;
  }

  /** Over what is there already. */
  le16At(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
  }

  le32At(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  be16At(at: number, value: number): void {
    this.#view.setUint16(at, value);
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** As UTF-8. */
  text(text: string): void {
    this.room(text.length * 3);
    const { bytes, length } = this;
    let at = 0;
    if (text.length <= SHORT) {
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code > 0x7f) break;
        bytes[length + at] = code;
      }
    }
    this.length += at;
    if (at === text.length) return;
    this.length += encoder.encodeInto(
      at === 0 ? text : text.slice(at),
      bytes.subarray(length + at),
    ).written;
  }

  /** Zeros up to a multiple of four bytes. */
  pad(): void {
    this.room(3);
    while (this.length % 4 !== 0) this.bytes[this.length++] = 0;
  }

  /** Whether there is enough for a chunk. */
  get full(): boolean {
    return this.length >= CHUNK;
  }

  /** All that is there; nothing is left. */
  take(): Uint8Array<ArrayBuffer> {
    const chunk = this.bytes.slice(0, this.length);
    this.length = 0;
    return chunk;
  }
}
