/** What stands on each program's terminal. */
import { KINDS } from '../trace/format.ts';
import { Groups, countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { holding } from './holding.ts';
import { NumberList, keep } from './kept.ts';
import type { Growing } from './kept.ts';
import type { Program } from './programs.ts';
import { writtenTexts } from './written.ts';
import type { TerminalScene } from './scene.ts';

const WRITES: ReadonlySet<string> = new Set(['out', 'input', 'input.ret']);
const WRITING = KINDS.map((kind) => WRITES.has(kind));
const TYPED = KINDS.indexOf('input.ret');
/** Events whose texts are kept together. */
const CHUNK = 256;

/** One terminal a program, for every program that is there at a position. */
export function indexTerminals(
  trace: Trace,
  programs: ReadonlyMap<number, Program>,
): (position: number) => readonly TerminalScene[] {
  const list = [...programs.values()];
  const written = keep(trace, 'written', () => new Written());
  const texts = list.map(({ id }) => written.by(id, trace));
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
        slice: (begin) => text.between(begin, text.lengthAt(count), count),
      };
      const until = text.positions[count] ?? Infinity;
      return { from: text.positions[count - 1] ?? from, until, scene };
    },
  );
}

/** All that was written, by program. */
class Written implements Growing {
  readonly #positions = new Groups();
  readonly #texts = new Map<number, TerminalText>();

  grow(trace: Trace): void {
    const { kinds, programs } = trace;
    this.#positions.extend((from) => {
      const more = programs.slice(from);
      for (let n = 0; n < more.length; n++) if (!WRITING[kinds[from + n] as number]) more[n] = 0;
      return more;
    }, trace.length);
  }

  by(program: number, trace: Trace): TerminalText {
    const text = this.#texts.get(program) ?? new TerminalText();
    this.#texts.set(program, text);
    text.grow(trace, this.#positions.of(program, trace.length));
    return text;
  }
}

/** The text of one terminal: how much there is by the columns, what it says when it is asked for. */
class TerminalText {
  positions: Int32Array = new Int32Array(0);
  #trace: Trace | undefined;
  /** Characters after each event. */
  readonly #lengths = new NumberList();
  readonly #chunks: (string | undefined)[] = [];

  grow(trace: Trace, positions: Int32Array): void {
    if (this.#trace !== undefined && positions.length <= this.positions.length) return;
    // The last chunk may have become longer.
    this.#chunks[Math.floor(this.positions.length / CHUNK)] = undefined;
    this.#trace = trace;
    this.positions = positions;
  }

  /** Characters after the first `count` events. */
  lengthAt(count: number): number {
    return this.#measured().at(count - 1) ?? 0;
  }

  /** The characters [from, to) of what the first `count` events wrote. */
  between(from: number, to: number, count: number): string {
    // The first event that ends after `from`, and the chunk that it is in.
    const first = Math.floor(countUpTo(this.#measured().all, from) / CHUNK);
    const begins = this.lengthAt(first * CHUNK);
    let text = '';
    for (let n = first; n * CHUNK < count; n++) text += this.#chunk(n);
    return text.slice(from - begins, to - begins);
  }

  #measured(): NumberList {
    const { kinds, sizes } = this.#trace as Trace;
    const lengths = this.#lengths;
    let length = lengths.at(lengths.length - 1) ?? 0;
    while (lengths.length < this.positions.length) {
      const position = this.positions[lengths.length] as number;
      const characters = sizes[position] as number;
      if (characters >= 0) length += characters + (kinds[position] === TYPED ? 1 : 0);
      lengths.push(length);
    }
    return lengths;
  }

  #chunk(n: number): string {
    const known = this.#chunks[n];
    if (known !== undefined) return known;
    const own = this.positions.subarray(n * CHUNK, (n + 1) * CHUNK);
    const text = writtenTexts(this.#trace as Trace, own);
    this.#chunks[n] = text;
    return text;
  }
}
