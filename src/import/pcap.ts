/**
 * The older capture format, as libpcap's file format page has it: a header of 24 bytes, then records
 * of 16 bytes and the packet. Both byte orders, times in micro- or nanoseconds.
 */
import { ImportError } from '../trace/import-error.ts';
import { Capture } from './capture.ts';
import type { OnRead } from './imported-file.ts';
import { Problems } from './problems.ts';

const HEADER = 24;
const RECORD = 16;
/** Nanoseconds in a fraction of a second, by the first four bytes. */
const FRACTIONS: ReadonlyMap<number, bigint> = new Map([
  [0xa1b2c3d4, 1000n],
  [0xa1b23c4d, 1n],
]);
const RECORDS_BETWEEN_NEWS = 65_536;

export function isPcap(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && byteOrderOf(bytes) !== undefined;
}

/** @throws {ImportError} where the file's own header is cut or of another version */
export function readPcap(bytes: Uint8Array, onread?: OnRead): Capture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = byteOrderOf(bytes) === 'little';
  if (bytes.length < HEADER) {
    throw new ImportError(
      0,
      0,
      `the capture's header has ${HEADER} bytes, the file ${bytes.length}`,
    );
  }
  const version = view.getUint16(4, little);
  if (version !== 2) throw new ImportError(0, 4, `a capture of version ${version}; known is 2`);
  const fraction = FRACTIONS.get(view.getUint32(0, little)) ?? 1n;
  // The upper bits say how long a checksum at the end of the frame is: nobody here looks there.
  const link = view.getUint32(20, little) & 0xffff;
  const capture = new Capture(bytes, new Problems());
  let at = HEADER;
  while (bytes.length - at >= RECORD) {
    const seconds = BigInt(view.getUint32(at, little));
    const rest = BigInt(view.getUint32(at + 4, little));
    const captured = view.getUint32(at + 8, little);
    const length = view.getUint32(at + 12, little);
    const from = at + RECORD;
    if (captured > bytes.length - from) {
      const left = bytes.length - from;
      capture.problems.report(at, `the packet says ${captured} bytes, the file has ${left} more`);
      return capture;
    }
    capture.add(link, from, from + captured, length, seconds * 1_000_000_000n + rest * fraction);
    at = from + captured;
    if (capture.length % RECORDS_BETWEEN_NEWS === 0) onread?.(at / bytes.length);
  }
  if (at < bytes.length) {
    const left = bytes.length - at;
    capture.problems.report(at, `a packet's header has ${RECORD} bytes, the file has ${left} more`);
  }
  return capture;
}

function byteOrderOf(bytes: Uint8Array): 'little' | 'big' | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (FRACTIONS.has(view.getUint32(0, true))) return 'little';
  return FRACTIONS.has(view.getUint32(0, false)) ? 'big' : undefined;
}
