/** Calls on sockets that carry no bytes → events. */
import type { Address, EventOf } from '../trace/format.ts';
import { learnLocal, unknownAddress } from './strace-run.ts';
import type { Draft, Socket } from './strace-run.ts';
import { newDescriptor } from './strace-step.ts';
import type { Maker, Step } from './strace-step.ts';
import { descriptor, firstNumber, LineError, shown, socketAddress } from './strace-text.ts';

const HOW = /^SHUT_(?:RD|WR|RDWR)$/;
const DUPLICATES = /^F_DUPFD/;

const socket: Maker = {
  enter: (step) => {
    const family = /^AF_INET6?$/.exec(step.args[0] ?? '')?.[0];
    if (family === undefined || !/^SOCK_STREAM\b/.test(step.args[1] ?? '')) return undefined;
    return step.add({ kind: 'socket', family, type: 'SOCK_STREAM' });
  },
  leave: (step, result, entered) => {
    if (result.error !== undefined) {
      if (entered !== undefined) step.fail(entered, result);
      return;
    }
    const fd = newDescriptor(result);
    if (entered === undefined) return step.process.setHandle(fd, 'other');
    const { family } = entered.body as EventOf<'socket'>;
    const made = step.makeSocket(family, fd);
    step.add({ kind: 'socket.ret', socket: made.id, fd }, { answers: entered });
  },
};

const socketpair: Maker = {
  leave: ({ process, args }) => {
    const both = /^\[(\d{1,9})(?:<[^>]*>)?, (\d{1,9})/.exec(args[3] ?? '');
    for (const fd of both?.slice(1) ?? []) process.setHandle(Number(fd), 'other');
  },
};

const bind: Maker = {
  enter: (step) => {
    const of = step.socket();
    const address = socketAddress(step.args[1]);
    if (of === undefined || address === undefined) return undefined;
    return step.add({ kind: 'bind', socket: of.socket.id, fd: of.fd, address });
  },
  leave: answering((step, of, entered) => {
    const { address } = entered.body as EventOf<'bind'>;
    of.socket.local = address;
    const body = { kind: 'bind.ret' as const, ...numbers(of), local: address };
    step.add(body, { answers: entered });
    // The system chooses the port: getsockname will tell which.
    if (address[1] === 0) of.socket.nameless.push(body);
  }),
};

const connect: Maker = {
  enter: (step) => {
    const address = socketAddress(step.args[1]);
    const of = address === undefined ? undefined : step.likelySocket();
    if (of === undefined || address === undefined) return undefined;
    return step.add({ kind: 'connect', socket: of.socket.id, fd: of.fd, address });
  },
  leave: (step, result, entered) => {
    const of = step.socket();
    if (entered === undefined || of === undefined) return;
    if (result.error === 'EINPROGRESS') of.socket.connecting = entered;
    else if (result.error !== undefined) step.fail(entered, result);
    else connected(step, of, entered);
  },
};

/** With a time limit, Python asks afterwards how a connect ended that did not wait. */
const getsockopt: Maker = {
  leave: (step, { error: failed }) => {
    const of = step.socket();
    const begun = of?.socket.connecting;
    if (of === undefined || begun === undefined || failed !== undefined) return;
    if (step.args[2] !== 'SO_ERROR') return;
    const error = /^\[(\w{1,30})\]$/.exec(step.args[3] ?? '')?.[1];
    delete of.socket.connecting;
    if (error === '0') connected(step, of, begun);
    else step.fail(begun, { error: error ?? '', message: '' });
  },
};

function connected(step: Step, of: Named, entered: Draft): void {
  const { address: peer } = entered.body as EventOf<'connect'>;
  of.socket.peer = peer;
  const known = of.socket.local;
  const local = known === undefined || known[1] === 0 ? unknownAddress(of.socket.family) : known;
  const body = { kind: 'connect.ret' as const, ...numbers(of), local, peer };
  step.add(body, { answers: entered });
  if (local[1] === 0) of.socket.nameless.push(body);
}

const listen: Maker = {
  enter: (step) => {
    const of = step.likelySocket();
    const backlog = firstNumber(step.args[1]);
    if (of === undefined) return undefined;
    if (backlog === undefined) throw new LineError(`${shown(step.args[1])} is no whole number`);
    return step.add({ kind: 'listen', ...numbers(of), backlog });
  },
  leave: answering((step, of, entered) => {
    of.socket.isListening = true;
    step.process.isServer = true;
    step.add({ kind: 'listen.ret', ...numbers(of) }, { answers: entered });
  }),
};

const accept: Maker = {
  enter: (step) => {
    const of = step.likelySocket();
    if (of === undefined) return undefined;
    step.process.isServer = true;
    return step.add({ kind: 'accept', ...numbers(of) });
  },
  leave: answering((step, of, entered, result) => {
    const fd = newDescriptor(result);
    const peer = socketAddress(step.args[1]) ?? unknownAddress(of.socket.family);
    const made = step.makeSocket(of.socket.family, fd);
    made.peer = peer;
    const local = of.socket.local ?? unknownAddress(of.socket.family);
    made.local = local;
    const { id } = of.socket;
    const body = { kind: 'accept.ret' as const, socket: id, fd, accepted: made.id, peer, local };
    step.add(body, { answers: entered });
    // A server that listens on every address learns from getsockname which of them was asked for.
    made.nameless.push(body);
  }),
};

const setsockopt: Maker = {
  enter: (step) => {
    const of = step.socket();
    const [, level, option, said] = step.args;
    const value = firstNumber(said);
    if (of === undefined || level === undefined || option === undefined) return undefined;
    // What has no number in it has no place in the format.
    if (value === undefined) return undefined;
    return step.add({ kind: 'setsockopt', ...numbers(of), level, option, value });
  },
  leave: answering((step, of, entered) => {
    step.add({ kind: 'setsockopt.ret', ...numbers(of) }, { answers: entered });
  }),
};

const shutdown: Maker = {
  enter: (step) => {
    const of = step.socket();
    const how = HOW.exec(step.args[1] ?? '')?.[0] as EventOf<'shutdown'>['how'] | undefined;
    if (of === undefined) return undefined;
    if (how === undefined) throw new LineError(`${shown(step.args[1])} is no way to shut down`);
    return step.add({ kind: 'shutdown', ...numbers(of), how });
  },
  leave: answering((step, of, entered) => {
    step.add({ kind: 'shutdown.ret', ...numbers(of) }, { answers: entered });
  }),
};

const close: Maker = {
  enter: (step) => {
    const of = step.socket();
    const { fd } = descriptor(step.args[0]);
    // Free from here on: another thread may get the number before this call returns.
    step.process.dropHandle(fd);
    if (fd < 3 && of === undefined) step.process.closed.add(fd);
    // A socket is closed with the last descriptor that stands for it.
    if (of === undefined || of.socket.handles > 0) return undefined;
    return step.add({ kind: 'close', ...numbers(of) });
  },
  leave: (step, result, entered) => {
    if (entered === undefined) return;
    const { socket: id, fd } = entered.body as EventOf<'close'>;
    if (result.error !== undefined) step.fail(entered, result);
    else step.add({ kind: 'close.ret', socket: id, fd }, { answers: entered });
  },
};

const getsockname: Maker = {
  leave: (step, { error }) => {
    const local = error === undefined ? socketAddress(step.args[1]) : undefined;
    if (local === undefined || local[1] === 0) return;
    const of = step.socket() ?? twin(step, local);
    if (of !== undefined) learnLocal(of.socket, local);
  },
};

const getpeername: Maker = {
  leave: (step, { error }) => {
    const of = step.socket();
    const peer = error === undefined ? socketAddress(step.args[1]) : undefined;
    if (of !== undefined && peer !== undefined) of.socket.peer ??= peer;
  },
};

const duplicate: Maker = {
  leave: ({ process, args }, result) => {
    const { fd } = descriptor(args[0]);
    const handle = process.handles.get(fd);
    if (result.error === undefined && handle !== undefined)
      process.setHandle(newDescriptor(result), handle);
  },
};

const fcntl: Maker = {
  leave: (step, result) => {
    if (DUPLICATES.test(step.args[1] ?? '')) duplicate.leave?.(step, result, undefined);
  },
};

/** Python duplicates with fcntl, which is rarely in a log: a descriptor that came from nowhere has the
 *  address of the socket that it stands for, where only one has it. */
function twin({ process, args }: Step, local: Address): Named | undefined {
  const { fd } = descriptor(args[0]);
  if (process.handles.has(fd)) return undefined;
  const same = new Set<Socket>();
  for (const handle of process.handles.values()) {
    if (handle === 'other' || handle.isListening || handle.local === undefined) continue;
    if (handle.local[0] === local[0] && handle.local[1] === local[1]) same.add(handle);
  }
  const [only, another] = same;
  if (only === undefined || another !== undefined) return undefined;
  process.setHandle(fd, only);
  return { socket: only, fd };
}

interface Named {
  readonly socket: Socket;
  readonly fd: number;
}

function numbers({ socket: { id }, fd }: Named): { readonly socket: number; readonly fd: number } {
  return { socket: id, fd };
}

/** The return of a call on a socket: its failure, or what `returned` makes of it. */
export function answering(
  returned: (
    step: Step,
    of: Named,
    entered: Draft,
    result: Parameters<NonNullable<Maker['leave']>>[1],
  ) => void,
): NonNullable<Maker['leave']> {
  return (step, result, entered) => {
    if (entered === undefined) return;
    if (result.error !== undefined) return step.fail(entered, result);
    const of = step.socket();
    if (of !== undefined) returned(step, of, entered, result);
  };
}

export const SOCKET_CALLS: Readonly<Record<string, Maker>> = {
  socket,
  socketpair,
  bind,
  connect,
  getsockopt,
  listen,
  accept,
  accept4: accept,
  setsockopt,
  shutdown,
  close,
  getsockname,
  getpeername,
  dup: duplicate,
  dup2: duplicate,
  dup3: duplicate,
  fcntl,
};
