/** The Wireshark dissector that fits a recording. Its text says where to put it. */
import { ZEROS } from '../protocol/decimal.ts';
import { pairSockets } from '../scene/pairs.ts';
import type { EventOf } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { DISSECTOR } from './lua-dissector.ts';
import type { Part } from './part.ts';

/** The course's. */
const PORT = 5050;

/** The dissector's text: its ports are the course's and those that the recording's servers had. */
export function* writeLua({ trace }: Part): Generator<string> {
  const values: Readonly<Record<string, string>> = {
    HEADER: String(trace.header.protocol.header_bytes),
    PORTS: portsOf(trace).join(','),
    FRAMED: String(hasFramedReplies(trace)),
    ZEROS: ZEROS.join(', '),
  };
  yield DISSECTOR.replace(/@([A-Z]+)@/g, (_, name: string) => values[name] ?? '');
}

function portsOf(trace: Trace): readonly number[] {
  const ports = pairSockets(trace).map(({ serverAddress: [, port] }) => port);
  return [...new Set([PORT, ...ports])].filter((port) => port > 0 && port < 65_536);
}

/** As the server says when it begins, else as the recording's header does. */
function hasFramedReplies(trace: Trace): boolean {
  const starts = [...trace.ofKind('prog.start')].map((at) => trace.at(at) as EventOf<'prog.start'>);
  const server = starts.find(({ role }) => role === 'server');
  return server?.framed_replies ?? trace.header.protocol.framed_replies;
}
