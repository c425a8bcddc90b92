/**
 * What each kind of event must have: the table that lines are checked against and events are copied
 * by. The compiler holds it against `format.ts`: a field too many, too few or of another type fails.
 */
import * as field from './fields.ts';
import { oneOf, optional } from './fields.ts';
import type { Field } from './fields.ts';
import type { EventOf, Kind } from './format.ts';

/** Fields by their name in code. Bytes are not among them: they are `u` or `b`. */
type FieldsOf<E> = { readonly [F in Exclude<keyof E, 'kind' | 'bytes'>]-?: Field<E[F]> };

const common = { seq: field.positive, at: field.whole };
const ofProgram = { ...common, program: field.id };
const ofThread = { ...ofProgram, thread: field.id };
const ofSocket = { ...ofThread, socket: field.id, fd: field.whole };
const answer = { ...ofSocket, call: field.positive };
const failure = {
  ...ofThread,
  socket: optional(field.id),
  fd: optional(field.whole),
  call: field.positive,
  name: field.text,
  number: field.integer,
  message: field.text,
};
const bothEnds = { local: field.address, peer: field.address };
const place = { file: field.id, line: field.whole, function: field.text };
const words = { ...common, text: field.text, call: optional(field.positive) };
const step = { ...ofThread, ...place, locals: optional(field.record) };

export const FIELDS: { readonly [K in Kind]: FieldsOf<EventOf<K>> } = {
  file: {
    ...ofProgram,
    file: field.id,
    path: field.text,
    language: oneOf('python', 'typescript'),
    source: field.text,
    twin: optional(field.id),
    twin_lines: optional(field.lineNumbers),
  },
  'prog.start': {
    ...ofProgram,
    name: field.text,
    role: oneOf('server', 'client'),
    argv: field.texts,
    framed_replies: optional(field.flag),
    reads_exactly: optional(field.flag),
  },
  'prog.exit': { ...ofProgram, code: field.integer },
  'thread.start': { ...ofThread, child: field.id, name: field.text },
  'thread.run': { ...ofThread, name: field.text, tid: field.whole },
  'thread.exit': ofThread,
  'thread.err': {
    ...ofThread,
    name: field.text,
    message: field.text,
    file: field.id,
    line: field.whole,
  },
  held: {
    ...ofThread,
    before: field.call,
    socket: optional(field.id),
    fd: optional(field.integer),
    queued: optional(field.whole),
  },
  socket: { ...ofThread, family: field.text, type: field.text },
  'socket.ret': answer,
  'socket.err': failure,
  bind: { ...ofSocket, address: field.address },
  'bind.ret': { ...answer, local: field.address },
  'bind.err': failure,
  connect: { ...ofSocket, address: field.address },
  'connect.ret': { ...answer, ...bothEnds },
  'connect.err': failure,
  listen: { ...ofSocket, backlog: field.integer },
  'listen.ret': answer,
  'listen.err': failure,
  accept: ofSocket,
  'accept.ret': { ...answer, accepted: field.id, peer: field.address, local: field.address },
  'accept.err': failure,
  setsockopt: { ...ofSocket, level: field.text, option: field.text, value: field.integer },
  'setsockopt.ret': answer,
  'setsockopt.err': failure,
  shutdown: { ...ofSocket, how: oneOf('SHUT_RD', 'SHUT_WR', 'SHUT_RDWR') },
  'shutdown.ret': answer,
  'shutdown.err': failure,
  close: { ...ofSocket, by: optional(field.actor) },
  'close.ret': answer,
  'close.err': failure,
  recv: { ...ofSocket, max: optional(field.recvMax), queued: optional(field.whole) },
  'recv.ret': {
    ...answer,
    n: field.whole,
    offset: field.whole,
    queued: optional(field.whole),
    cut: optional(field.whole),
  },
  'recv.err': failure,
  send: { ...ofSocket, len: field.whole, offset: field.whole, cut: optional(field.whole) },
  'send.ret': { ...answer, n: field.whole },
  'send.err': failure,
  kernel: {
    ...ofThread,
    call: field.positive,
    state: field.text,
    syscall: field.text,
    args: field.texts,
  },
  out: {
    ...ofThread,
    stream: oneOf('stdout', 'stderr'),
    text: field.text,
    by: optional(field.actor),
  },
  input: { ...ofThread, prompt: field.text },
  'input.ret': { ...ofThread, call: field.positive, text: optional(field.text) },
  line: step,
  'fn.call': step,
  'fn.return': step,
  exc: { ...ofThread, ...place, name: field.text, message: field.text },
  connection: { ...ofThread, socket: field.id, accepted: field.id, ...bothEnds },
  'connection.end': { ...ofThread, socket: field.id, how: oneOf('FIN', 'RST') },
  note: words,
  marker: words,
  fold: {
    ...ofSocket,
    of: field.call,
    count: field.whole,
    first: field.whole,
    last: field.whole,
  },
  gap: { ...common, count: field.whole, why: field.text },
  end: common,
};
