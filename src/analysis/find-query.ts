/** What a person types to search the calls → what is searched for. */
import { hexOf } from '../trace/hex.ts';

/** `text`: in the words of a call and in its bytes, upper and lower case alike. `bytes`: exactly
 *  these, in payloads only. */
export type Query =
  | { readonly kind: 'text'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

const PAIR = '(?:0x|\\\\x)?[0-9a-f]{2}';
/** `0d 0a`, `0x0d 0x0a`, `0x0d0a`, `\x0d\x0a`; a pair of digits alone is text: `12`. */
const BYTES = new RegExp(
  `^(?:${PAIR}(?:[\\s,]+${PAIR})+|0x(?:[0-9a-f]{2})+|(?:\\\\x[0-9a-f]{2})+)$`,
  'i',
);

/** The query of a search box; undefined where nothing is asked for. What is in quotes is text. */
export function readQuery(find: string): Query | undefined {
  const typed = find.trim();
  if (typed === '') return undefined;
  if (BYTES.test(typed)) {
    const digits = typed.replace(/0x|\\x|[\s,]/gi, '').match(/../g) ?? [];
    return { kind: 'bytes', bytes: Uint8Array.from(digits, (pair) => parseInt(pair, 16)) };
  }
  const text = /^"(.+)"$/s.exec(typed)?.[1] ?? typed;
  return { kind: 'text', text: text.toLowerCase(), bytes: new TextEncoder().encode(text) };
}

/** The query in words, as it was understood. */
export function describeQuery(query: Query): string {
  if (query.kind === 'text') return 'text';
  return `bytes ${hexOf(query.bytes, ' ')}`;
}

const SAME = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const FOLDED = SAME.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

/** Finds a query's bytes in others; ASCII letters match in both cases where it is a text. */
export class Needle {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #fold: Uint8Array;

  constructor(query: Query) {
    const fold = query.kind === 'text' ? FOLDED : SAME;
    this.#fold = fold;
    this.#bytes = query.bytes.map((byte) => fold[byte] as number);
    this.length = query.bytes.length;
  }

  isIn(hay: Uint8Array): boolean {
    const needle = this.#bytes;
    const fold = this.#fold;
    const first = needle[0];
    for (let at = 0; at <= hay.length - needle.length; at++) {
      if (fold[hay[at] as number] !== first) continue;
      let n = 1;
      while (n < needle.length && fold[hay[at + n] as number] === needle[n]) n++;
      if (n === needle.length) return true;
    }
    return false;
  }
}
