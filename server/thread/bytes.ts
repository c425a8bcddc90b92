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
