/** What a student has answered: plain data, for grading and for keeping. */

/** What was clicked in the views: a byte of a direction, a line of a file, a call. */
export type PointGiven =
  | {
      readonly kind: 'point';
      readonly at: 'byte';
      readonly way: 'up' | 'down';
      readonly offset: number;
    }
  | { readonly kind: 'point'; readonly at: 'line'; readonly line: number }
  /** `seq` of the event that enters the call. */
  | { readonly kind: 'point'; readonly at: 'call'; readonly seq: number };

export type Given =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** The place of the option in the lesson, from 0. */
  | { readonly kind: 'choice'; readonly option: number }
  /** Two hex digits a byte, without spaces. */
  | { readonly kind: 'bytes'; readonly hex: string }
  /** Places of the items in the lesson, from 0, in the order that the student gave them. */
  | { readonly kind: 'order'; readonly items: readonly number[] }
  | PointGiven;

/** Characters of a text that is kept, and of hex digits. */
const LONGEST = 4096;
const MOST_ITEMS = 64;

/** An answer as a file holds it; undefined where it is none. */
export function readGiven(data: unknown): Given | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const fields = data as Readonly<Record<string, unknown>>;
  const { kind, value, option, hex, items } = fields;
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? { kind, value } : undefined;
    case 'text':
      return isShort(value) ? { kind, value } : undefined;
    case 'choice':
      return isCount(option) ? { kind, option } : undefined;
    case 'bytes':
      return isShort(hex) && /^([\da-f]{2})*$/.test(hex) ? { kind, hex } : undefined;
    case 'order':
      return isOrder(items) ? { kind, items } : undefined;
    case 'point':
      return readPoint(fields);
    default:
      return undefined;
  }
}

/** An answer as it travels; undefined where the text is none. */
export function parseGiven(text: string): Given | undefined {
  try {
    return readGiven(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** An answer as it travels: the same answer is always the same text. */
export function writeGiven(given: Given): string {
  const plain = given.kind === 'text' ? { ...given, value: given.value.trim() } : given;
  return JSON.stringify(readGiven(plain) ?? plain);
}

function readPoint({ at, way, offset, line, seq }: Readonly<Record<string, unknown>>) {
  const kind = 'point' as const;
  if (at === 'line' && isCount(line)) return { kind, at, line } as const;
  if (at === 'call' && isCount(seq)) return { kind, at, seq } as const;
  if (at !== 'byte' || (way !== 'up' && way !== 'down') || !isCount(offset)) return undefined;
  return { kind, at, way, offset } as const;
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isOrder(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MOST_ITEMS && value.every(isCount);
}
