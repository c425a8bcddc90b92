/** One recv never returns more than the kernel's receive buffer: memory follows what can arrive. */
const LARGEST_BUFFER = 16 * 1024 * 1024;
const USUAL_BUFFER = 64 * 1024;

let usual: Uint8Array | undefined;

/** A buffer for `max` bytes; pages of a large one cost memory only when bytes arrive in them. */
export function bufferFor(max: number): Uint8Array {
  if (max <= USUAL_BUFFER) return (usual ??= new Uint8Array(USUAL_BUFFER));
  return new Uint8Array(Buffer.allocUnsafeSlow(Math.min(max, LARGEST_BUFFER)).buffer);
}
