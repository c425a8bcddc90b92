import type { Scene } from '../../scene/scene.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';

/** What stands beside a terminal's name: the port that a server listens on. */
export function portOf(scene: Scene, program: number): string {
  const listener = scene.sockets.find(
    (socket) => socket.program === program && socket.state === 'listening',
  );
  return listener?.local === undefined ? '' : `port ${listener.local[1]}`;
}

/** "2 of 7" for a search; `index` from 0, −1 where none is selected. */
export function matchesText(term: string, index: number, count: number): string {
  if (term === '') return '';
  if (count === 0) return 'not found';
  // xterm.js stops counting there.
  const all = count >= 1000 ? `${count}+` : String(count);
  return index < 0 ? `${all} found` : `${index + 1} of ${all}`;
}

const WRITES = ['out', 'input', 'input.ret'] as const;
/** How many writings of others are gone back over to find one of those that are asked for. */
const FARTHEST = 10_000;

/** Which of the programs wrote on its terminal last, at or before a position; undefined: none. */
export function lastWriter(
  trace: Trace,
  position: number,
  programs: ReadonlySet<number>,
): number | undefined {
  let last = -1;
  for (const kind of WRITES) {
    const positions = trace.ofKind(kind);
    const count = countUpTo(positions, position);
    for (let n = count - 1; n >= Math.max(0, count - FARTHEST); n--) {
      const at = positions[n] as number;
      if (!programs.has(trace.programs[at] as number)) continue;
      last = Math.max(last, at);
      break;
    }
  }
  return last < 0 ? undefined : trace.programs[last];
}

/** The program on whose terminal the event at a position writes; undefined: it writes on none. */
export function writerAt(trace: Trace, position: number): number | undefined {
  const kind = position < 0 ? undefined : trace.kindAt(position);
  return WRITES.some((one) => one === kind) ? trace.programs[position] : undefined;
}
