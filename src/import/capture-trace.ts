/** Capture → trace: what the packets show becomes connections and sends, everything else is left out. */
import { FORMAT_NAME, FORMAT_VERSION } from '../trace/format.ts';
import type { TraceEvent, TraceHeader } from '../trace/format.ts';
import { ImportError } from '../trace/import-error.ts';
import type { Limits } from '../trace/limits.ts';
import { writeHeader, writeLine } from '../trace/write.ts';
import type { Capture } from './capture.ts';
import { captureNotes, addressText } from './capture-notes.ts';
import type { Conversation, End, Happening, Sent } from './conversation.ts';
import { Conversations } from './conversations.ts';
import type { ImportedFile, OnRead } from './imported-file.ts';
import { Lines } from './lines.ts';
import { chooseTalks, startsWithHeader } from './roles.ts';
import type { Talk } from './roles.ts';

type Numbered<E> = E extends TraceEvent ? Omit<E, 'seq' | 'at'> : never;
type Told = Numbered<TraceEvent>;

/** @throws {ImportError} where no packet is of a connection that is of the course's protocol */
export function captureTrace(capture: Capture, limits: Limits, onread?: OnRead): ImportedFile {
  const conversations = new Conversations(capture, onread);
  // What wirestep wrote itself is of the protocol, whatever the programs sent.
  const own = capture.tool.startsWith('wirestep');
  const { shown, others } = chooseTalks(conversations.all, own);
  const connected = connectedIn(conversations.log, shown);
  if (shown.length === 0) throw new ImportError(0, 0, nothingIn(capture, others));
  const cast = new Cast(connected);
  const lines = new Lines(limits.bytes);
  lines.add(writeHeader(headerOf(capture, connected, cast)));
  let seq = 0;
  const write = (told: Told, at: number) =>
    lines.add(writeLine({ ...told, seq: ++seq, at } as TraceEvent));
  for (const text of captureNotes(capture, conversations, shown, others))
    write({ kind: 'note', text }, 0);
  let last = 0;
  for (const happening of conversations.log) {
    const told = cast.tell(happening);
    if (told === undefined) continue;
    if (!write(told, (last = happening.at))) break;
  }
  const { problems } = capture;
  if (lines.full)
    problems.report(0, `the trace of it has more bytes than the limit is: ${limits.bytes}`);
  else if (problems.damaged === 0) write({ kind: 'end' }, last);
  const { damage, damaged } = problems;
  return { trace: lines.joined(), damage, damaged, from: 'capture' };
}

/** The shown connections that came about, in the order in which they did. */
function connectedIn(log: readonly Happening[], shown: readonly Talk[]): readonly Talk[] {
  const talks = new Map(shown.map((talk) => [talk.conversation, talk]));
  return log.flatMap(({ what, conversation }) => {
    const talk = what === 'connected' ? talks.get(conversation) : undefined;
    return talk === undefined ? [] : [talk];
  });
}

/** Who is who: programs, sockets and the threads that stand in, by number. */
class Cast {
  readonly programs: TraceHeader['programs'];
  readonly #talks = new Map<Conversation, { readonly talk: Talk; readonly number: number }>();
  readonly #servers = new Map<string, number>();

  /** @param connected number n of the list is connection n + 1 */
  constructor(connected: readonly Talk[]) {
    connected.forEach((talk, n) => {
      this.#talks.set(talk.conversation, { talk, number: n + 1 });
      const server = addressText(talk.server.address);
      if (!this.#servers.has(server)) this.#servers.set(server, this.#servers.size + 1);
    });
    const alone = this.#servers.size === 1;
    const servers = [...this.#servers].map(([address, p]) => {
      return { p, role: 'server' as const, name: alone ? 'server' : `server ${address}` };
    });
    const clients = connected.map((_, n) => {
      return { p: servers.length + n + 1, role: 'client' as const, name: `client-${n + 1}` };
    });
    this.programs = [...servers, ...clients];
  }

  /** The event of what happened; undefined where it is of a connection that is not shown. */
  tell(happening: Happening): Told | undefined {
    const known = this.#talks.get(happening.conversation);
    if (known === undefined) return undefined;
    const { talk, number } = known;
    const program = this.#servers.get(addressText(talk.server.address)) ?? 1;
    const client = sideOf(number * 2 - 1, this.#servers.size + number);
    const server = sideOf(number * 2, program);
    const side = (end: End) => (end === talk.client ? client : server);
    switch (happening.what) {
      case 'connected': {
        const [local, peer] = [talk.client.address, talk.server.address];
        return { kind: 'connection', ...client, accepted: server.socket, local, peer };
      }
      case 'sent':
        return sendOf(happening, side(happening.end));
      case 'hole': {
        const who = happening.end === talk.client ? 'client' : 'server';
        const many = happening.missing === 1 ? '1 byte is' : `${happening.missing} bytes are`;
        const why = `${many} not in the capture, which the ${who} sent on connection ${number}`;
        return { kind: 'gap', count: 0, why };
      }
      case 'ended':
        return { kind: 'connection.end', ...side(happening.end), how: happening.how };
    }
  }
}

interface Side {
  readonly program: number;
  /** Stands in for whoever made the calls; has the number of the socket. */
  readonly thread: number;
  readonly socket: number;
}

function sideOf(socket: number, program: number): Side {
  return { program, thread: socket, socket };
}

function sendOf({ offset, pieces, length, captured }: Sent, side: Side): Told {
  const bytes = new Uint8Array(captured);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const cut = length === captured ? {} : { cut: length - captured };
  return { kind: 'send', ...side, fd: 0, len: length, offset, bytes, ...cut };
}

function headerOf(capture: Capture, talks: readonly Talk[], { programs }: Cast): TraceHeader {
  const { epoch, tool, os, hardware: arch } = capture;
  const replies = talks.filter(({ server }) => server.head.length > 0);
  const framed = replies.length > 0 && replies.every(({ server }) => startsWithHeader(server));
  return {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    id: 'capture',
    title: `Capture of ${talks.length === 1 ? 'one connection' : `${talks.length} connections`}`,
    epoch_ns: String(epoch < 0n ? 0n : epoch).slice(0, 30),
    mono_ns: '0',
    clock: 'capture',
    generator: 'wirestep, from a capture',
    host: { os, arch, runtime: '' },
    pid: 0,
    programs,
    protocol: { header_bytes: 64, pad: '20', encoding: 'utf-8', framed_replies: framed },
    imported: {
      from: 'capture',
      tool,
      missing: ['calls', 'threads', 'queues', 'source', 'terminals'],
    },
    detail: 'calls',
    ext: {},
  };
}

function nothingIn(capture: Capture, others: readonly Talk[]): string {
  if (capture.length === 0) return 'the capture has no packets';
  const found = `${capture.length} ${capture.length === 1 ? 'packet' : 'packets'}`;
  if (others.length === 0) return `the capture has ${found}, but none of a TCP connection`;
  const ports = [...new Set(others.map(({ server }) => server.address[1]))].slice(0, 5);
  return (
    `the capture has ${others.length} TCP ${others.length === 1 ? 'connection' : 'connections'} ` +
    `(port ${ports.join(', ')}), but none to port 5050 and none that begins with a header`
  );
}
