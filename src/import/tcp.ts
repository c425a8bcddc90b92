/** TCP segments (RFC 9293): the header's fields and the bytes behind it. */

/** Bits of the header. */
const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;
const SHORTEST_HEADER = 20;

export interface Segment {
  readonly sourcePort: number;
  readonly targetPort: number;
  /** Numbers of 32 bits that begin again at 0. */
  readonly sequence: number;
  /** undefined where the segment acknowledges nothing. */
  readonly acknowledged: number | undefined;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly push: boolean;
  /** As far as they were captured. */
  readonly bytes: Uint8Array;
  /** Bytes it had on the wire. */
  readonly length: number;
}

/**
 * The segment in `bytes`; undefined where its header is not all there.
 * @param length bytes on the wire, header and all
 */
export function readTcp(bytes: Uint8Array, length: number): Segment | undefined {
  if (bytes.length < SHORTEST_HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const header = (view.getUint8(12) >> 4) * 4;
  if (header < SHORTEST_HEADER || header > length) return undefined;
  const flags = view.getUint8(13);
  return {
    sourcePort: view.getUint16(0),
    targetPort: view.getUint16(2),
    sequence: view.getUint32(4),
    acknowledged: flags & ACK ? view.getUint32(8) : undefined,
    syn: (flags & SYN) !== 0,
    fin: (flags & FIN) !== 0,
    rst: (flags & RST) !== 0,
    push: (flags & PSH) !== 0,
    bytes: bytes.subarray(header),
    length: length - header,
  };
}
