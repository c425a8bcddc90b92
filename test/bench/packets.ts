const PACKET = 6;
const JOURNAL = 9;

/** Gives each packet's bytes of one of our captures; returns how many entries of a journal it has. */
export function eachPacket(capture: Uint8Array, take: (frame: Uint8Array) => void): number {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  let entries = 0;
  for (let at = 0; at < capture.length; at += view.getUint32(at + 4, true)) {
    const type = view.getUint32(at, true);
    if (type === JOURNAL) entries++;
    if (type !== PACKET) continue;
    take(capture.subarray(at + 28, at + 28 + view.getUint32(at + 20, true)));
  }
  return entries;
}
