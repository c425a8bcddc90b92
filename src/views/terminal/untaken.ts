import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';

/** A line that was sent to a program. */
export interface SentLine {
  readonly text: string;
  /** How many events the recording had then. */
  readonly after: number;
}

/**
 * Which lines a program has not taken yet: they stand behind all that is recorded. A real terminal
 * shows them where they were typed, before what the program prints meanwhile; the recording has a
 * line where it is taken, so this is where it will stand.
 */
export class Untaken {
  #sent: readonly SentLine[] = [];
  /** How many of them were taken, by the events looked at so far. */
  #taken = 0;
  #next = 0;

  /** Those of `sent` that are left. The trace is the same one each time, or longer. */
  of(trace: Trace, program: number, sent: readonly SentLine[]): readonly SentLine[] {
    const answers = trace.ofKind('input.ret');
    if (sent !== this.#sent) {
      this.#sent = sent;
      this.#taken = 0;
      this.#next = countUpTo(answers, (sent[0]?.after ?? 0) - 1);
    }
    for (; this.#taken < sent.length && this.#next < answers.length; this.#next++) {
      const position = answers[this.#next] as number;
      if (trace.programs[position] !== program) continue;
      const event = trace.at(position);
      // Another page of the same person may have typed too.
      if (event.kind === 'input.ret' && event.text === sent[this.#taken]?.text) this.#taken++;
    }
    return this.#taken === 0 ? sent : sent.slice(this.#taken);
  }
}
