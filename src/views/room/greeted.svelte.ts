import { recallInTab, rememberInTab } from './tab-memory.ts';

const KEY = 'wirestep.joined';

/** Whether this tab has greeted a participant. */
export class Greeted {
  #number = $state(recallInTab(KEY));

  /** True for a participant who has not been greeted in this tab. */
  isNew(participant: number | undefined): boolean {
    return participant !== undefined && String(participant) !== this.#number;
  }

  greet(participant: number | undefined): void {
    this.#number = String(participant);
    rememberInTab(KEY, this.#number);
  }
}
