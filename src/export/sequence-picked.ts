/** As many steps of a sequence as a picture can hold. */
import type { Part } from './part.ts';
import { foldWords, sequence } from './sequence.ts';
import type { Remark, Step } from './sequence.ts';
import type { Party } from './sequence-parties.ts';

export interface Picked {
  readonly steps: readonly Step[];
  /** Those that the steps are about, in the order in which they first appear. */
  readonly parties: readonly Party[];
  /** How many messages and remarks are left out. */
  readonly left: number;
}

export interface Most {
  /** Messages and remarks. */
  readonly steps: number;
  readonly parties: number;
}

/**
 * The first steps of a part. Goes through all of it to count the others, and holds none of them. Runs
 * of one thread's folds become one remark. A step about a party too many is left out.
 */
export function pickSteps(part: Part, most: Most): Picked {
  const steps: Step[] = [];
  const parties = new Map<string, Party>();
  let shown = 0;
  let left = 0;
  let before: Remark | undefined;
  for (const step of sequence(part)) {
    const counts = step.kind === 'message' || step.kind === 'remark';
    const merged = mergeFolds(before, step);
    if (merged !== undefined) {
      steps[steps.lastIndexOf(before as Remark)] = merged;
      before = merged;
      continue;
    }
    if (shown >= most.steps || !makeRoom(parties, step, most.parties)) {
      if (counts) left++;
      continue;
    }
    steps.push(step);
    if (!counts) continue;
    shown++;
    before = step.kind === 'remark' ? step : undefined;
  }
  return { steps, parties: [...parties.values()], left };
}

/** True where everybody whom a step is about is in the picture; messages bring them into it. */
function makeRoom(parties: Map<string, Party>, step: Step, most: number): boolean {
  const about = partiesOf(step);
  const isNew = step.kind === 'message' || step.kind === 'sent' || step.kind === 'remark';
  const missing = about.filter(({ key }) => !parties.has(key));
  if (missing.length === 0) return true;
  if (!isNew || parties.size + missing.length > most) return false;
  for (const party of missing) parties.set(party.key, party);
  return true;
}

function partiesOf(step: Step): readonly Party[] {
  if (step.kind === 'message') return [step.from, step.to];
  if (step.kind === 'sent') return [step.party, step.to];
  return step.party === undefined ? [] : [step.party];
}

/** Both as one remark, where they are folds of the same thread's calls. */
function mergeFolds(before: Remark | undefined, step: Step): Remark | undefined {
  if (step.kind !== 'remark' || step.folded === undefined || before?.folded === undefined) return;
  const { of, count } = step.folded;
  if (before.party?.key !== step.party?.key || before.folded.of !== of) return;
  const folded = { of, count: before.folded.count + count };
  return { ...before, folded, text: foldWords(folded) };
}
