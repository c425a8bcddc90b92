/** Parts of traces for the tests of writers, without the rules that choose them. */
import { readFileSync } from 'node:fs';
import { PAUSE } from '../../src/export/chunks.ts';
import type { Chunk, Part } from '../../src/export/part.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** What of a part a test wants to be special. */
type Wanted = Partial<Pick<Part, 'has' | 'scope' | 'redacted'>>;

/** The events of a trace for which `has` holds; all of them unless it is given. */
export function partOfTrace(
  trace: Trace,
  { has = () => true, scope = {}, redacted = false }: Wanted = {},
): Part {
  const positions = function* (): Generator<number> {
    for (let position = 0; position < trace.length; position++) {
      if (has(position)) yield position;
    }
  };
  return { trace, redacted, scope, has, positions, done: 0 };
}

/** The trace written by hand that has one of everything. */
export function golden(): Trace {
  return parseTrace(readFileSync('test/trace/golden.trace.jsonl')).trace;
}

/** A recording of this repository's. */
export function recording(path: string): Trace {
  return parseTrace(readFileSync(path), OWN).trace;
}

/** All the text that a writer makes; fails where a piece is no text, or too small and no pause. */
export function textOf(chunks: Iterable<Chunk>): string {
  const texts = [...chunks].flatMap((chunk) => {
    if (typeof chunk !== 'string') throw new Error('bytes where text was due');
    return chunk === PAUSE ? [] : [chunk];
  });
  const last = texts.length - 1;
  const odd = texts.findIndex((text, n) => n < last && text.length < 32_768);
  if (odd >= 0) throw new Error(`chunk ${odd} of ${texts.length} is small`);
  return texts.join('');
}
