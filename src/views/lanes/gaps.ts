import type { EventOf } from '../../trace/format.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Extent, Ruler } from './ruler.ts';

/** Events that the recording lost or withheld: no lane has them. */
export interface Gap {
  readonly seq: number;
  readonly x: number;
  readonly text: string;
}

/** As many lines across all lanes as one could tell apart. */
const MOST = 40;

/** The gaps in sight, the latest first. */
export function gapsOf(trace: Trace, ruler: Ruler, { horizon }: Extent): readonly Gap[] {
  const positions = trace.ofKind('gap');
  const gaps: Gap[] = [];
  for (let n = countUpTo(positions, horizon) - 1; n >= 0 && gaps.length < MOST; n--) {
    const position = positions[n] as number;
    const x = ruler.left(position);
    if (x < 0) break;
    const { seq, count } = trace.at(position) as EventOf<'gap'>;
    if (x <= ruler.room)
      gaps.push({ seq, x, text: count === 0 ? 'bytes missing' : `${count} missing` });
  }
  return gaps;
}
