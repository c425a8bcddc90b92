import type { Scene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';

/** What stands beside a terminal's name: the port that a server listens on. */
export function portOf(scene: Scene, program: number): string {
  const listener = scene.sockets.find(
    (socket) => socket.program === program && socket.state === 'listening',
  );
  return listener?.local === undefined ? '' : `port ${listener.local[1]}`;
}

/** The sentence of the event at the playhead. */
export function sentenceOf(trace: Trace, position: number): string {
  if (position < 0) return 'Before the first event.';
  return trace.kindAt(position);
}
