/** What stands on each program's terminal. */
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { Program } from './programs.ts';
import type { TerminalScene } from './scene.ts';

/** One terminal a program, for every program that is there at a position. */
export function indexTerminals(
  trace: Trace,
  programs: ReadonlyMap<number, Program>,
): (position: number) => readonly TerminalScene[] {
  const written = positionsByProgram(trace);
  const terminals = [...programs.values()].map((program) => ({
    program,
    text: new TerminalText(trace, written.get(program.id) ?? []),
  }));
  return (position) =>
    terminals
      .filter(({ program }) => program.from <= position)
      .map(({ program, text }) => ({
        program: program.id,
        name: program.name,
        text: text.at(position),
      }));
}

function positionsByProgram(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const kinds = ['out', 'input', 'input.ret'] as const;
  const positions = kinds.flatMap((kind) => [...trace.ofKind(kind)]).sort((a, b) => a - b);
  const byProgram = new Map<number, number[]>();
  for (const position of positions) {
    const program = trace.programs[position] as number;
    const own = byProgram.get(program);
    if (own === undefined) byProgram.set(program, [position]);
    else own.push(position);
  }
  return byProgram;
}

/** The whole text once, and how much of it is there after each event: a seek is one slice. */
class TerminalText {
  readonly #trace: Trace;
  readonly #positions: readonly number[];
  readonly #lengths: number[] = [];
  #text = '';

  constructor(trace: Trace, positions: readonly number[]) {
    this.#trace = trace;
    this.#positions = positions;
  }

  at(position: number): string {
    const count = countUpTo(this.#positions, position);
    while (this.#lengths.length < count) {
      this.#text += writtenBy(this.#trace, this.#positions[this.#lengths.length] as number);
      this.#lengths.push(this.#text.length);
    }
    return this.#text.slice(0, this.#lengths[count - 1] ?? 0);
  }
}

/** Output as it is; a prompt; and what was typed, as the terminal echoes it, with its Enter. */
function writtenBy(trace: Trace, position: number): string {
  const event = trace.at(position);
  if (event.kind === 'out') return event.text;
  if (event.kind === 'input') return event.prompt;
  return event.kind === 'input.ret' && event.text !== undefined ? `${event.text}\n` : '';
}
