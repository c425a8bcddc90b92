/** One connection for the tests of captures, in events without numbers. */
import { MAIN } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

/** One end of it. */
export interface Way {
  readonly program: number;
  readonly thread: number;
  readonly socket: number;
  readonly fd: number;
}

export const SERVER = ['127.0.0.1', 5050] as const;
export const CLIENT = ['127.0.0.1', 40_000] as const;
/** The two ends: the client's thread 2 has socket 2, the server's thread 3 socket 3. */
export const C = { program: 2, thread: 2, socket: 2, fd: 4 } as const;
export const S = { program: 1, thread: 3, socket: 3, fd: 5 } as const;

/** Events 1 to 4: a connection. */
export function opened(client: readonly [string, number] = CLIENT, server = SERVER): Unnumbered[] {
  return [
    { kind: 'connect', ...C, address: server },
    { kind: 'accept', ...MAIN, socket: 1, fd: 3 },
    {
      ...{ kind: 'accept.ret', ...MAIN, socket: 1, fd: 5, call: 2 },
      ...{ accepted: 3, peer: client, local: server },
    },
    { kind: 'connect.ret', ...C, call: 1, local: client, peer: server },
  ];
}
