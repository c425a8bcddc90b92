import type { ProgramScene, TerminalScene } from '../../scene/scene.ts';
import { arrange, type Prefer, type Slot } from './arrange.ts';

/** A place for a terminal that stays the same one while others come and go. */
export interface Tile extends Slot {
  readonly key: string;
}

/** How small a terminal may be, with its name and what stands below it. */
const LEAST = { width: 330, height: 190 } as const;

/** How many terminals there is room for beside and above each other. */
export function placesIn(width: number, height: number): { columns: number; rows: number } {
  return {
    columns: Math.max(1, Math.floor(width / LEAST.width)),
    rows: Math.max(1, Math.floor(height / LEAST.height)),
  };
}

/**
 * The terminals of a live session in so many places: the server's, then each of one's own clients,
 * then all others in one place. Own ones that have no place of their own share that.
 *
 * @param own names of one's own clients, those that matter most first
 */
export function tile(
  terminals: readonly TerminalScene[],
  programs: readonly ProgramScene[],
  own: readonly string[],
  prefer: Prefer,
  places: number,
): readonly Tile[] {
  const among = (some: readonly TerminalScene[]) => arrange(some, programs, prefer, false);
  if (places < 2) return among(terminals).map((slot) => ({ ...slot, key: 'all' }));
  const clients = new Set(programs.filter(({ role }) => role === 'client').map(({ id }) => id));
  const servers = terminals.filter(({ program }) => !clients.has(program));
  const others = terminals.filter(({ program }) => clients.has(program));
  const mine = own.flatMap((name) => others.find((one) => one.name === name) ?? []);
  const room = places - (servers.length > 0 ? 1 : 0);
  const alone = mine.slice(
    0,
    mine.length === others.length && mine.length <= room ? room : room - 1,
  );
  const rest = others.filter((one) => !alone.includes(one));
  const keyed = (key: string, slots: readonly Slot[]) => slots.map((slot) => ({ ...slot, key }));
  return [
    ...keyed('servers', among(servers)),
    // In the order in which they came, whichever matters most.
    ...others
      .filter((one) => alone.includes(one))
      .flatMap((one) => keyed(`client-${one.program}`, among([one]))),
    ...keyed('rest', among(rest)),
  ];
}
