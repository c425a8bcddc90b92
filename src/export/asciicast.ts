/**
 * Terminals as asciicasts: https://docs.asciinema.org/manual/asciicast/v2/ and …/v3/. What is played
 * runs on somebody's real terminal, so it gets no more than the page's terminals do (`sanitize`).
 */
import { createNames } from '../narration/names.ts';
import { sanitize } from '../trace/sanitize.ts';
import type { TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { aboutPart } from './about.ts';
import { markerOf } from './asciicast-markers.ts';
import { inChunks } from './chunks.ts';
import type { Part } from './part.ts';

/** One terminal's file. */
export interface Asciicast {
  readonly program: number;
  /** The program's name, as it is shown. */
  readonly name: string;
  chunks(): Iterable<string>;
}

export type AsciicastVersion = 2 | 3;

const WRITES = ['out', 'input', 'input.ret'] as const;
const SIZE = { cols: 80, rows: 24 } as const;

/**
 * One for each program that wrote on its terminal in the part, in the order in which they began to.
 * All start at the same moment, that of the first writing, so that they can be played side by side.
 */
export function asciicasts(part: Part, version: AsciicastVersion = 2): readonly Asciicast[] {
  const { trace } = part;
  const first = firstWritings(part);
  const zero = trace.ats[Math.min(...first.values())] ?? 0;
  const names = createNames(trace);
  return [...first.keys()].map((program) => {
    const name = names.program(program);
    return {
      program,
      name,
      chunks: () => inChunks(lines(part, { program, name, zero }, version)),
    };
  });
}

/** By program: the position of what it wrote first. */
function firstWritings(part: Part): ReadonlyMap<number, number> {
  const { trace } = part;
  const found = new Map<number, number>();
  for (const kind of WRITES) {
    for (const position of trace.ofKind(kind)) {
      if (!part.has(position)) continue;
      const program = trace.programs[position] as number;
      found.set(program, Math.min(position, found.get(program) ?? Infinity));
    }
  }
  return new Map([...found].sort(([, a], [, b]) => a - b));
}

interface Terminal {
  readonly program: number;
  readonly name: string;
  /** Nanoseconds from the trace's beginning to the cast's. */
  readonly zero: number;
}

function* lines(
  part: Part,
  { program, name, zero }: Terminal,
  version: AsciicastVersion,
): Generator<string> {
  const { trace } = part;
  yield `${JSON.stringify(header(part, name, zero, version))}\n`;
  const clock = version === 2 ? sinceStart() : sinceLast();
  const screen = new Screen();
  let last = zero;
  for (const position of part.positions()) {
    const own = trace.programs[position] === program;
    if (!own && trace.kindAt(position) !== 'marker') continue;
    const event = trace.at(position);
    // Threads take their numbers and their times one after the other, not at once.
    last = Math.max(last, event.at);
    const time = () => clock(last - zero);
    const text = screen.write(event);
    if (text !== '') yield `[${time()}, "o", ${JSON.stringify(text)}]\n`;
    const marker = markerOf(trace, event);
    if (marker !== undefined) yield `[${time()}, "m", ${JSON.stringify(marker)}]\n`;
    if (version === 3 && event.kind === 'prog.exit') yield `[${time()}, "x", "${event.code}"]\n`;
  }
  const rest = screen.end();
  if (rest !== '') yield `[${clock(last - zero)}, "o", ${JSON.stringify(rest)}]\n`;
}

function header(part: Part, name: string, zero: number, version: AsciicastVersion) {
  const { trace } = part;
  const timestamp = Math.floor(secondsAt(trace, zero));
  const title = [`${visible(trace.header.title)}: ${name}.`, ...aboutPart(part)].join(' ');
  const { cols, rows } = SIZE;
  return version === 2
    ? { version, width: cols, height: rows, timestamp, title }
    : { version, term: { cols, rows }, timestamp, title };
}

/** Seconds since 1970. */
function secondsAt({ header: { epoch_ns } }: Trace, at: number): number {
  return Number((BigInt(epoch_ns) + BigInt(at)) / 1_000_000_000n);
}

/** Nanoseconds since the start → seconds since the start. */
function sinceStart(): (at: number) => string {
  return (at) => seconds(microseconds(at));
}

/** Nanoseconds since the start → seconds since the last. Each is rounded before, not after they are
 *  subtracted: their sum never drifts. */
function sinceLast(): (at: number) => string {
  let before = 0;
  return (at) => {
    const now = microseconds(at);
    const interval = now - before;
    before = now;
    return seconds(interval);
  };
}

const microseconds = (ns: number): number => Math.round(ns / 1000);

function seconds(us: number): string {
  return `${Math.floor(us / 1_000_000)}.${String(us % 1_000_000).padStart(6, '0')}`;
}

/** A sequence that may go on in the next writing, or half of a character. */
const UNFINISHED = /(?:\u001b(?:\[[0-9;:]{0,32})?|[\ud800-\udbff])$/;

/** What a terminal is given: made harmless, with the line ends that a real one needs. */
class Screen {
  #held = '';

  /** What an event writes: output, a prompt, and what was typed as the terminal echoes it. */
  write(event: TraceEvent): string {
    const text = this.#held + writtenBy(event);
    this.#held = UNFINISHED.exec(text.slice(-40))?.[0] ?? '';
    return shown(text.slice(0, text.length - this.#held.length));
  }

  /** What was still held back. */
  end(): string {
    return shown(this.#held);
  }
}

function shown(text: string): string {
  return sanitize(text).replaceAll('\n', '\r\n');
}

function writtenBy(event: TraceEvent): string {
  if (event.kind === 'out') return event.text;
  if (event.kind === 'input') return event.prompt;
  return event.kind === 'input.ret' && event.text !== undefined ? `${event.text}\n` : '';
}
