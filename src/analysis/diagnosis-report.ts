/** What the detectors of a diagnosis report to, and the findings that it makes of their reports. */
import type {
  Catalogue,
  FindingKind,
  FindingMessage,
  FindingMessages,
} from '../narration/catalogue.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';

/** `problem`: something went wrong. `note`: worth knowing. */
export type Severity = 'note' | 'problem';
/** `measured`: the recording says so. `derived`: concluded from what it says. */
export type Basis = 'measured' | 'derived';

/** One time that something was found. */
export interface Occurrence {
  /** Number of the event to look at. */
  readonly seq: number;
  /** Numbers of further events that belong to it. */
  readonly also: readonly number[];
  /** What happened, and why or what to do about it: a sentence or two each. */
  readonly what: string;
  readonly why: string;
}

/** One kind of thing that was found, once or often. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly basis: Basis;
  /** A few words, without a full stop. */
  readonly title: string;
  readonly count: number;
  /** The nth occurrence, from 0, in the order of the recording. Its words are made when asked for. */
  at(n: number): Occurrence;
  /** Which occurrence is at the event with this number; −1 for none. */
  find(seq: number): number;
}

/** What a kind's message is given. */
export type Given<K extends FindingKind> =
  FindingMessages[K] extends FindingMessage<infer G> ? G : never;

interface Reported {
  readonly position: number;
  readonly also: readonly number[];
  readonly given: () => unknown;
}

const KNOWN: Readonly<Record<FindingKind, readonly [Severity, Basis]>> = {
  'counted-characters': ['problem', 'derived'],
  'wrong-length': ['problem', 'measured'],
  'split-header': ['problem', 'measured'],
  'short-recv': ['problem', 'measured'],
  'asked-again': ['note', 'measured'],
  'bad-header': ['problem', 'measured'],
  knock: ['note', 'derived'],
  'not-utf8': ['problem', 'measured'],
  'sent-ahead': ['note', 'measured'],
  coalesced: ['note', 'measured'],
  'no-goodbye': ['problem', 'measured'],
  reset: ['problem', 'measured'],
  'endless-loop': ['problem', 'measured'],
  'thread-died': ['problem', 'measured'],
  'left-open': ['problem', 'measured'],
  stall: ['note', 'derived'],
  refused: ['problem', 'measured'],
  'address-in-use': ['problem', 'measured'],
  'call-failed': ['problem', 'measured'],
  missing: ['problem', 'measured'],
  unfinished: ['note', 'measured'],
};

export class Report {
  readonly #trace: Trace;
  readonly #reported = new Map<FindingKind, Reported[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** `given` is asked when the words are wanted; `also`: positions of further events. */
  add<K extends FindingKind>(
    kind: K,
    position: number,
    given: () => Given<K>,
    also: readonly number[] = [],
  ): void {
    const list = this.#reported.get(kind);
    if (list === undefined) this.#reported.set(kind, [{ position, also, given }]);
    else list.push({ position, also, given });
  }

  /** All that was reported, in the order in which each kind came first. */
  findings(catalogue: Catalogue): readonly Finding[] {
    const findings = [...this.#reported].map(([kind, list]) => {
      list.sort((a, b) => a.position - b.position);
      const messages = catalogue.findings[kind] as FindingMessage<unknown>;
      const [severity, basis] = KNOWN[kind];
      const positions = list.map(({ position }) => position);
      return {
        first: positions[0] ?? 0,
        kind,
        severity,
        basis,
        title: messages.title,
        count: list.length,
        at: (n: number) => this.#occurrence(messages, list[n]),
        find: (seq: number) => placeOf(positions, this.#trace.positionOf(seq)),
      };
    });
    return findings.sort((a, b) => a.first - b.first);
  }

  #occurrence(messages: FindingMessage<unknown>, reported: Reported | undefined): Occurrence {
    if (reported === undefined) throw new RangeError('no such occurrence of a finding');
    const given = reported.given();
    const seqOf = (position: number): number => this.#trace.seqs[position] as number;
    const also = reported.also.map(seqOf);
    const [what, why] = [messages.what(given), messages.why(given)];
    return { seq: seqOf(reported.position), also, what, why };
  }
}

/** Index of a position in an ascending list; −1 where it is not in it. */
function placeOf(positions: readonly number[], position: number): number {
  const at = countUpTo(positions, position) - 1;
  return at >= 0 && positions[at] === position ? at : -1;
}
