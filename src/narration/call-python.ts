/** A call as the line of Python that makes it: `client.send(b'12' + b' ' * 62)`. */
import { indexPrograms } from '../scene/programs.ts';
import { assertNever } from '../trace/format.ts';
import { lacks } from '../trace/lacks.ts';
import { pythonBytes, pythonText } from '../trace/python-bytes.ts';
import type { Trace } from '../trace/trace.ts';
import { isCall, type CallEvent } from './call-text.ts';

/** The line, or one sentence why there is none. */
export type PythonLine = { readonly line: string } | { readonly why: string };

/**
 * The line that makes the call at a position; undefined where no call begins there. The names are
 * those of the course's programs: `client`, `server`, and `conn` for what an accept returned. It
 * needs `import socket`, and `struct` where it says so.
 */
export function pythonLine(trace: Trace, position: number): PythonLine | undefined {
  const event = trace.at(position);
  if (!isCall(event)) return undefined;
  const why = whyNone(trace, event);
  return why === undefined ? { line: lineOf(event, nameIn(trace, event)) } : { why };
}

function whyNone(trace: Trace, call: CallEvent): string | undefined {
  if (lacks(trace, 'calls')) return 'Its call is not recorded.';
  switch (call.kind) {
    case 'close':
      return call.by === undefined ? undefined : 'No line of the program closed it.';
    case 'send':
      if (call.bytes.length === call.len) return undefined;
      return `${call.len - call.bytes.length} of its bytes are not recorded.`;
    case 'socket':
      return known(call.family, call.type);
    case 'setsockopt':
      return known(call.level, call.option);
    default:
      return undefined;
  }
}

/** Names of constants, several with `|` between. */
const CONSTANTS = /^[A-Z]\w*( ?\| ?[A-Z]\w*)*$/;

function known(...names: readonly string[]): string | undefined {
  const isKnown = names.every((name) => CONSTANTS.test(name));
  return isKnown ? undefined : 'Python has no name for what it was given.';
}

function lineOf(call: CallEvent, name: string): string {
  switch (call.kind) {
    case 'socket':
      return `${name} = socket.socket(${constant(call.family)}, ${constant(call.type)})`;
    case 'bind':
    case 'connect': {
      const [host, port] = call.address;
      return `${name}.${call.kind}((${pythonText(host)}, ${port}))`;
    }
    case 'listen':
      return `${name}.listen(${call.backlog})`;
    case 'accept':
      return `conn, addr = ${name}.accept()`;
    case 'setsockopt': {
      const value = optionValue(call.option, call.value);
      return `${name}.setsockopt(${constant(call.level)}, ${constant(call.option)}, ${value})`;
    }
    case 'shutdown':
      return `${name}.shutdown(${constant(call.how)})`;
    case 'close':
      return `${name}.close()`;
    case 'recv':
      return `${name}.recv(${call.max})`;
    case 'send':
      return `${name}.send(${pythonBytes(call.bytes, "'")})`;
    case 'input':
      return `input(${call.prompt === '' ? '' : pythonText(call.prompt)})`;
    default:
      return assertNever(call);
  }
}

function constant(names: string): string {
  return names
    .split(/ ?\| ?/)
    .map((name) => `socket.${name}`)
    .join(' | ');
}

/** A linger time is a structure of two numbers, the first for "on": socket(7). */
function optionValue(option: string, value: number): string {
  return option === 'SO_LINGER' ? `struct.pack('ii', 1, ${value})` : String(value);
}

function nameIn(trace: Trace, call: CallEvent): string {
  if (indexPrograms(trace).get(call.program)?.role === 'client') return 'client';
  const socket = 'socket' in call ? call.socket : undefined;
  return socket !== undefined && isAccepted(trace, socket) ? 'conn' : 'server';
}

/** The server's end of a connection: an accept's return names it. */
function isAccepted(trace: Trace, socket: number): boolean {
  return trace.ofKind('accept.ret').some((position) => trace.sizes[position] === socket);
}
