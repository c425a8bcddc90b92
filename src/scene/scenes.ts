/**
 * The scene at any position, by look-up: seeking costs the same wherever it goes. What a scene has is
 * read from the trace when it is asked for; a step makes anew only what it changed.
 */
import type { Trace } from '../trace/trace.ts';
import { indexConnections } from './connections.ts';
import { indexPrograms, programsAt } from './programs.ts';
import type { Scene } from './scene.ts';
import { indexSockets } from './sockets.ts';
import { indexTerminals } from './terminals.ts';
import { indexThreads } from './threads.ts';

/**
 * Indexes a trace once and gives the function from a position to its scene.
 *
 * Derived from the whole trace, not only from what is before the position: which sockets are two ends
 * of one connection, a connection's number, and how many bytes a returned send had really given.
 */
export function createScenes(trace: Trace): (position: number) => Scene {
  const programs = indexPrograms(trace);
  const threads = indexThreads(trace, programs);
  const sockets = indexSockets(trace);
  const connections = indexConnections(trace);
  const terminals = indexTerminals(trace, programs);
  const shown = programsAt(programs);
  let last: Scene | undefined;
  return (wanted) => {
    const position = Math.max(-1, Math.min(Math.trunc(wanted), trace.length - 1));
    if (last?.position === position) return last;
    last = {
      position,
      programs: shown(position),
      threads: threads(position),
      sockets: sockets(position),
      connections: connections(position),
      terminals: terminals(position),
    };
    return last;
  };
}
