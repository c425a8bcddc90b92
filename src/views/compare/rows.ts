import type { ComparedThread } from '../../analysis/compare.ts';
import { stepAt } from '../../analysis/compare-step.ts';
import type { Steps } from '../../analysis/compare-threads.ts';
import { shortCall } from '../../analysis/compare-words.ts';
import { resultText } from '../../narration/call-text.ts';
import type { TraceEvent } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';

/** How one row's two calls stand to each other. `behind`: after the first difference, where nothing
 *  is compared any more. */
export type RowState = 'same' | 'first difference' | 'behind' | 'one side only';

/** One call as a row shows it. */
export interface Cell {
  readonly call: string;
  /** `= 64`, as strace writes it; undefined where nothing came of it. */
  readonly result: string | undefined;
}

export interface Row {
  /** From 1. */
  readonly number: number;
  readonly state: RowState;
  readonly left: Cell | undefined;
  readonly right: Cell | undefined;
}

/** How many rows a thread has. */
export function rowCount({ left, right }: ComparedThread): number {
  return Math.max(left?.calls.length ?? 0, right?.calls.length ?? 0);
}

/** The nth row of a thread, from 0. */
export function rowAt(thread: ComparedThread, n: number, left: Trace, right: Trace): Row {
  return {
    number: n + 1,
    state: stateOf(thread, n),
    left: cellOf(left, thread.left, n),
    right: cellOf(right, thread.right, n),
  };
}

function stateOf({ left, right, same, differs }: ComparedThread, n: number): RowState {
  if (left === undefined || right === undefined) return 'one side only';
  if (n < same) return 'same';
  return n === same && differs !== undefined ? 'first difference' : 'behind';
}

function cellOf(trace: Trace, steps: Steps | undefined, n: number): Cell | undefined {
  const step = steps && stepAt({ trace, steps }, n);
  if (step === undefined) return undefined;
  const { call, answer } = step;
  if (call.kind === 'thread.err') return { call: 'died of', result: shortCall(call) };
  if (call.kind === 'fold') return { call: shortCall(call), result: undefined };
  return { call: shortCall(call), result: resultOf(answer) };
}

/** Only results that are compared: the numbers of sockets differ from run to run. Of an error the
 *  name: its words are in the sentence. */
function resultOf(answer: TraceEvent | undefined): string | undefined {
  const shown = answer !== undefined && /^(recv|send|input)\.ret$|\.err$/.test(answer.kind);
  return shown ? `= ${resultText(answer).replace(/ \(.*\)$/s, '')}` : undefined;
}
