/** What stands on each program's terminal. */
import { KINDS } from '../trace/format.ts';
import { Groups, countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { holding } from './holding.ts';
import type { Program } from './programs.ts';
import type { TerminalScene } from './scene.ts';

const TYPED = KINDS.indexOf('input.ret');
/** Events whose texts are kept together. */
const CHUNK = 256;

/** One terminal a program, for every program that is there at a position. */
export function indexTerminals(
  trace: Trace,
  programs: ReadonlyMap<number, Program>,
): (position: number) => readonly TerminalScene[] {
  const list = [...programs.values()];
  const { positions, byProgram } = writings(trace);
  const texts = list.map(({ id }) => {
    const own = byProgram.of(id, positions.length).map((n) => positions[n] as number);
    return new TerminalText(trace, own);
  });
  return holding(
    list.map(({ from }) => from),
    (n, position) => {
      const { id, name, from } = list[n] as Program;
      const text = texts[n] as TerminalText;
      const count = countUpTo(text.positions, position);
      const scene: TerminalScene = {
        program: id,
        name,
        get length() {
          return text.lengthAt(count);
        },
        get text() {
          return text.between(0, text.lengthAt(count), count);
        },
        slice: (from) => text.between(from, text.lengthAt(count), count),
      };
      const until = text.positions[count] ?? Infinity;
      return { from: text.positions[count - 1] ?? from, until, scene };
    },
  );
}

/** Positions of all that is written, and their places in that list by program. */
function writings(trace: Trace) {
  const positions = merge(
    trace.ofKind('out'),
    merge(trace.ofKind('input'), trace.ofKind('input.ret')),
  );
  const byProgram = new Groups();
  byProgram.extend(positions.map((position) => trace.programs[position] as number));
  return { positions, byProgram };
}

/** Two ascending lists as one. */
function merge(a: Int32Array, b: Int32Array): Int32Array {
  const all = new Int32Array(a.length + b.length);
  let [n, m] = [0, 0];
  for (let at = 0; at < all.length; at++) {
    const first = (a[n] ?? Infinity) < (b[m] ?? Infinity);
    all[at] = (first ? a[n++] : b[m++]) as number;
  }
  return all;
}

/** The text of one terminal: how much there is by the columns, what it says when it is asked for. */
class TerminalText {
  readonly positions: Int32Array;
  readonly #trace: Trace;
  /** Characters after each event. */
  #lengths: Float64Array | undefined;
  readonly #chunks: (string | undefined)[] = [];

  constructor(trace: Trace, positions: Int32Array) {
    this.#trace = trace;
    this.positions = positions;
  }

  /** Characters after the first `count` events. */
  lengthAt(count: number): number {
    this.#lengths ??= this.#measure();
    return count === 0 ? 0 : (this.#lengths[count - 1] as number);
  }

  /** The characters [from, to) of what the first `count` events wrote. */
  between(from: number, to: number, count: number): string {
    this.#lengths ??= this.#measure();
    // The first event that ends after `from`, and the chunk that it is in.
    const first = Math.floor(countUpTo(this.#lengths, from) / CHUNK);
    const begins = this.lengthAt(first * CHUNK);
    let text = '';
    for (let n = first; n * CHUNK < count; n++) text += this.#chunk(n);
    return text.slice(from - begins, to - begins);
  }

  #measure(): Float64Array {
    const { kinds, sizes } = this.#trace;
    let length = 0;
    return Float64Array.from(this.positions, (position) => {
      const characters = sizes[position] as number;
      if (characters >= 0) length += characters + (kinds[position] === TYPED ? 1 : 0);
      return length;
    });
  }

  #chunk(n: number): string {
    const known = this.#chunks[n];
    if (known !== undefined) return known;
    const own = this.positions.subarray(n * CHUNK, (n + 1) * CHUNK);
    let text = '';
    for (const position of own) text += writtenBy(this.#trace, position);
    this.#chunks[n] = text;
    return text;
  }
}

/** Output as it is; a prompt; and what was typed, as the terminal echoes it, with its Enter. */
function writtenBy(trace: Trace, position: number): string {
  const event = trace.at(position);
  if (event.kind === 'out') return event.text;
  if (event.kind === 'input') return event.prompt;
  return event.kind === 'input.ret' && event.text !== undefined ? `${event.text}\n` : '';
}
