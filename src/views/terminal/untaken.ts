import type { Trace } from '../../trace/trace.ts';
import { countUpTo } from '../../trace/group.ts';

/** A line that was sent to a program. */
export interface SentLine {
  readonly text: string;
  /** How many events the recording had then. */
  readonly after: number;
}

/**
 * Those of the lines that the program has not taken yet: they stand behind all that is recorded. A
 * real terminal shows them where they were typed, before what the program prints meanwhile; the
 * recording has a line where it is taken, so this is where it will stand.
 */
export function untaken(
  trace: Trace,
  program: number,
  sent: readonly SentLine[],
): readonly SentLine[] {
  const first = sent[0];
  if (first === undefined) return sent;
  const taken = trace.ofKind('input.ret');
  let left = 0;
  for (let n = countUpTo(taken, first.after - 1); n < taken.length; n++) {
    const position = taken[n] as number;
    if (trace.programs[position] !== program) continue;
    const event = trace.at(position);
    // Another page of the same person may have typed too.
    if (event.kind === 'input.ret' && event.text === sent[left]?.text) left++;
  }
  return sent.slice(left);
}
