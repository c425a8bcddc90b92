/** Arrows from a send to each recv that took its bytes. */
import type { Arrows } from './arrows.ts';
import type { Part } from './part.ts';
import type { Row } from './perfetto-row.ts';
import type { Slices } from './perfetto-slices.ts';

export class Flows {
  readonly #part: Part;
  readonly #arrows: Arrows;
  readonly #slices: Slices;
  #count = 0;

  constructor(part: Part, arrows: Arrows, slices: Slices) {
    this.#part = part;
    this.#arrows = arrows;
    this.#slices = slices;
  }

  /** Both ends of each arrow into the recv that returned at a position. Each lies in its slice, which
   *  stands before it in the file, and none goes back in time. */
  *into(returned: number): Generator<Row> {
    const { trace } = this.#part;
    const recv = trace.positionOf(trace.calls[returned] as number);
    if (recv < 0 || !this.#part.has(recv)) return;
    const [begins, ends] = this.#slices.times(recv);
    for (const { send, from, to } of this.#arrows.into(returned)) {
      const [sent] = this.#slices.times(send);
      // The clock of one thread may be read a little after that of the other.
      if (sent > ends) continue;
      const id = ++this.#count;
      const args = { bytes: to - from };
      yield { ph: 's', ...this.#endAt(send), id, at: sent, args };
      yield { ph: 'f', ...this.#endAt(recv), id, at: Math.max(sent, begins), args };
    }
  }

  #endAt(position: number): Pick<Row, 'name' | 'category' | 'pid' | 'tid'> {
    const { programs, threads } = this.#part.trace;
    const [pid, tid] = [programs[position] as number, threads[position] as number];
    return { name: 'bytes', category: 'bytes', pid, tid };
  }
}
