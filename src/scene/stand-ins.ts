/** The threads of a capture: no thread was recorded, one stands in for each end of a connection. */
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';

export interface StandIn {
  readonly program: number;
  /** The client's end. */
  readonly client: boolean;
  /** Number of the connection. */
  readonly connection: number;
}

/** Stand-ins by their threads; none where threads are recorded. */
export function standIns(trace: Trace): ReadonlyMap<number, StandIn> {
  const found = new Map<number, StandIn>();
  if (!lacks(trace, 'threads')) return found;
  const add = (socket: number, client: boolean, connection: number) => {
    const first = trace.ofSocket(socket)[0];
    if (first === undefined) return;
    const program = trace.programs[first] as number;
    found.set(trace.threads[first] as number, { program, client, connection });
  };
  trace.ofKind('connection').forEach((position, n) => {
    add(trace.sockets[position] as number, true, n + 1);
    add(trace.sizes[position] as number, false, n + 1);
  });
  return found;
}

/** `client-1`, as its program is called; `server (connection 2)` where the server has several. */
export function standInName(
  { client, connection }: StandIn,
  program: string,
  connections: number,
): string {
  return client || connections === 1 ? program : `${program} (connection ${connection})`;
}
