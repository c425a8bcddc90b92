import { spansIn } from '../../scene/provenance.ts';
import type { ConnectionScene, DirectionScene } from '../../scene/scene.ts';
import { knownBytes } from '../../scene/stream.ts';

export interface Figure {
  readonly bytes: string;
  /** The event that measured it, where that is not the one at the playhead. */
  readonly at?: number;
}

/** One figure of both directions, and what it rests on. */
export interface CountRow {
  readonly name: string;
  /** The name in full, where that is longer. */
  readonly full?: string;
  readonly up: Figure;
  readonly down: Figure;
  readonly mark: 'measured' | 'derived';
}

const UNKNOWN = '–';

/**
 * Where a connection's bytes are, at the event `seq`. A queue stays as it was measured: an older
 * figure names its event. What nobody recorded is a dash.
 */
export function countRows({ up, down }: ConnectionScene, seq: number | undefined): CountRow[] {
  const both = (name: string, mark: CountRow['mark'], of: (from: DirectionScene) => Figure) => ({
    name,
    up: of(up),
    down: of(down),
    mark,
  });
  const rows: CountRow[] = [
    both('sent', 'measured', ({ sent }) => figure(sent)),
    both('taken', 'measured', ({ taken }) => figure(taken)),
    both('waiting here', 'measured', ({ waiting }) => {
      return { ...figure(waiting?.bytes), at: waiting?.seq === seq ? undefined : waiting?.seq };
    }),
  ];
  if (rest(up) === 0 && rest(down) === 0) return rows;
  const fresh = [up, down].every((one) => rest(one) === 0 || one.waiting?.seq === seq);
  const since = fresh ? '' : ', or come since';
  const row = both('on the way', 'derived', (one) => {
    // Since an older measurement some may have come: no more than these are on the way.
    const most = rest(one) > 0 && one.waiting?.seq !== seq ? '≤ ' : '';
    return { bytes: most + rest(one) };
  });
  return [...rows, { ...row, full: `in the sender’s kernel or on the way${since}` }];
}

/** Bytes sent that were neither taken nor seen waiting. */
function rest({ sent, taken, waiting }: DirectionScene): number {
  if (sent === undefined || taken === undefined) return 0;
  return Math.max(sent - taken - (waiting?.bytes ?? 0), 0);
}

function figure(bytes: number | undefined): Figure {
  return { bytes: bytes === undefined ? UNKNOWN : String(bytes) };
}

/**
 * "64 bytes · taken by recv #18": how far the bytes [from, to) have come.
 * @param callOf the number of the recv that an answer belongs to
 */
export function progressOf(
  direction: DirectionScene,
  { from, to }: { readonly from: number; readonly to: number },
  callOf: (answer: number) => number,
): string {
  const all = to - from;
  const sent = Math.min(knownBytes(direction) - from, all);
  const size = sent < all ? `${sent} of ${all} bytes` : all === 1 ? '1 byte' : `${all} bytes`;
  if (direction.taken === undefined) return `${size} · its recv is not recorded`;
  const taken = Math.max(Math.min(direction.taken - from, all), 0);
  if (taken === 0) return `${size} · sent, not taken`;
  const recvs = spansIn(direction.recvs, from, to).map(({ seq }) => `#${callOf(seq)}`);
  const by = `taken by recv ${recvs.join(', ')}`;
  return taken < sent ? `${size} · ${taken} ${by}` : `${size} · ${by}`;
}
