/**
 * Bytes in the text of a link: a string is their UTF-8 text, `{ x: hex }` any bytes, and
 * `{ r: [unit, times, rest] }` a long repetition. JSON values, read with suspicion.
 */
import { utf8 } from '../trace/chunk.ts';
import { bytesOfHex, hexOfText } from '../trace/hex.ts';
import { periodOf } from '../trace/repeat.ts';

/** What is shorter stays as it is. */
const LONG = 48;

export type LinkBytes =
  string | { readonly x: string } | { readonly r: readonly [LinkBytes, number, LinkBytes] };

export function writeBytes(hex: string): LinkBytes {
  const bytes = bytesOfHex(hex);
  if (bytes.length > LONG) {
    const period = periodOf(bytes);
    const times = Math.floor(bytes.length / period);
    const rest = hex.slice(2 * times * period);
    if (times > 2) return { r: [plain(hex.slice(0, 2 * period)), times, plain(rest)] };
  }
  return plain(hex);
}

function plain(hex: string): LinkBytes {
  const text = utf8(bytesOfHex(hex));
  return text === undefined ? { x: hex } : text;
}

/** The bytes in hex; undefined where the value is none, or where they are more than `most`. */
export function readBytes(value: unknown, most: number): string | undefined {
  const hex = readPlain(value);
  if (hex !== undefined) return hex.length / 2 <= most ? hex : undefined;
  const { r } = (value ?? {}) as { r?: unknown };
  if (!Array.isArray(r) || r.length !== 3) return undefined;
  const [unit, rest] = [readPlain(r[0]), readPlain(r[2])];
  const times = r[1] as unknown;
  if (unit === undefined || rest === undefined || !Number.isInteger(times)) return undefined;
  const bytes = (unit.length * (times as number) + rest.length) / 2;
  return (times as number) >= 0 && bytes <= most ? unit.repeat(times as number) + rest : undefined;
}

function readPlain(value: unknown): string | undefined {
  if (typeof value === 'string') return /\p{Cs}/u.test(value) ? undefined : hexOfText(value);
  const { x } = (value ?? {}) as { x?: unknown };
  return typeof x === 'string' && /^(?:[\da-f]{2})*$/.test(x) ? x : undefined;
}
