/** The sockets of a trace, and each as it is at a position. */
import type { EventOf, Kind, TraceEvent } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { holding } from './holding.ts';
import type { Held } from './holding.ts';
import type { SocketScene, SocketState } from './scene.ts';

/** Kinds after which a socket is another. Any other event of an unknown socket opens it. */
const CHANGES = [
  'socket.ret',
  'bind.ret',
  'listen.ret',
  'connect',
  'connect.ret',
  'connect.err',
  'close',
  'close.ret',
  'connection',
  'connection.end',
] as const satisfies readonly Kind[];

interface Socket {
  readonly id: number;
  readonly program: number;
  /** Position of its first event, or of the event that accepted it. */
  readonly born: number;
  readonly accepted: boolean;
  /** Positions of its changes, ascending. */
  readonly changes: number[];
}

/** Every socket that is there at a position, in the order in which they appeared. */
export function indexSockets(trace: Trace): (position: number) => readonly SocketScene[] {
  const sockets = listSockets(trace);
  const births = sockets.map(({ born }) => born);
  return holding(births, (n, position) => socketAt(trace, sockets[n] as Socket, position));
}

function listSockets(trace: Trace): readonly Socket[] {
  const sockets = new Map<number, Socket>();
  for (const id of trace.socketIds) {
    const born = trace.ofSocket(id)[0] as number;
    const program = trace.programs[born] as number;
    sockets.set(id, { id, program, born, accepted: false, changes: [] });
  }
  const accept = (born: number, by: number) => {
    const id = trace.sizes[born] as number;
    const known = sockets.get(id);
    if (known !== undefined && known.born <= born) return;
    const program = known?.program ?? by;
    sockets.set(id, { id, program, born, accepted: true, changes: [] });
  };
  for (const born of trace.ofKind('accept.ret')) accept(born, trace.programs[born] as number);
  const server = trace.header.programs.find(({ role }) => role === 'server')?.p ?? 0;
  for (const born of trace.ofKind('connection')) accept(born, server);
  for (const kind of CHANGES) {
    for (const position of trace.ofKind(kind))
      sockets.get(trace.sockets[position] as number)?.changes.push(position);
  }
  for (const { changes } of sockets.values()) changes.sort((a, b) => a - b);
  return [...sockets.values()].sort((a, b) => a.born - b.born);
}

function socketAt(trace: Trace, socket: Socket, position: number): Held<SocketScene> {
  const { id, program, born, changes } = socket;
  const count = countUpTo(changes, position);
  let whole: SocketScene | undefined;
  const read = () => (whole ??= foldSocket(trace, socket, count));
  const scene: SocketScene = {
    id,
    program,
    state: stateAt(trace, socket, count),
    get fd() {
      return read().fd;
    },
    get local() {
      return read().local;
    },
    get peer() {
      return read().peer;
    },
    get closedBy() {
      return read().closedBy;
    },
  };
  return { from: changes[count - 1] ?? born, until: changes[count] ?? Infinity, scene };
}

/** The state after the first `count` changes, by their kinds alone where those tell it. */
function stateAt(trace: Trace, socket: Socket, count: number): SocketState {
  for (let n = count - 1; n >= 0; n--) {
    switch (trace.kindAt(socket.changes[n] as number)) {
      case 'close.ret':
      case 'connection.end':
        return 'closed';
      case 'connection':
      case 'connect.ret':
        return 'connected';
      case 'connect':
        return 'connecting';
      case 'listen.ret':
        return 'listening';
      case 'bind.ret':
        return 'bound';
      case 'close':
      case 'connect.err':
        return foldSocket(trace, socket, count).state;
    }
  }
  return socket.accepted ? 'connected' : 'open';
}

/** The socket after its first `count` changes, read from its events. */
function foldSocket(trace: Trace, socket: Socket, count: number): SocketScene {
  let scene = opened(trace.at(socket.born), socket);
  for (const position of socket.changes.slice(0, count))
    scene = socketAfter(trace, scene, trace.at(position));
  return scene;
}

function opened(event: TraceEvent, { id, program, accepted }: Socket): SocketScene {
  if (accepted && event.kind === 'connection') {
    const { peer: local, local: peer } = event;
    return { id, program, fd: 0, state: 'connected', local, peer };
  }
  if (accepted) {
    const { fd, local, peer } = event as EventOf<'accept.ret'>;
    return { id, program, fd, state: 'connected', local, peer };
  }
  const fd = 'fd' in event && event.fd !== undefined ? event.fd : -1;
  return { id, program, fd, state: 'open' };
}

function socketAfter(trace: Trace, before: SocketScene, event: TraceEvent): SocketScene {
  switch (event.kind) {
    case 'bind.ret':
      return { ...before, state: 'bound', local: event.local };
    case 'listen.ret':
      return { ...before, state: 'listening' };
    case 'connect':
      return { ...before, state: 'connecting' };
    case 'connect.err':
      return { ...before, state: before.local === undefined ? 'open' : 'bound' };
    case 'connection':
    case 'connect.ret':
      return { ...before, state: 'connected', local: event.local, peer: event.peer };
    case 'connection.end':
      return { ...before, state: 'closed' };
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
