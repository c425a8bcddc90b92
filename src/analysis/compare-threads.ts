/** The threads of a recording under names that another recording of the same programs has too. */
import { createNames } from '../narration/names.ts';
import { badgeOf } from '../scene/badge.ts';
import { indexPrograms } from '../scene/programs.ts';
import type { Kind } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

/** The steps of one thread: its calls in order, each with its answer. */
export interface Steps {
  readonly thread: number;
  /** Role and rank: `M`, `T1`, `C1`; another of the same badge is `T1 (2)`. */
  readonly key: string;
  /** What it is called. */
  readonly who: string;
  /** Positions of the calls, and of the death by an exception; ascending. */
  readonly calls: Int32Array;
  /** Positions of their answers; −1 for none. */
  readonly answers: Int32Array;
}

/** Without setsockopt: how the system is to treat a socket is set up differently for a lesson. */
const STEPS: ReadonlySet<Kind> = new Set<Kind>([
  'socket', 'bind', 'listen', 'connect', 'accept', 'recv', 'send', 'shutdown', 'close', 'input',
  'fold', 'thread.err',
]); // prettier-ignore
const ANSWER = /\.(ret|err)$/;

/** Every thread that makes a call, in the order of their first events. */
export function stepsOf(trace: Trace): readonly Steps[] {
  const programs = indexPrograms(trace);
  const names = createNames(trace);
  const ranks = new Map<number, number>();
  const keys = new Set<string>();
  return trace.threadIds.map((thread) => {
    const own = trace.ofThread(thread);
    const program = trace.programs[own[0] ?? 0] as number;
    const rank = ranks.get(program) ?? 0;
    ranks.set(program, rank + 1);
    const who = names.thread(thread);
    const name = /Thread-\d+$/.exec(who)?.[0] ?? (rank === 0 ? 'MainThread' : `Thread-${rank}`);
    const badge = badgeOf(name, rank, programs.get(program)?.clientNumber ?? 0);
    let key = badge;
    for (let n = 2; keys.has(key); n++) key = `${badge} (${n})`;
    keys.add(key);
    return { thread, key, who, ...callsIn(trace, own) };
  });
}

function callsIn(trace: Trace, own: Int32Array): Pick<Steps, 'calls' | 'answers'> {
  const calls = new Int32Array(own.length);
  const answers = new Int32Array(own.length);
  let count = 0;
  for (const position of own) {
    const kind = trace.kindAt(position);
    if (STEPS.has(kind)) {
      if (isNotItsOwn(trace, position, kind, count > 0 ? (calls[count - 1] as number) : -1))
        continue;
      calls[count] = position;
      answers[count++] = -1;
    } else if (count > 0 && ANSWER.test(kind)) {
      const call = trace.seqs[calls[count - 1] as number];
      if (trace.calls[position] === call) answers[count - 1] = position;
    }
  }
  return { calls: calls.slice(0, count), answers: answers.slice(0, count) };
}

/**
 * What no program did itself, and how long somebody recorded: a close by Python or the system comes
 * when it comes, and one run of folded calls has several counts.
 */
function isNotItsOwn(trace: Trace, position: number, kind: Kind, last: number): boolean {
  if (kind === 'fold') return last >= 0 && trace.kindAt(last) === 'fold';
  if (kind !== 'close') return false;
  const event = trace.at(position);
  return event.kind === 'close' && event.by !== undefined;
}
