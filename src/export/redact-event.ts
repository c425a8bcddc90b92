/** One event without what nobody may read. Every number in it stays, and so does every length. */
import type { TraceEvent } from '../trace/format.ts';
import { assertNever } from '../trace/format.ts';
import { REDACTED, lastName } from './redact-addresses.ts';
import type { StandIns } from './redact-addresses.ts';
import type { StarredBytes } from './redact-bytes.ts';

/** The event, redacted. Nothing passes that is not named here. */
export function redactEvent(event: TraceEvent, hosts: StandIns, bytes: StarredBytes): TraceEvent {
  switch (event.kind) {
    case 'send':
    case 'recv.ret':
      return { ...event, bytes: bytes.of(event) };
    case 'out':
      return { ...event, text: stars(event.text) };
    case 'input':
      return { ...event, prompt: stars(event.prompt) };
    case 'input.ret':
      return event.text === undefined ? event : { ...event, text: stars(event.text) };
    case 'bind':
    case 'connect':
      return { ...event, address: hosts.address(event.address) };
    case 'bind.ret':
      return { ...event, local: hosts.address(event.local) };
    case 'connect.ret':
    case 'accept.ret':
    case 'connection':
      return { ...event, local: hosts.address(event.local), peer: hosts.address(event.peer) };
    case 'file':
      return { ...event, path: relative(event.path), source: stars(event.source) };
    case 'prog.start':
      return { ...event, name: hosts.text(event.name), argv: redactArgv(event.argv, hosts) };
    case 'thread.start':
    case 'thread.run':
      return { ...event, name: hosts.text(event.name) };
    case 'line':
    case 'fn.call':
    case 'fn.return':
      return { ...event, locals: undefined };
    case 'thread.err':
    case 'exc':
    case 'socket.err':
    case 'bind.err':
    case 'listen.err':
    case 'connect.err':
    case 'shutdown.err':
    case 'setsockopt.err':
    case 'accept.err':
    case 'close.err':
    case 'recv.err':
    case 'send.err':
      return { ...event, name: nameOf(event.name), message: REDACTED };
    case 'kernel':
      return {
        ...event,
        state: nameOf(event.state),
        syscall: nameOf(event.syscall),
        args: event.args.map(argument),
      };
    case 'socket':
      return { ...event, family: nameOf(event.family), type: nameOf(event.type) };
    case 'setsockopt':
      return { ...event, level: nameOf(event.level), option: nameOf(event.option) };
    case 'note':
    case 'marker':
      return { ...event, text: REDACTED };
    case 'gap':
      return { ...event, why: REDACTED };
    case 'prog.exit':
    case 'thread.exit':
    case 'held':
    case 'socket.ret':
    case 'listen':
    case 'listen.ret':
    case 'accept':
    case 'setsockopt.ret':
    case 'shutdown':
    case 'shutdown.ret':
    case 'close':
    case 'close.ret':
    case 'recv':
    case 'send.ret':
    case 'connection.end':
    case 'fold':
    case 'end':
      return event;
    default:
      return assertNever(event);
  }
}

/** As many characters, all `*` but line ends: where a line begins is no secret. */
function stars(text: string): string {
  return text.replace(/[^\n]/g, '*');
}

/** A path that leads nowhere but down stays; of any other the last name. */
function relative(path: string): string {
  const leadsDown = !/^(?:[\\/~]|[a-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/i.test(path);
  return leadsDown ? path : lastName(path);
}

function redactArgv([program, ...options]: readonly string[], hosts: StandIns): readonly string[] {
  if (program === undefined) return [];
  return [hosts.text(relative(program)), ...(options.length > 0 ? [REDACTED] : [])];
}

/** A name as programs have them (`ValueError`, `AF_INET`): no place for anything else. */
function nameOf(name: string): string {
  return /^[a-z_][\w.]{0,63}$/i.test(name) ? name : REDACTED;
}

/** Numbers, pointers and the kernel's own constants. */
function argument(text: string): string {
  return /^(?:-?\d+|0x[\da-f]+|[A-Z][A-Z0-9_|]*|[a-z_]+ \*|NULL)$/.test(text) ? text : REDACTED;
}
