/** The bytes of a chunk straight from its line: as `trace.at` gives them, several times quicker. */
import type { Trace } from '../trace/trace.ts';

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MARKER = new TextEncoder().encode('"u":"');
const NONE = new Uint8Array(0);

/** The bytes of the send or the recv's return at `position`; none for any other event. */
export function payloadAt(trace: Trace, position: number): Uint8Array {
  return plainText(trace, position) ?? readBytes(trace, position);
}

/** Where a line has no escape, its `u` has one byte for each byte: no copy is needed. */
function plainText({ bytes, starts }: Trace, position: number): Uint8Array | undefined {
  let from = -1;
  let to = -1;
  for (let at = starts[position] as number; bytes[at] !== NEWLINE; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) return undefined;
    if (byte !== QUOTE) continue;
    if (from >= 0 && to < 0) to = at;
    else if (from < 0 && startsHere(bytes, at)) {
      from = at + MARKER.length;
      at = from - 1;
    }
  }
  return to < 0 ? undefined : bytes.subarray(from, to);
}

function startsHere(bytes: Uint8Array, at: number): boolean {
  for (let n = 1; n < MARKER.length; n++) if (bytes[at + n] !== MARKER[n]) return false;
  return true;
}

function readBytes(trace: Trace, position: number): Uint8Array {
  const event = trace.at(position);
  return event.kind === 'send' || event.kind === 'recv.ret' ? event.bytes : NONE;
}
