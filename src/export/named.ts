/** Adds to the events of a part those that name what they speak of. */
import type { Trace } from '../trace/trace.ts';

/** Kinds by which a socket comes to be what it is; accept and socket give it its number in their
 *  return. */
const MAKING = ['socket', 'bind', 'listen', 'connect'] as const;

/** Sets to 1 what names the events that are 1 already. */
export function addNames(trace: Trace, mask: Uint8Array): void {
  addSockets(trace, mask);
  addThreads(trace, mask);
  addPrograms(trace, mask);
}

function addSockets(trace: Trace, mask: Uint8Array): void {
  const used = usedIn(trace.sockets, mask);
  // Last first: an accepted socket needs its listener, which is made before it.
  for (const position of [...trace.ofKind('accept.ret')].reverse()) {
    const needed = mask[position] === 1 || used.has(trace.sizes[position] as number);
    if (!needed) continue;
    addWithCall(trace, mask, position);
    used.add(trace.sockets[position] as number);
  }
  for (const position of trace.ofKind('connection')) {
    const ends = [trace.sockets[position], trace.sizes[position]] as readonly number[];
    if (ends.some((socket) => used.has(socket))) mask[position] = 1;
  }
  for (const kind of MAKING) {
    for (const position of trace.ofKind(`${kind}.ret`)) {
      if (used.has(trace.sockets[position] as number)) addWithCall(trace, mask, position);
    }
  }
}

function addWithCall(trace: Trace, mask: Uint8Array, position: number): void {
  mask[position] = 1;
  const call = trace.positionOf(trace.calls[position] as number);
  if (call >= 0) mask[call] = 1;
}

function addThreads(trace: Trace, mask: Uint8Array): void {
  const used = usedIn(trace.threads, mask);
  // Last first: a thread needs the one that started it, which runs before it.
  for (const position of [...trace.ofKind('thread.start')].reverse()) {
    const parent = trace.threads[position] as number;
    if (!used.has(trace.sizes[position] as number)) continue;
    mask[position] = 1;
    used.add(parent);
  }
  for (const position of trace.ofKind('thread.run')) {
    if (used.has(trace.threads[position] as number)) mask[position] = 1;
  }
}

function addPrograms(trace: Trace, mask: Uint8Array): void {
  const used = usedIn(trace.programs, mask);
  for (const position of trace.ofKind('prog.start')) {
    if (used.has(trace.programs[position] as number)) mask[position] = 1;
  }
  const sites = usedIn(trace.sites, mask);
  const files = new Set([...sites].map((site) => trace.siteList[site - 1]?.file));
  for (const position of [...trace.ofKind('file')].reverse()) {
    const event = trace.at(position);
    if (event.kind !== 'file') continue;
    if (!used.has(event.program) && !files.has(event.file)) continue;
    mask[position] = 1;
    files.add(event.twin);
  }
}

/** The values, other than 0, that a column has where the mask is 1. */
function usedIn(column: Int32Array, mask: Uint8Array): Set<number> {
  const used = new Set<number>();
  let last = 0;
  for (let position = 0; position < mask.length; position++) {
    const value = column[position] as number;
    if (mask[position] === 0 || value === last) continue;
    used.add(value);
    last = value;
  }
  used.delete(0);
  return used;
}
