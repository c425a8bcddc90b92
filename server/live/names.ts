/** The names that participants give themselves: bounded, and harmless wherever they are shown. */
import { LIMITS } from '../../src/live/limits.ts';
import type { ClientState, RoomName } from '../../src/live/state.ts';
import { visible } from '../../src/trace/visible.ts';

/** A pile of marks covers the lines above and below. */
const PILE = /(\p{M}{2})\p{M}+/gu;

/**
 * One line of at most `LIMITS.name` characters; empty where nothing can be seen of it. What could
 * hide or reorder the text beside it is left out.
 */
export function cleanName(name: string): string {
  const spaced = name.replace(/\s+/gu, ' ');
  const seen = [...spaced].filter((character) => visible(character) === character).join('');
  return [...seen.replace(PILE, '$1').trim()].slice(0, LIMITS.name).join('').trim();
}

/** IPv4 inside IPv6 (RFC 4291, 2.5.5.2) as the IPv4 address that traces show. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** What a name can hang on. */
export interface Named {
  readonly number: number;
  readonly name?: string;
  /** Address of the machine its page is on. */
  readonly address?: string;
}

/**
 * Who is who in the trace. A machine stands for its participant only where that is certain: it is
 * another machine than ours, and nobody else's page is on it.
 */
export function roomNames(
  people: Iterable<Named>,
  clients: readonly ClientState[],
): readonly RoomName[] {
  const named = new Map<number, string>();
  const hosts = new Map<string, readonly Named[]>();
  for (const person of people) {
    const { number, name, address } = person;
    if (name !== undefined) named.set(number, name);
    if (address === undefined || isLoopback(address)) continue;
    hosts.set(address, [...(hosts.get(address) ?? []), person]);
  }
  const programs = clients.flatMap(({ name: program, participant }) => {
    const name = named.get(participant ?? -1);
    return name === undefined ? [] : [{ name, program }];
  });
  const machines = [...hosts].flatMap(([host, [first, second]]) =>
    first?.name === undefined || second !== undefined ? [] : [{ name: first.name, host }],
  );
  return [...programs, ...machines];
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
