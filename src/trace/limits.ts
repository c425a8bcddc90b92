/** How much of a trace a reader takes. */
export interface Limits {
  readonly bytes: number;
  readonly lineBytes: number;
  /** Objects and lists inside each other, the line's own object counted. */
  readonly nesting: number;
}

const MIB = 1024 * 1024;

/** For files from elsewhere. */
export const FOREIGN: Limits = { bytes: 256 * MIB, lineBytes: MIB, nesting: 16 };

/** For our own recordings, which may be larger. */
export const OWN: Limits = { bytes: Infinity, lineBytes: Infinity, nesting: Infinity };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** True where objects and lists stand more than `limit` deep between `from` and `to`. */
export function isNestedDeeper(
  bytes: Uint8Array,
  from: number,
  to: number,
  limit: number,
): boolean {
  // Braces and brackets differ by one bit. Few of them at all: nothing can be deep.
  let opening = 0;
  for (let at = from; at < to; at++) if (((bytes[at] as number) & 0xdf) === 0x5b) opening++;
  if (opening <= limit) return false;
  let depth = 0;
  let quoted = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (quoted) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if ((byte & 0xdf) === 0x5b && ++depth > limit) return true;
    else if ((byte & 0xdf) === 0x5d) depth--;
  }
  return false;
}
