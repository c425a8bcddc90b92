import type { Scene } from '../../scene/scene.ts';

/** What stands beside a terminal's name: the port that a server listens on. */
export function portOf(scene: Scene, program: number): string {
  const listener = scene.sockets.find(
    (socket) => socket.program === program && socket.state === 'listening',
  );
  return listener?.local === undefined ? '' : `port ${listener.local[1]}`;
}
