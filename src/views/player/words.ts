import type { Scene } from '../../scene/scene.ts';
import type { EventOf, TraceEvent } from '../../trace/format.ts';
import { visible } from '../../trace/visible.ts';
import { baseName, listings } from '../source/program.ts';

/**
 * The sentence of a line names its place in the source that is shown first: the Python that the
 * program mirrors.
 */
export function inShownSource(
  sentence: string,
  event: TraceEvent | undefined,
  files: ReadonlyMap<number, EventOf<'file'>>,
): string {
  if (event?.kind !== 'line') return sentence;
  const python = listings(files, event).get('python');
  if (python?.line === undefined) return sentence;
  const own = `line ${event.line} of ${visible(event.function)}`;
  return sentence.replace(own, `line ${python.line} of ${visible(baseName(python.file.path))}`);
}

/** What stands beside a terminal's name: the port that a server listens on. */
export function portOf(scene: Scene, program: number): string {
  const listener = scene.sockets.find(
    (socket) => socket.program === program && socket.state === 'listening',
  );
  return listener?.local === undefined ? '' : `port ${listener.local[1]}`;
}
