/** The sockets of a trace, and each as it is at a position. */
import type { EventOf, TraceEvent } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { SocketScene } from './scene.ts';

interface History {
  /** Ascending; `scenes[n]` holds from `positions[n]` on. */
  readonly positions: number[];
  readonly scenes: SocketScene[];
}

/** Kinds after which a socket is another. Any other event of an unknown socket opens it. */
const CHANGES = [
  'socket.ret',
  'bind.ret',
  'listen.ret',
  'connect',
  'connect.ret',
  'connect.err',
  'accept.ret',
  'close',
  'close.ret',
] as const;

/** Every socket that is there at a position, in the order in which they appeared. */
export function indexSockets(trace: Trace): (position: number) => readonly SocketScene[] {
  const histories = new Map<number, History>();
  for (const position of changes(trace)) {
    const event = trace.at(position);
    const socket = 'socket' in event ? event.socket : undefined;
    if (socket === undefined) continue;
    const before = histories.get(socket)?.scenes.at(-1) ?? opened(event, socket);
    const after = socketAfter(trace, before, event);
    if (after !== undefined) push(histories, position, after);
    if (event.kind === 'accept.ret') push(histories, position, accepted(event));
  }
  const list = [...histories.values()];
  const births = list.map(({ positions }) => positions[0] as number);
  return (position) =>
    list.slice(0, countUpTo(births, position)).map(({ positions, scenes }) => {
      return scenes[countUpTo(positions, position) - 1] as SocketScene;
    });
}

/** Positions at which a socket may change, ascending: those kinds, and each socket's first event. */
function changes(trace: Trace): readonly number[] {
  const positions = new Set(CHANGES.flatMap((kind) => [...trace.ofKind(kind)]));
  const seen = new Set<number>([0]);
  trace.sockets.forEach((socket, position) => {
    if (seen.has(socket)) return;
    seen.add(socket);
    positions.add(position);
  });
  return [...positions].sort((a, b) => a - b);
}

function push(histories: Map<number, History>, position: number, scene: SocketScene): void {
  const history = histories.get(scene.id);
  if (history === undefined) {
    histories.set(scene.id, { positions: [position], scenes: [scene] });
    return;
  }
  history.positions.push(position);
  history.scenes.push(scene);
}

function opened(event: TraceEvent, id: number): SocketScene {
  const program = 'program' in event ? event.program : 0;
  const fd = 'fd' in event && event.fd !== undefined ? event.fd : -1;
  return { id, program, fd, state: 'open' };
}

function accepted(event: EventOf<'accept.ret'>): SocketScene {
  const { accepted: id, program, fd, local, peer } = event;
  return { id, program, fd, state: 'connected', local, peer };
}

function socketAfter(
  trace: Trace,
  before: SocketScene,
  event: TraceEvent,
): SocketScene | undefined {
  switch (event.kind) {
    case 'bind.ret':
      return { ...before, state: 'bound', local: event.local };
    case 'listen.ret':
      return { ...before, state: 'listening' };
    case 'connect':
      return { ...before, state: 'connecting' };
    case 'connect.err':
      return { ...before, state: before.local === undefined ? 'open' : 'bound' };
    case 'connect.ret':
      return { ...before, state: 'connected', local: event.local, peer: event.peer };
    case 'close':
      // The operating system closes what an ended program left: that call does not return to it.
      return event.by === 'exit' ? { ...before, state: 'closed', closedBy: 'exit' } : before;
    case 'close.ret': {
      const call = trace.at(Math.max(trace.positionOf(event.call), 0));
      const by = call.kind === 'close' ? call.by : undefined;
      return { ...before, state: 'closed', closedBy: by ?? 'program' };
    }
    default:
      return before;
  }
}
