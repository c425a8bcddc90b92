import type { Command } from '../transport/keys.ts';

/** The step of both sides that a command of the player asks for; undefined for those of other use. */
export function stepFor(
  command: Command | undefined,
  step: number,
  rows: number,
): number | undefined {
  switch (command) {
    case 'event-forward':
    case 'call-forward':
    case 'page-forward':
      return step + 1;
    case 'event-back':
    case 'call-back':
    case 'page-back':
      return step - 1;
    case 'first':
      return 0;
    case 'last':
      return rows - 1;
    default:
      return undefined;
  }
}
