import { diagnose } from '../../analysis/diagnosis.ts';
import type { Finding } from '../../analysis/diagnosis-report.ts';
import type { Trace } from '../../trace/trace.ts';
import { whenIdle, type Idle } from './idle.ts';

/** The diagnosis of a trace, made while the page has nothing else to do. */
export class DiagnosisState {
  /** Undefined while it is still being looked for; then those of the last trace that was finished. */
  findings = $state.raw<readonly Finding[]>();
  readonly #idle: Idle;
  #wanted: Trace | undefined;
  #work: Generator<undefined, readonly Finding[]> | undefined;
  #cancel: (() => void) | undefined;

  constructor(idle: Idle = whenIdle) {
    this.#idle = idle;
  }

  /** Looks at a trace. One that has grown meanwhile is looked at again afterwards. */
  look(trace: Trace): void {
    this.#wanted = trace;
    if (this.#work === undefined) this.#begin(trace);
  }

  stop(): void {
    this.#cancel?.();
    this.#work = undefined;
  }

  #begin(trace: Trace): void {
    this.#work = diagnose(trace);
    this.#go(trace);
  }

  #go(trace: Trace): void {
    this.#cancel = this.#idle((hasTime) => {
      const found = this.#advance(hasTime);
      if (found === undefined) return this.#go(trace);
      this.findings = found;
      this.#work = undefined;
      if (this.#wanted !== undefined && this.#wanted !== trace) this.#begin(this.#wanted);
    });
  }

  #advance(hasTime: () => boolean): readonly Finding[] | undefined {
    do {
      const step = this.#work?.next();
      if (step?.done) return step.value;
    } while (hasTime());
    return undefined;
  }
}
