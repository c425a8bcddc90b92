const KEY = 'wirestep.joined';

/** Whether this tab has greeted a participant; the next class numbers them anew under its own code. */
export class Greeted {
  #number = $state(recallNumber());

  /** True for a participant who has not been greeted in this tab. */
  isNew(participant: number | undefined): boolean {
    return participant !== undefined && participant !== this.#number;
  }

  greet(participant: number | undefined): void {
    this.#number = participant;
    try {
      sessionStorage.setItem(KEY, String(participant));
    } catch {
      return;
    }
  }
}

function recallNumber(): number | undefined {
  try {
    const kept = sessionStorage.getItem(KEY);
    return kept === null ? undefined : Number(kept);
  } catch {
    return undefined;
  }
}
