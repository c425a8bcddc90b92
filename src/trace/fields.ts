/** The kinds of values that fields have: how each is recognised, and how it is copied. */
import type { Actor, Address, Call } from './format.ts';

/** A parsed line: whatever it holds. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field that is missing or wrong. Who reads the lines adds the place. */
export class FieldError extends Error {}

export interface Field<T> {
  /** Completes "must be …". */
  readonly wanted: string;
  readonly optional: boolean;
  is(value: unknown): boolean;
  /** A copy of a value for which `is` holds. Absent: the value itself, it is no object. */
  readonly copy?: (value: unknown) => T;
}

/** Fails with "`max` must be a whole number, not true". The value is cut: it may be anything. */
export function refuse(name: string, wanted: string, value: unknown): never {
  if (value === undefined) throw new FieldError(`\`${name}\` is missing`);
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 40);
  throw new FieldError(`\`${name}\` must be ${wanted}, not ${shown}`);
}

function field<T>(wanted: string, is: (value: unknown) => boolean): Field<T> {
  return { wanted, optional: false, is };
}

/** The same, but it may be absent. */
export function optional<T>(of: Field<T>): Field<T | undefined> {
  return { ...of, optional: true };
}

/** One of a closed list of words. */
export function oneOf<W extends string>(...words: readonly W[]): Field<W> {
  const known: ReadonlySet<unknown> = new Set(words);
  return field(`one of ${words.join(', ')}`, (value) => known.has(value));
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isSafeInteger(value);
}

/** Must fit a column of 32 bits: it names a program, a thread, a socket, a file. */
export const id = field<number>(
  'a whole number below 2^31',
  (value) => isWhole(value) && value < 2 ** 31,
);
/** A time, a length, an offset. */
export const whole = field<number>('a whole number', isWhole);
/** A place in the total order. */
export const positive = field<number>(
  'a whole number from 1',
  (value) => isWhole(value) && value > 0,
);
export const integer = field<number>('a whole number, negative or not', Number.isSafeInteger);
export const flag = field<boolean>('true or false', (value) => typeof value === 'boolean');
export const text = field<string>('a text', (value) => typeof value === 'string');

/** recv's `max`: digits as a text where the program asked for more than a number can say. */
export const recvMax = field<number | string>(
  'a whole number or a text of digits',
  (value) =>
    Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,5000}$/.test(value)),
);

export const address: Field<Address> = {
  wanted: '["host",port]',
  optional: false,
  is: (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0] === 'string' &&
    isWhole(value[1]) &&
    value[1] <= 65_535,
  copy: (value) => [(value as Address)[0], (value as Address)[1]],
};

function listOf<T>(wanted: string, is: (item: unknown) => boolean): Field<readonly T[]> {
  return {
    wanted,
    optional: false,
    is: (value) => Array.isArray(value) && value.every(is),
    copy: (value) => (value as readonly T[]).slice(),
  };
}

export const texts = listOf<string>('a list of texts', text.is);
/** 0 for none. */
export const lineNumbers = listOf<number>('a list of line numbers', isWhole);

/** Names and texts, copied into an object without prototype: `__proto__` is a name like others. */
export const record: Field<Readonly<Record<string, string>>> = {
  wanted: 'an object of texts',
  optional: false,
  is: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(text.is),
  copy: (value) => {
    const copy = Object.create(null) as Record<string, string>;
    for (const [name, shown] of Object.entries(value as Record<string, string>)) copy[name] = shown;
    return copy;
  },
};

export const call = oneOf<Call>(
  'socket', 'bind', 'listen', 'connect', 'shutdown', 'setsockopt', 'accept', 'close', 'recv', 'send',
); // prettier-ignore
export const actor = oneOf<Actor>('collector', 'exit', 'wirestep');
