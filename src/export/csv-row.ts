/** One event as the cells of a row. */
import { createCallLog } from '../narration/call-log.ts';
import { callText, isCall, resultText } from '../narration/call-text.ts';
import { createNames } from '../narration/names.ts';
import { pairSockets } from '../scene/pairs.ts';
import { utf8 } from '../trace/chunk.ts';
import type { TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible, visibleLines } from '../trace/visible.ts';
import { hexOf } from '../trace/hex.ts';
import { hostAndPort } from './streams.ts';

/** `time_ns`: since the recording began. `answers`: the event whose call this is the result of, and
 *  `duration_ns` how long that took. `bytes`: how many a call asked for, gave or took.
 *  `not_recorded`: how many of them the recording does not have. `text`: empty where bytes are no
 *  UTF-8; `hex` has them. */
export const COLUMNS = [
  'event', 'time_ns', 'utc', 'program', 'thread', 'thread_id', 'kind', 'what', 'answers',
  'duration_ns', 'local', 'peer', 'connection', 'direction', 'socket', 'fd', 'offset', 'bytes', 'not_recorded',
  'waiting', 'text', 'hex', 'file', 'line', 'function', 'locals',
] as const; // prettier-ignore

type Cells = { readonly [C in (typeof COLUMNS)[number]]?: string | number | undefined };

/** Gives the cells of the event at a position, in the order of `COLUMNS`. */
export function createRows(trace: Trace): (position: number) => readonly (string | number)[] {
  const names = createNames(trace);
  const log = createCallLog(trace);
  const ends = endsOf(trace);
  const paths = pathsOf(trace);
  const epoch = BigInt(trace.header.epoch_ns);
  const shortText = (event: TraceEvent, position: number): string => {
    if (isCall(event)) return callText(event, undefined);
    if ('message' in event) return `${visible(event.name)}: ${visible(event.message)}`;
    const isResult = 'call' in event && /\.ret$/.test(event.kind);
    return isResult ? resultText(event) : bare(log.line(position)?.text ?? '');
  };
  return (position) => {
    const event = trace.at(position);
    const cells: Cells = {
      event: event.seq,
      time_ns: event.at,
      utc: utcText(epoch + BigInt(event.at)),
      program: 'program' in event ? names.program(event.program) : '',
      thread: 'thread' in event ? names.thread(event.thread) : '',
      thread_id: 'thread' in event ? event.thread : '',
      kind: event.kind,
      what: shortText(event, position),
      ...answerCells(event, trace),
      ...socketCells(event, ends),
      ...textCells(event),
      ...placeCells(event, paths),
    };
    return COLUMNS.map((column) => cells[column] ?? '');
  };
}

/** Without the marks that tell such lines from calls in a log. */
function bare(text: string): string {
  return text.replace(/^(\+\+\+|---) (.*) \1$/, '$2');
}

function answerCells(event: TraceEvent, trace: Trace): Cells {
  if (!('call' in event) || event.call === undefined) return {};
  const call = trace.positionOf(event.call);
  const answers = event.call;
  const returned = /\.(?:ret|err)$/.test(event.kind) && call >= 0;
  return returned ? { answers, duration_ns: event.at - (trace.ats[call] as number) } : { answers };
}

/** An end of a connection, by its socket. */
interface End {
  readonly connection: number;
  readonly isClient: boolean;
}

function endsOf(trace: Trace): ReadonlyMap<number, End> {
  const ends = new Map<number, End>();
  for (const { id, client, server } of pairSockets(trace)) {
    if (client !== undefined) ends.set(client, { connection: id, isClient: true });
    if (server !== undefined) ends.set(server, { connection: id, isClient: false });
  }
  return ends;
}

function socketCells(event: TraceEvent, ends: ReadonlyMap<number, End>): Cells {
  if (!('socket' in event) || event.socket === undefined) return {};
  const socket = 'accepted' in event ? event.accepted : event.socket;
  const end = ends.get(socket);
  return {
    socket,
    fd: 'fd' in event ? event.fd : undefined,
    local: 'local' in event ? hostAndPort(event.local) : undefined,
    peer: 'peer' in event ? hostAndPort(event.peer) : undefined,
    connection: end?.connection,
    direction: end && directionOf(event, end),
    offset: 'offset' in event ? event.offset : undefined,
    bytes: bytesOf(event),
    waiting: 'queued' in event ? event.queued : undefined,
  };
}

function directionOf({ kind }: TraceEvent, { isClient }: End): string | undefined {
  const sends = kind === 'send' || kind === 'send.ret';
  if (!sends && kind !== 'recv' && kind !== 'recv.ret') return undefined;
  return isClient === sends ? 'client to server' : 'server to client';
}

function bytesOf(event: TraceEvent): number | string | undefined {
  if (event.kind === 'send') return event.len;
  if (event.kind === 'recv') return event.max;
  return event.kind === 'send.ret' || event.kind === 'recv.ret' ? event.n : undefined;
}

function textCells(event: TraceEvent): Cells {
  if ('bytes' in event) {
    const text = visibleLines(utf8(event.bytes) ?? '');
    return { text, hex: hexOf(event.bytes), not_recorded: event.cut };
  }
  if (event.kind === 'input') return { text: visibleLines(event.prompt) };
  if ('text' in event && event.text !== undefined) return { text: visibleLines(event.text) };
  return {};
}

function pathsOf(trace: Trace): ReadonlyMap<number, string> {
  const paths = new Map<number, string>();
  for (const position of trace.ofKind('file')) {
    const event = trace.at(position);
    if (event.kind === 'file') paths.set(event.file, visible(event.path));
  }
  return paths;
}

function placeCells(event: TraceEvent, paths: ReadonlyMap<number, string>): Cells {
  if (!('file' in event)) return {};
  const cells: Cells = { file: paths.get(event.file) ?? event.file };
  if (event.kind === 'file') return cells;
  const locals = 'locals' in event ? Object.entries(event.locals ?? {}) : [];
  return {
    ...cells,
    line: event.line,
    function: 'function' in event ? visible(event.function) : '',
    locals: locals.map(([name, value]) => `${visible(name)} = ${visible(value)}`).join('; '),
  };
}

/** `2026-09-14T12:00:00.123456789Z` */
function utcText(ns: bigint): string {
  const date = new Date(Number(ns / 1_000_000n));
  if (Number.isNaN(date.getTime())) return '';
  const fraction = String(ns % 1_000_000_000n).padStart(9, '0');
  return `${date.toISOString().slice(0, 19)}.${fraction}Z`;
}
