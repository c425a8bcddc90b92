/** The automatic diagnosis of a recording: what went wrong in it, in words, and at which event. */
import type { Catalogue } from '../narration/catalogue.ts';
import { english } from '../narration/english.ts';
import { createNames, type Names } from '../narration/names.ts';
import { KINDS } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import type { Case, Detector } from './diagnosis-detector.ts';
import { Deaths } from './diagnosis-deaths.ts';
import { Ends } from './diagnosis-ends.ts';
import { Failures } from './diagnosis-failures.ts';
import { Flow } from './diagnosis-flow.ts';
import { Framing } from './diagnosis-framing.ts';
import { Parties } from './diagnosis-parties.ts';
import { Report, type Finding } from './diagnosis-report.ts';

/** Events between two pauses: a few milliseconds of work where each is about a new client. */
const SLICE = 4096;

/**
 * Looks for everything that can be found, in one pass. It pauses at every `yield`, so that a page can
 * draw in between; what it returns at last is in the order of the recording.
 */
export function* diagnose(
  trace: Trace,
  catalogue: Catalogue = english,
): Generator<undefined, readonly Finding[]> {
  const given = caseOf(trace, catalogue);
  const framing = new Framing(given);
  const all: readonly Detector[] = [
    given.parties,
    framing,
    new Flow(given, framing),
    new Ends(given, framing),
    new Deaths(given, framing),
    new Failures(given),
  ];
  const byKind = KINDS.map((kind) => all.filter(({ kinds }) => kinds.includes(kind)));
  let due = 1;
  for (let position = 0; position < trace.length; position++) {
    if (position % SLICE === SLICE - 1) yield;
    const seq = trace.seqs[position] as number;
    if (seq !== due) reportHole(given, position, seq - due);
    due = seq + 1;
    const interested = byKind[trace.kinds[position] as number] as readonly Detector[];
    for (const detector of interested) detector.see(position);
  }
  for (const detector of all) detector.end?.();
  const last = trace.length - 1;
  if (last >= 0 && trace.kindAt(last) !== 'end') given.report.add('unfinished', last, () => ({}));
  return given.report.findings(catalogue);
}

/** The whole diagnosis at once. */
export function diagnoseNow(trace: Trace, catalogue?: Catalogue): readonly Finding[] {
  const work = diagnose(trace, catalogue);
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

function caseOf(trace: Trace, catalogue: Catalogue): Case {
  let names: Names | undefined;
  return {
    trace,
    report: new Report(trace),
    parties: new Parties(trace),
    names: () => (names ??= createNames(trace, catalogue.names)),
  };
}

/** Numbers are missing before the event; a gap event says the same with its reason. */
function reportHole({ trace, report }: Case, position: number, count: number): void {
  if (trace.kindAt(position) !== 'gap') report.add('missing', position, () => ({ count }));
}
