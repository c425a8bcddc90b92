import { spansIn } from '../../scene/provenance.ts';
import { piecesIn } from '../../scene/stream.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Field } from './fields.ts';

/** So many recvs are named; of more, how many there are. */
const MOST_NAMED = 3;

/**
 * "64 bytes · taken by recv #18": how far a field's bytes have come.
 * @param callOf the number of the recv that an answer belongs to
 * @param brief "64 bytes · recv #18"
 */
export function progressOf(
  field: Field,
  callOf: (answer: number) => number,
  brief = false,
): string {
  const { from, to, direction } = field;
  const size = sizeText(field);
  if (to === from && field.due)
    return `none of ${field.due} bytes ${direction.sent === undefined ? 'taken' : 'sent'} yet`;
  if (direction.taken === undefined) return brief ? size : `${size} · recv not recorded`;
  const taken = Math.max(Math.min(direction.taken, to) - from, 0);
  if (taken === 0)
    return to === from ? size : `${size} · ${brief ? 'not taken' : 'sent, not taken'}`;
  const recvs = spansIn(direction.recvs, from, to);
  const named = recvs.slice(0, MOST_NAMED).map(({ seq }) => `#${callOf(seq)}`);
  const more = recvs.length > MOST_NAMED ? ` and ${recvs.length - MOST_NAMED} more` : '';
  const by = `${brief ? '' : 'taken by '}recv ${named.join(', ')}${more}`;
  return taken < to - from ? `${size} · ${taken} ${by}` : `${size} · ${by}`;
}

/** "12 bytes"; "50 of 64 bytes" where fewer are there than the header promises. */
function sizeText({ from, to, due, frame, name }: Field): string {
  const size = to - from;
  const missing = name === 'payload' ? (frame?.payload?.missing ?? 0n) : 0n;
  const all = due ?? BigInt(size) + missing;
  if (all > BigInt(size)) return `${size} of ${all} bytes`;
  return size === 1 ? '1 byte' : `${size} bytes`;
}

/** ", 32 of them not recorded": bytes that an imported recording cut off or missed. */
export function lostText(trace: Trace, { direction, from, to }: Field): string {
  if (trace.header.imported === undefined) return '';
  let known = 0;
  for (const { bytes } of piecesIn(trace, direction, from, to)) known += bytes.length;
  const lost = to - from - known;
  if (lost === 0) return '';
  return known === 0 ? ' · not recorded' : ` · ${lost} of them not recorded`;
}

/** How many sends gave the field's bytes, where that is more than one. */
export function sendsOf({ direction, from, to }: Field): number | undefined {
  const count = spansIn(direction.sends, from, to).length;
  return count > 1 ? count : undefined;
}
