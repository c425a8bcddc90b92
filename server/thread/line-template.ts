/**
 * A trace line with numbers in it, kept ready in memory: for each event only the digits are
 * written anew, then the line is copied as a whole. JSON.stringify for every event would cost the
 * recorded server a third of its speed; this costs about a tenth.
 */

const encoder = new TextEncoder();
/** Text of 0000 … 9999, four bytes each. */
const FOUR_DIGITS = encoder.encode(
  Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0')).join(''),
);
/** Digits that a number may have: trace times stay below 2^53. */
const LONGEST = 16;

export class LineTemplate {
  /** The line as it stands now. */
  line: Uint8Array = new Uint8Array(0);
  /** More bytes than the line can ever have. */
  readonly longest: number;
  readonly #pieces: readonly string[];
  readonly #values: Float64Array;
  /** For each number: where its digits end, and from and below which value it has as many. */
  readonly #ends: Int32Array;
  readonly #least: Float64Array;
  readonly #below: Float64Array;

  /** @param pieces the constant text; between two of them stands a number */
  constructor(pieces: readonly string[]) {
    const numbers = pieces.length - 1;
    this.#pieces = pieces;
    this.longest = pieces.join('').length + numbers * LONGEST;
    this.#values = new Float64Array(numbers);
    this.#ends = new Int32Array(numbers);
    this.#least = new Float64Array(numbers);
    this.#below = new Float64Array(numbers);
    this.#layOut();
  }

  /** Puts a safe integer ≥ 0 in the place `field`. */
  set(field: number, value: number): void {
    if (value === this.#values[field]) return;
    if (value >= (this.#least[field] as number) && value < (this.#below[field] as number)) {
      putDigits(this.line, this.#ends[field] as number, value);
      this.#values[field] = value;
    } else {
      this.#values[field] = value;
      this.#layOut();
    }
  }

  /** A number has more or fewer digits than before: rare. */
  #layOut(): void {
    let text = this.#pieces[0] as string;
    for (let field = 0; field < this.#values.length; field++) {
      const digits = String(this.#values[field]);
      text += digits;
      this.#ends[field] = text.length;
      this.#least[field] = digits.length === 1 ? 0 : 10 ** (digits.length - 1);
      this.#below[field] = 10 ** digits.length;
      text += this.#pieces[field + 1];
    }
    this.line = encoder.encode(text);
  }
}

/** Writes the digits of `value` so that they end before `end`. */
function putDigits(bytes: Uint8Array, end: number, value: number): void {
  let at = end;
  let rest = value;
  if (rest >= 1e8) {
    const high = Math.floor(rest / 1e8);
    const low = (rest - high * 1e8) | 0;
    const middle = (low / 1e4) | 0;
    putFour(bytes, at - 4, low - middle * 1e4);
    putFour(bytes, at - 8, middle);
    at -= 8;
    rest = high;
  }
  rest |= 0;
  if (rest >= 1e4) {
    const high = (rest / 1e4) | 0;
    putFour(bytes, at - 4, rest - high * 1e4);
    at -= 4;
    rest = high;
  }
  const last = (rest << 2) + 3;
  bytes[at - 1] = FOUR_DIGITS[last] as number;
  if (rest > 9) bytes[at - 2] = FOUR_DIGITS[last - 1] as number;
  if (rest > 99) bytes[at - 3] = FOUR_DIGITS[last - 2] as number;
  if (rest > 999) bytes[at - 4] = FOUR_DIGITS[last - 3] as number;
}

function putFour(bytes: Uint8Array, at: number, value: number): void {
  const from = value << 2;
  bytes[at] = FOUR_DIGITS[from] as number;
  bytes[at + 1] = FOUR_DIGITS[from + 1] as number;
  bytes[at + 2] = FOUR_DIGITS[from + 2] as number;
  bytes[at + 3] = FOUR_DIGITS[from + 3] as number;
}
