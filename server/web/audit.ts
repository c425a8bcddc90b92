import type { AuditLine, AuditState } from '../../src/live/state.ts';

/** How many lines are kept: of all, and of one machine, so that no other is pushed out by it. */
export const AUDIT_LIMITS = { lines: 100, ofOne: 20, sentence: 200 };

/**
 * What was refused, for the presenter's screen: bounded, the same attempt counted and not repeated.
 * A line holds who tried and one sentence: never a token, a code or a cookie.
 */
export class Audit {
  readonly #listeners = new Set<() => void>();
  #lines: readonly AuditLine[] = [];

  get state(): AuditState {
    return { type: 'audit', lines: this.#lines };
  }

  /** @param from address of the machine */
  add(from: string, what: string): void {
    const sentence = what.slice(0, AUDIT_LIMITS.sentence);
    const same = (line: AuditLine): boolean => line.from === from && line.what === sentence;
    const times = (this.#lines.find(same)?.times ?? 0) + 1;
    const others = this.#lines.filter((line) => !same(line));
    const ofThisOne = others.filter((line) => line.from === from);
    const [oldest] = ofThisOne.length < AUDIT_LIMITS.ofOne ? others : ofThisOne;
    const full = ofThisOne.length >= AUDIT_LIMITS.ofOne || others.length >= AUDIT_LIMITS.lines;
    const kept = full ? others.filter((line) => line !== oldest) : others;
    this.#lines = [...kept, { at: new Date().toISOString(), from, what: sentence, times }];
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after each new line; returns the way out. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
