import { spansIn } from '../../scene/provenance.ts';
import type { DirectionScene } from '../../scene/scene.ts';

/** How a figure came about. */
export type Mark = 'measured' | 'derived' | 'not recorded' | 'not measured';

export interface Count {
  readonly name: string;
  readonly bytes?: number;
  readonly mark: Mark;
}

/** Where a direction's bytes are, at the event `seq`: each figure with what it rests on. */
export function countsOf(
  { sent, taken, waiting }: DirectionScene,
  seq: number | undefined,
): readonly Count[] {
  const counts: Count[] = [
    { name: 'sent', bytes: sent, mark: sent === undefined ? 'not recorded' : 'measured' },
    { name: 'taken', bytes: taken, mark: taken === undefined ? 'not recorded' : 'measured' },
  ];
  if (waiting === undefined) {
    if (taken !== undefined) counts.push({ name: 'waiting here', mark: 'not measured' });
  } else {
    const when = waiting.seq === seq ? '' : `, at #${waiting.seq}`;
    counts.push({ name: `waiting here${when}`, bytes: waiting.bytes, mark: 'measured' });
  }
  if (sent === undefined || taken === undefined || sent === taken) return counts;
  const rest = Math.max(sent - taken - (waiting?.bytes ?? 0), 0);
  const since = waiting?.seq === seq ? '' : ', or come since';
  const name = `in the sender’s kernel or on the way${since}`;
  return rest === 0 ? counts : [...counts, { name, bytes: rest, mark: 'derived' }];
}

/** "64 bytes · taken by recv #18": how far the bytes [from, to) have come. */
export function progressOf(direction: DirectionScene, from: number, to: number): string {
  const sent = Math.min((direction.sent ?? direction.taken ?? 0) - from, to - from);
  const taken = Math.max(Math.min((direction.taken ?? 0) - from, to - from), 0);
  const all = to - from;
  const size = sent < all ? `${sent} of ${all} bytes` : all === 1 ? '1 byte' : `${all} bytes`;
  const recvs = spansIn(direction.recvs, from, to);
  if (direction.taken === undefined) return `${size} · sent; who takes it is not recorded`;
  if (taken === 0) return `${size} · sent, not taken`;
  const by = `by recv ${recvs.map(({ seq }) => `#${seq}`).join(', ')}`;
  return taken < sent ? `${size} · ${taken} taken ${by}` : `${size} · taken ${by}`;
}
