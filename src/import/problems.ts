import type { Damage } from '../trace/parse.ts';

const MOST_KEPT = 1000;

/** Collects what could not be read of a file. */
export class Problems {
  /** The first thousand, in the order of the file. */
  readonly damage: Damage[] = [];
  /** How many there are in all. */
  damaged = 0;

  /**
   * @param byte offset of what is damaged
   * @param reason one clause without full stop; names the two values that disagree
   * @param line of the file, from 1; 0 where it has no lines
   */
  report(byte: number, reason: string, line = 0): void {
    this.damaged++;
    if (this.damage.length < MOST_KEPT) this.damage.push({ line, byte, reason });
  }
}
