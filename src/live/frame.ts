/**
 * A piece of a growing trace, as a binary message: one byte for how it is packed, the number of the
 * stream (32 bits) and the offset of its first byte in the trace (64-bit float), big-endian, then the
 * bytes. One frame serves all that follow the same recording.
 */
export const FRAME_HEADER = 13;
/** 0: as they are. 1: packed with DEFLATE, without a wrapper (RFC 1951). */
export type Packing = 0 | 1;

export interface Frame {
  readonly packing: Packing;
  readonly stream: number;
  readonly from: number;
  /** Packed, where `packing` says so. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Undefined where it is no frame. */
export function readFrame(message: ArrayBuffer): Frame | undefined {
  if (message.byteLength < FRAME_HEADER) return undefined;
  const view = new DataView(message);
  const packing = view.getUint8(0);
  if (packing !== 0 && packing !== 1) return undefined;
  const [stream, from] = [view.getUint32(1), view.getFloat64(5)];
  if (!Number.isSafeInteger(from) || from < 0) return undefined;
  return { packing, stream, from, bytes: new Uint8Array(message, FRAME_HEADER) };
}

export function writeFrame({ packing, stream, from, bytes }: Frame): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(FRAME_HEADER + bytes.length);
  const view = new DataView(message.buffer);
  view.setUint8(0, packing);
  view.setUint32(1, stream);
  view.setFloat64(5, from);
  message.set(bytes, FRAME_HEADER);
  return message;
}
