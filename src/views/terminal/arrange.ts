import type { ProgramScene, TerminalScene } from '../../scene/scene.ts';

/** One place for a terminal, and whose it may be. */
export interface Slot {
  readonly front: TerminalScene;
  /** Chosen by a button each, the one in front included; with one there is no choice. */
  readonly tabs: readonly TerminalScene[];
  /** Chosen from a list: there are too many for buttons. */
  readonly listed: readonly TerminalScene[];
}

export type Prefer = (programs: ReadonlySet<number>) => number | undefined;

/** More clients than this are listed, not side by side. */
const MOST_TABS = 6;

/**
 * Which terminals are there: with room for two, the servers above the clients; else all in one place.
 *
 * @param prefer which of these programs to have in front; undefined: the first
 */
export function arrange(
  terminals: readonly TerminalScene[],
  programs: readonly ProgramScene[],
  prefer: Prefer,
  two: boolean,
): readonly Slot[] {
  const servers = new Set(programs.filter(({ role }) => role === 'server').map(({ id }) => id));
  const ordered = terminals.toSorted(
    (a, b) => Number(servers.has(b.program)) - Number(servers.has(a.program)),
  );
  const first = ordered.filter(({ program }) => servers.has(program));
  const rest = ordered.filter(({ program }) => !servers.has(program));
  const groups = two ? [first, rest] : [ordered];
  return groups.filter((group) => group.length > 0).map((group) => slotOf(group, servers, prefer));
}

function slotOf(
  group: readonly TerminalScene[],
  servers: ReadonlySet<number>,
  prefer: Prefer,
): Slot {
  const wanted = prefer(new Set(group.map(({ program }) => program)));
  const front = (group.find(({ program }) => program === wanted) ?? group[0]) as TerminalScene;
  const clients = group.filter(({ program }) => !servers.has(program));
  if (clients.length <= MOST_TABS) return { front, tabs: group, listed: [] };
  const tabs = group.filter(({ program }) => servers.has(program));
  return { front, tabs, listed: clients };
}
