/** Damages files as disks, networks and people do: the same damage for the same seed. */

/** Numbers that look random and are the same each time (xorshift32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed | 0 || 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

/** Values that lengths, counts and numbers are wrong with. */
const WORDS = [0, 1, 2, 3, 4, 7, 8, 11, 12, 16, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff] as const; // prettier-ignore

type Mutation = (bytes: Uint8Array, roll: (sides: number) => number) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  // A bit, a byte, a run of them.
  (bytes, roll) => written(bytes, roll(bytes.length), [(bytes[0] ?? 0) ^ (1 << roll(8))]),
  (bytes, roll) => written(bytes, roll(bytes.length), [roll(256)]),
  (bytes, roll) =>
    written(
      bytes,
      roll(bytes.length),
      Array.from({ length: 1 + roll(12) }, () => roll(256)),
    ),
  // A number where one may stand, in either byte order.
  (bytes, roll) => {
    const word = WORDS[roll(WORDS.length)] ?? 0;
    const size = roll(2) === 0 ? 2 : 4;
    const big = Array.from({ length: size }, (_, n) => (word >>> (8 * (size - 1 - n))) & 255);
    const at = roll(Math.ceil(bytes.length / 2)) * 2;
    return written(bytes, at, roll(2) === 0 ? big : big.toReversed());
  },
  // Cut off, cut out, doubled, swapped.
  (bytes, roll) => bytes.slice(0, roll(bytes.length + 1)),
  (bytes, roll) => {
    const [from, to] = range(bytes, roll);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  (bytes, roll) => {
    const [from, to] = range(bytes, roll);
    const at = roll(bytes.length + 1);
    return joined(bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at));
  },
  (bytes, roll) => {
    const [from, to] = range(bytes, roll);
    return joined(bytes.subarray(0, from), bytes.subarray(to), bytes.subarray(from, to));
  },
];

/** Up to six kinds of damage at once. */
export function mutated(bytes: Uint8Array, seed: number): Uint8Array {
  const roll = dice(seed);
  let damaged = bytes;
  for (let n = 1 + roll(6); n > 0 && damaged.length > 0; n--)
    damaged = MUTATIONS[roll(MUTATIONS.length)]?.(damaged, roll) ?? damaged;
  return damaged;
}

function written(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
  const changed = bytes.slice();
  values.forEach((value, n) => {
    if (at + n < changed.length) changed[at + n] = value;
  });
  return changed;
}

function range(bytes: Uint8Array, roll: (sides: number) => number): readonly [number, number] {
  const from = roll(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + roll(200))];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
