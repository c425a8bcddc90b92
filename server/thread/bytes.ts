import { bytesRepr } from './python/repr.ts';
import { decode } from './python/utf8.ts';
import type { Shown } from './show.ts';

/** Python's `bytes`, as far as the course's programs use it. */
export class Bytes implements Shown {
  readonly data: Uint8Array;

  constructor(data: Uint8Array) {
    this.data = data;
  }

  get length(): number {
    return this.data.length;
  }

  /** Strict UTF-8; raises UnicodeDecodeError as Python does. */
  decode(encoding: string): string {
    return decode(this.data, encoding);
  }

  /** Python's `data[from:]`. */
  slice(from: number): Bytes {
    return from === 0 ? this : new Bytes(this.data.subarray(from));
  }

  /** Without this byte at its end, however often it stands there. */
  rstrip(byte: string): Bytes {
    let end = this.length;
    while (end > 0 && this.data[end - 1] === byte.charCodeAt(0)) end--;
    return new Bytes(this.data.subarray(0, end));
  }

  /** Whether there are bytes, all of them ASCII digits. */
  isdigit(): boolean {
    return this.length > 0 && this.data.every((byte) => byte >= 0x30 && byte <= 0x39);
  }

  plus(other: Bytes): Bytes {
    const sum = new Uint8Array(this.length + other.length);
    sum.set(this.data);
    sum.set(other.data, this.length);
    return new Bytes(sum);
  }

  get shown(): string {
    return bytesRepr(this.data.subarray(0, 100));
  }
}
