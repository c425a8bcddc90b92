import type { ProgramScene, ThreadScene } from '../../scene/scene.ts';
import { visible } from '../../trace/visible.ts';

/** "client-1" for the only thread of a client; Python's name without its target otherwise. */
export function laneName(thread: ThreadScene, programs: readonly ProgramScene[]): string {
  const program = programs.find(({ id }) => id === thread.program);
  const main = thread.name === 'MainThread';
  if (program?.role === 'client' && main) return visible(program.name);
  return visible(thread.name).replace(/ \(.*\)$/, '');
}

/** A thread's or a program's name, and whose it is. */
export function withPerson(name: string, who: string | undefined): string {
  return who === undefined ? name : `${name} · ${who}`;
}

/**
 * What the thread does, in three words; `seq` is the event at the playhead, `before` the call before
 * which it was held last.
 */
export function laneState(thread: ThreadScene, seq: number | undefined, before?: string): string {
  const { call, error, line, state } = thread;
  switch (state) {
    case 'died':
      return `died: ${visible(error?.name ?? 'exception')}`;
    case 'held':
      return before === undefined ? 'held by wirestep' : `held before ${before}`;
    case 'new':
      return 'not running yet';
    case 'finished':
    case 'not recorded':
      return state;
    case 'blocked':
      if (call === undefined) return state;
      if (call.seq === seq) return `entering ${call.call}`;
      return call.call === 'input' ? 'waits for Enter' : `blocked in ${call.call}`;
    case 'running':
      return line === undefined ? state : `running ${visible(line.function)}`;
  }
}
