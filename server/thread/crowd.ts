/** How many connections one machine may have at once, so that it cannot take every thread. */
import type { Here } from './context.ts';
import { SLOT, slotWord } from './memory.ts';
import type { SharedMemory } from './memory.ts';

/** Connections that one address may have, unless told otherwise; this machine's own are exempt. */
export const DEFAULT_MAX_PER_ADDRESS = 32;
/** 127.0.0.0/8 (RFC 1122, section 3.2.1.3). */
const LOOPBACK = 127;

/** An IPv4 address as the 32 bits of a slot's word; 0 where it is not counted: this machine's own. */
export function countedAddress(host: string): number {
  const parts = host.split('.').map(Number);
  if (parts[0] === LOOPBACK) return 0;
  return parts.reduce((bits, part) => (bits << 8) | part, 0);
}

/** Open connections of handlers to an address. */
export function connectionsOf({ words, slots }: SharedMemory, address: number): number {
  let count = 0;
  for (let slot = 1; slot < slots; slot++) {
    if (Atomics.load(words, slotWord(slot, SLOT.peer)) === address) count++;
  }
  return count;
}

/** Whether a client that has just connected has as many connections as it may; its terminal is told. */
export function isOneTooMany(at: Here, host: string): boolean {
  const address = countedAddress(host);
  const most = at.job.maxPerAddress;
  if (address === 0 || connectionsOf(at.memory, address) < most) {
    at.crowded.delete(address);
    return false;
  }
  if (at.crowded.has(address)) return true;
  at.crowded.add(address);
  at.tracer?.out(
    'stderr',
    `[wirestep] ${host} has ${most} connections, the most allowed for one address. ` +
      'wirestep closes every further one.\n',
    'wirestep',
  );
  return true;
}
