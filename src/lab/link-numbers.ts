/**
 * Whole numbers in the text of a link. Runs are short: `[1, 75]` in place of a number stands for 1,
 * 2, 3 … 75, and `[20, 20, 9]` for 20 nine times.
 */
export type LinkNumber =
  number | readonly [from: number, to: number] | readonly [number, number, times: number];

export function writeNumbers(numbers: readonly number[]): readonly LinkNumber[] {
  const written: LinkNumber[] = [];
  for (let at = 0; at < numbers.length;) {
    const first = numbers[at] ?? 0;
    let rising = 1;
    while (numbers[at + rising] === first + rising) rising++;
    let equal = 1;
    while (numbers[at + equal] === first) equal++;
    if (rising > 2) written.push([first, first + rising - 1]);
    else if (equal > 2) written.push([first, first, equal]);
    else written.push(first);
    at += rising > 2 ? rising : equal > 2 ? equal : 1;
  }
  return written;
}

/** The numbers; undefined where the value is none, or where they are more than `most`. */
export function readNumbers(value: unknown, most: number): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const numbers: number[] = [];
  for (const one of value as unknown[]) {
    const [from, to, times = 1] = (Array.isArray(one) ? one : [one, one]) as unknown[];
    if (!isCount(from) || !isCount(to) || !isCount(times) || to < from) return undefined;
    if (numbers.length + (to - from + 1) * times > most) return undefined;
    for (let n = 0; n < times; n++) for (let at = from; at <= to; at++) numbers.push(at);
  }
  return numbers;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
