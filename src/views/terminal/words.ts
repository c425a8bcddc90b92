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

/** The program whose terminal changed last at or before a position; undefined: none yet. */
export function lastWriter(trace: Trace, position: number): number | undefined {
  let last = -1;
  for (const kind of ['out', 'input', 'input.ret'] as const) {
    const positions = trace.ofKind(kind);
    last = Math.max(last, positions[countUpTo(positions, position) - 1] ?? -1);
  }
  return last < 0 ? undefined : trace.programs[last];
}
