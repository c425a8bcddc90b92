/** As many steps of a sequence as a picture can hold. */
import { PAUSE } from './chunks.ts';
import type { Part } from './part.ts';
import { sequence } from './sequence.ts';
import { foldWords } from './sequence-steps.ts';
import type { Remark, Step } from './sequence-steps.ts';
import type { Party } from './sequence-parties.ts';

/** Steps between two pauses: about a millisecond. */
const SLICE = 256;

export interface Picked {
  readonly steps: readonly Step[];
  /** Those that the messages and remarks are about, in the order in which they first appear. */
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
export function* pickSteps(part: Part, most: Most): Generator<typeof PAUSE, Picked> {
  const picker = new Picker(most);
  let taken = 0;
  for (const step of sequence(part)) {
    picker.take(step);
    if (++taken % SLICE === 0) yield PAUSE;
  }
  const { steps, left } = picker;
  return { steps, left, parties: [...picker.parties.values()] };
}

class Picker {
  readonly steps: Step[] = [];
  readonly parties = new Map<string, Party>();
  left = 0;
  readonly #most: Most;
  /** Messages and remarks. */
  #shown = 0;
  #sent = 0;
  /** The last remark, while nothing else has come. */
  #before: Remark | undefined;
  /** By party: that it waits, and how much was to be seen by then. */
  readonly #waits = new Map<string, { readonly step: Step; readonly seen: number }>();

  constructor(most: Most) {
    this.#most = most;
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'message':
        this.#show(step, [step.from, step.to]);
        this.#before = undefined;
        return;
      case 'remark':
        if (this.#merge(step)) return;
        this.#before = this.#show(step, step.party === undefined ? [] : [step.party])
          ? step
          : undefined;
        return;
      case 'sent':
        // Thousands may leave before one arrives: an arrow can do without its beginning.
        if (this.#isFull || this.#sent >= 2 * this.#most.steps) return;
        if (!this.#makeRoom([step.party])) return;
        this.#sent++;
        this.steps.push(step);
        return;
      case 'waits':
        if (this.#isFull) return;
        this.#waits.set(step.party.key, { step, seen: this.#seen });
        this.steps.push(step);
        return;
      case 'goes on':
        this.#goOn(step, step.party);
        return;
      case 'ended':
        if (!this.#isFull && this.parties.has(step.party.key)) this.steps.push(step);
    }
  }

  get #isFull(): boolean {
    return this.#shown >= this.#most.steps;
  }

  get #seen(): number {
    return this.#shown + this.#sent;
  }

  #show(step: Step, about: readonly Party[]): boolean {
    const fits = !this.#isFull && this.#makeRoom(about);
    if (fits) {
      this.#shown++;
      this.steps.push(step);
    } else this.left++;
    return fits;
  }

  #makeRoom(about: readonly Party[]): boolean {
    const missing = new Set(about.filter(({ key }) => !this.parties.has(key)));
    if (this.parties.size + missing.size > this.#most.parties) return false;
    for (const party of missing) this.parties.set(party.key, party);
    return true;
  }

  /** Waiting that nobody can see, as nothing else is shown meanwhile, is not kept. */
  #goOn(step: Step, { key }: Party): void {
    const wait = this.#waits.get(key);
    this.#waits.delete(key);
    if (wait === undefined) return;
    if (wait.seen < this.#seen) this.steps.push(step);
    else this.steps.splice(this.steps.lastIndexOf(wait.step), 1);
  }

  /** Makes one remark of folds of the same thread's calls. */
  #merge(step: Remark): boolean {
    const before = this.#before;
    const [folded, more] = [before?.folded, step.folded];
    if (before === undefined || folded === undefined || more === undefined) return false;
    if (before.party?.key !== step.party?.key || folded.of !== more.of) return false;
    const both = { of: more.of, count: folded.count + more.count };
    this.#before = { ...before, folded: both, text: foldWords(both) };
    this.steps[this.steps.lastIndexOf(before)] = this.#before;
    return true;
  }
}
