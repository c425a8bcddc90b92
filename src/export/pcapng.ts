/** A part of a trace as a capture that Wireshark opens. */
import { Capture } from './pcapng-capture.ts';
import type { Part } from './part.ts';

/** The chunks of a pcapng file, in order: packets, and entries of a journal between them. */
export function* writePcapng(part: Part): Generator<Uint8Array<ArrayBuffer>> {
  const capture = new Capture(part);
  for (const position of part.positions()) {
    capture.tell(position);
    if (capture.written.full) yield capture.written.take();
  }
  yield capture.written.take();
}
