/** The scene as a plain fold from the start: slow, simple, written apart from the look-ups. */
import type { TraceEvent } from '../../src/trace/format.ts';
import type {
  Local, ProgramScene, SocketScene, Span, ThreadScene,
} from '../../src/scene/scene.ts'; // prettier-ignore
import type { PlainScene } from './plain.ts';
import { badgeOf } from '../../src/scene/badge.ts';

type Loose<T> = { -readonly [K in keyof T]: T[K] };
interface End {
  sends: Span[];
  recvs: Span[];
  waiting?: { bytes: number; seq: number };
  ended: boolean;
}
interface NaiveFrame {
  name: string;
  line: number;
  locals: Local[];
  returning: boolean;
}

/** The scene after the first `count` events. `all`: the whole trace, for what is derived from it. */
export function naiveScene(all: readonly TraceEvent[], count: number): PlainScene {
  const programs: Loose<ProgramScene>[] = [{ id: 1, role: 'server', name: 'server' }];
  const threads: Loose<ThreadScene>[] = [];
  const stacks = new Map<number, NaiveFrame[]>();
  const sockets: Loose<SocketScene>[] = [];
  const ends = new Map<number, End>();
  const texts = new Map<number, string>([[1, '']]);
  const past = all.slice(0, count);
  const callOf = (seq: number) => all.find((event) => event.seq === seq);
  const endOf = (socket: number): End => {
    const end = ends.get(socket) ?? { sends: [], recvs: [], ended: false };
    ends.set(socket, end);
    return end;
  };
  const clients = () => programs.filter(({ role }) => role === 'client');
  const born = (id: number, program: number, name: string) => {
    if (threads.some((thread) => thread.id === id)) return;
    const ordinal = threads.filter((thread) => thread.program === program).length;
    const client = clients().findIndex(({ id: own }) => own === program) + 1;
    threads.push({
      id,
      program,
      name,
      badge: badgeOf(name, ordinal, client),
      state: 'new',
      locals: [],
    });
  };
  const thread = (id: number) => threads.find((one) => one.id === id) as Loose<ThreadScene>;
  const socket = (id: number) => sockets.find((one) => one.id === id) as Loose<SocketScene>;
  const type = (program: number, text: string) =>
    texts.set(program, (texts.get(program) ?? '') + text);

  for (const event of past) {
    if ('thread' in event && event.kind !== 'kernel' && event.kind !== 'out') {
      if (event.kind === 'thread.run') born(event.thread, event.program, event.name);
      Object.assign(thread(event.thread), { state: 'running', call: undefined });
      if (isEntry(event)) {
        const call = { call: event.kind, seq: event.seq, at: event.at };
        const where = 'socket' in event ? { socket: event.socket } : {};
        Object.assign(thread(event.thread), { state: 'blocked', call: { ...call, ...where } });
      }
    }
    switch (event.kind) {
      case 'prog.start':
        if (event.program === 1) break;
        programs.push({ id: event.program, role: event.role, name: event.name });
        texts.set(event.program, '');
        break;
      case 'prog.exit':
        Object.assign(programs.find(({ id }) => id === event.program) ?? {}, { exit: event.code });
        for (const one of threads.filter(({ program }) => program === event.program)) finish(one);
        break;
      case 'thread.start':
        born(event.child, event.program, event.name);
        break;
      case 'thread.exit':
        finish(thread(event.thread));
        break;
      case 'thread.err':
        Object.assign(thread(event.thread), {
          state: 'died',
          error: { name: event.name, message: event.message },
        });
        break;
      case 'held':
        thread(event.thread).state = 'held';
        break;
      case 'kernel':
        Object.assign(thread(event.thread).call ?? {}, { kernel: event });
        break;
      case 'line':
      case 'fn.call':
      case 'fn.return':
      case 'exc': {
        const stack = stacks.get(event.thread) ?? [];
        stacks.set(event.thread, stack);
        moveTo(stack, event);
        const top = stack.at(-1) as NaiveFrame;
        thread(event.thread).line = { file: 1, line: event.line, function: event.function };
        thread(event.thread).locals = top.locals;
        break;
      }
      case 'socket.ret':
        sockets.push({ id: event.socket, program: event.program, fd: event.fd, state: 'open' });
        break;
      case 'bind.ret':
        Object.assign(socket(event.socket), { state: 'bound', local: event.local });
        break;
      case 'listen.ret':
        socket(event.socket).state = 'listening';
        break;
      case 'connect':
        socket(event.socket).state = 'connecting';
        break;
      case 'connect.ret':
        Object.assign(socket(event.socket), {
          state: 'connected',
          local: event.local,
          peer: event.peer,
        });
        break;
      case 'accept.ret': {
        const { accepted: id, program, fd, local, peer } = event;
        sockets.push({ id, program, fd, state: 'connected', local, peer });
        break;
      }
      case 'close':
        if (event.by === 'exit')
          Object.assign(socket(event.socket), { state: 'closed', closedBy: 'exit' });
        break;
      case 'close.ret': {
        const call = callOf(event.call);
        const by = call?.kind === 'close' ? call.by : undefined;
        Object.assign(socket(event.socket), { state: 'closed', closedBy: by ?? 'program' });
        break;
      }
      case 'recv':
        measure(endOf(event.socket), event.queued, event.seq);
        break;
      case 'recv.ret': {
        const end = endOf(event.socket);
        measure(end, event.queued, event.seq);
        const call = callOf(event.call);
        if (event.n > 0)
          end.recvs.push({ seq: event.seq, from: event.offset, to: event.offset + event.n });
        else if (call?.kind === 'recv' && call.max !== 0) end.ended = true;
        break;
      }
      case 'send':
        endOf(event.socket).sends.push({
          seq: event.seq,
          from: event.offset,
          to: event.offset + event.len,
        });
        break;
      case 'send.ret':
      case 'send.err': {
        const end = endOf(event.socket as number);
        const took = event.kind === 'send.ret' ? event.n : 0;
        end.sends = end.sends.map((span) =>
          span.seq === event.call ? { ...span, to: span.from + took } : span,
        );
        break;
      }
      case 'out':
        type(event.program, event.text);
        break;
      case 'input':
        type(event.program, event.prompt);
        break;
      case 'input.ret':
        if (event.text !== undefined) type(event.program, `${event.text}\n`);
        break;
    }
  }
  return {
    position: count - 1,
    programs,
    threads,
    sockets,
    connections: naiveConnections(all, count, ends),
    terminals: programs.map(({ id, name }) => ({ program: id, name, text: texts.get(id) ?? '' })),
  };
}

function isEntry(event: TraceEvent): boolean {
  const ends = /^(socket|bind|listen|connect|shutdown|setsockopt|accept|close|recv|send|input)$/;
  return ends.test(event.kind);
}

function finish(thread: Loose<ThreadScene>): void {
  if (thread.state === 'died') return;
  Object.assign(thread, { state: 'finished', call: undefined, line: undefined, locals: [] });
}

function measure(end: End, queued: number | undefined, seq: number): void {
  if (queued !== undefined) end.waiting = { bytes: queued, seq };
}

function moveTo(stack: NaiveFrame[], event: TraceEvent): void {
  if (!('function' in event)) return;
  if (stack.at(-1)?.returning) stack.pop();
  if (event.kind !== 'fn.call') {
    const known = stack.findLastIndex(({ name }) => name === event.function);
    if (known >= 0) stack.length = known + 1;
  }
  const top = stack.at(-1);
  if (event.kind === 'fn.call' || top?.name !== event.function) {
    stack.push({ name: event.function, line: 0, locals: [], returning: false });
  }
  const frame = stack.at(-1) as NaiveFrame;
  frame.line = event.line;
  frame.returning = event.kind === 'fn.return';
  if (event.kind === 'exc') return;
  const given = { ...event.locals };
  const after: Local[] = frame.locals.map(({ name, value }) => ({ name, value, changed: false }));
  for (const [name, value] of Object.entries(given)) {
    const old = after.findIndex((local) => local.name === name);
    if (old < 0) after.push({ name, value, changed: true });
    else {
      const was = after[old]?.value;
      after[old] =
        was === value ? { name, value, changed: true } : { name, value, was, changed: true };
    }
  }
  frame.locals = after;
}

function naiveConnections(
  all: readonly TraceEvent[],
  count: number,
  ends: ReadonlyMap<number, End>,
): PlainScene['connections'] {
  const accepts = all.filter((event) => event.kind === 'accept.ret');
  const connects = all.filter((event) => event.kind === 'connect.ret');
  const paired = new Set<TraceEvent>();
  const found: PlainScene['connections'][number][] = [];
  const add = (
    connect: (typeof connects)[number] | undefined,
    accept: (typeof accepts)[number] | undefined,
    id: number,
  ) => {
    const seqs = [connect?.seq ?? Infinity, accept?.seq ?? Infinity];
    if (Math.min(...seqs) > count) return;
    const client = connect?.socket;
    const server = accept?.accepted;
    found.push({
      id,
      client,
      server: (accept?.seq ?? Infinity) <= count ? server : undefined,
      clientAddress: connect?.local ?? accept?.peer,
      serverAddress: connect?.peer ?? accept?.local,
      outside: client === undefined,
      up: naiveDirection(ends, client, server),
      down: naiveDirection(ends, server, client),
    });
  };
  accepts.forEach((accept, index) => {
    const connect = connects.find(
      (one) => !paired.has(one) && one.local.join() === accept.peer.join(),
    );
    if (connect !== undefined) paired.add(connect);
    add(connect, accept, index + 1);
  });
  connects
    .filter((connect) => !paired.has(connect))
    .forEach((connect, index) => add(connect, undefined, accepts.length + index + 1));
  return found;
}

function naiveDirection(
  ends: ReadonlyMap<number, End>,
  sender: number | undefined,
  receiver: number | undefined,
): PlainScene['connections'][number]['up'] {
  const sends = (ends.get(sender ?? -1)?.sends ?? []).filter(({ from, to }) => to > from);
  const end = ends.get(receiver ?? -1);
  const recvs = end?.recvs ?? [];
  return {
    sent: sender === undefined ? undefined : Math.max(0, ...sends.map(({ to }) => to)),
    taken: receiver === undefined ? undefined : Math.max(0, ...recvs.map(({ to }) => to)),
    waiting: end?.waiting,
    sends,
    recvs,
    ended: end?.ended ?? false,
  };
}
