/** Who is whose: names of participants beside threads and terminals. They are no part of the trace. */
import type { RoomState } from '../../live/state.ts';
import type { ConnectionScene, Scene, ThreadScene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';
import { visible } from '../../trace/visible.ts';
import { withPerson } from '../lanes/lane-words.ts';

type Names = RoomState['names'];

/** So many events of a thread are looked at, at most, to find its connection. */
const MOST_EVENTS = 40;

/** Whose program it is, as text to show; undefined: nobody has said so. */
export function nameOfProgram(names: Names, program: string): string | undefined {
  const found = names.find((one) => 'program' in one && one.program === program);
  return found && visible(found.name);
}

/** A program's name, with its participant's where that is known. */
export function labelOf(names: Names, program: string): string {
  return withPerson(visible(program), nameOfProgram(names, program));
}

/** Whose thread it is: that of an own program, or the one that serves a participant's client. */
export function nameOfThread(
  names: Names,
  trace: Trace,
  scene: Scene,
  thread: ThreadScene,
): string | undefined {
  if (names.length === 0) return undefined;
  const own = programNamed(scene, thread.program);
  if (own?.role === 'client') return nameOfProgram(names, own.name);
  const connection = servedBy(trace, scene, thread.id);
  if (connection === undefined) return undefined;
  const client = scene.sockets.find(({ id }) => id === connection.client);
  const program = client && programNamed(scene, client.program);
  if (program !== undefined) return nameOfProgram(names, program.name);
  const host = connection.clientAddress?.[0];
  const found = names.find((one) => 'host' in one && one.host === host);
  return found && visible(found.name);
}

function programNamed({ programs }: Scene, program: number) {
  return programs.find(({ id }) => id === program);
}

/** The connection that a handler's first call was about. */
function servedBy(trace: Trace, scene: Scene, thread: number): ConnectionScene | undefined {
  for (const position of trace.ofThread(thread).subarray(0, MOST_EVENTS)) {
    const socket = trace.sockets[position];
    if (position > scene.position) return undefined;
    const found = scene.connections.find(({ server }) => server === socket);
    if (found !== undefined) return found;
  }
  return undefined;
}
