/**
 * The trace format, version 1: `*.trace.jsonl`.
 *
 * A trace is UTF-8 text, one JSON object a line, every line ended by `\n`. The first line is the
 * header, every other line one event. A trace is only ever appended to. It is the recording of one
 * operating-system process, made by one writer, numbered by one counter.
 *
 * Readers ignore kinds and fields they do not know; writers never use a name again with another
 * meaning. Bytes after the last `\n` are a line that was being written: they are counted, not parsed.
 * A trace without an `end` event was cut short (its writer died). `DISK_NAMES`: its short names.
 *
 * Order: `seq` (disk `i`) starts at 1 and ascends by one a line. It is the one total order, taken
 * from a shared counter by the thread that did the thing: a call's number before the call, a
 * result's number after it returned. Never order by time, and never by the return of a `send`:
 * it may come after the peer's `recv`. A hole in the numbers means lost events.
 */

export type { TraceHeader } from './format-header.ts';

export const FORMAT_NAME = 'wirestep-trace';
export const FORMAT_VERSION = 1;

/** Code name ↔ disk name, for every field whose two names differ. */
export const DISK_NAMES = {
  seq: 'i',
  at: 't',
  kind: 'k',
  program: 'p',
  thread: 'th',
  socket: 's',
  accepted: 's2',
  call: 're',
  offset: 'off',
  file: 'f',
  line: 'l',
  function: 'fn',
} as const;

export type Role = 'server' | 'client';
export type Detail = 'calls' | 'lines';
/** Host and port as Python's address tuple has them; on disk `["127.0.0.1",5050]`. */
export type Address = readonly [host: string, port: number];

interface Common {
  /** Place in the total order, from 1. */
  readonly seq: number;
  /** Nanoseconds since the trace began. */
  readonly at: number;
}

/** Of one program: a group of threads (the server, client 1), not an OS process. */
interface OfProgram extends Common {
  readonly program: number;
}

/** Of one thread. `thread` is unique in the trace; names such as `Thread-1` only in a program. */
interface OfThread extends OfProgram {
  readonly thread: number;
}

/** Of one socket. `socket` is never used again in the trace, unlike `fd`. */
interface OfSocket extends OfThread {
  readonly socket: number;
  /** 0 in a capture, which shows no descriptors. */
  readonly fd: number;
}

/** The answer to an earlier event: `call` is that event's `seq`. */
interface Answer {
  readonly call: number;
}

/** A call that failed. `STOPPED` as name: woken by wirestep's own stop, not by the peer. */
interface Failure extends Answer {
  /** errno's name (`ECONNRESET`), a Python exception (`ValueError`), or `STOPPED`. */
  readonly name: string;
  /** errno's number on the recording machine; 0 where there is none. */
  readonly number: number;
  readonly message: string;
}

/** One side of a chunk: what a `send` gave or a `recv` took. */
interface Chunk {
  /** Offset of the first byte in that direction's stream, from 0. */
  readonly offset: number;
  /** On disk `u` (a JSON string) where valid UTF-8 with few control characters, else `b` (base64). */
  readonly bytes: Uint8Array;
  /** So many last bytes of the chunk are not in an imported recording: `bytes` has the others. */
  readonly cut?: number;
}

/** Socket calls without bytes, in POSIX's names. */
export type PlainCall =
  'socket' | 'bind' | 'listen' | 'connect' | 'shutdown' | 'setsockopt' | 'accept' | 'close';
export type Call = PlainCall | 'recv' | 'send';

/** Who did it, where it was not the program's own statement. */
export type Actor =
  /** Nothing refers to the socket any more, so Python's reference counting closes it. */
  | 'collector'
  /** The program ended; the operating system closes what it left open. */
  | 'exit'
  /** wirestep itself: a notice on a terminal, an end by its own stop. */
  | 'wirestep';

export type TraceEvent =
  // ── sources ─────────────────────────────────────────────────────────────────────────────────
  /** A program's source text. `twin`: the Python file it mirrors; `twin_lines[n-1]`: the Python
   *  line that TypeScript line n stands for, 0 for none. */
  | (OfProgram & {
      readonly kind: 'file';
      readonly file: number;
      readonly path: string;
      readonly language: 'python' | 'typescript';
      readonly source: string;
      readonly twin?: number;
      readonly twin_lines?: readonly number[];
    })
  // ── programs and threads ────────────────────────────────────────────────────────────────────
  | (OfProgram & {
      readonly kind: 'prog.start';
      readonly name: string;
      readonly role: Role;
      readonly argv: readonly string[];
      /** Replies stand behind headers (a client takes them so); absent: they do not. */
      readonly framed_replies?: boolean;
      /** It asks again until a header or payload is whole. */
      readonly reads_exactly?: boolean;
    })
  | (OfProgram & { readonly kind: 'prog.exit'; readonly code: number })
  /** In the parent (`thread`): `child` will run. The first thread of a program has no parent and
   *  no `thread.start`. */
  | (OfThread & { readonly kind: 'thread.start'; readonly child: number; readonly name: string })
  /** In the child: its first act. `tid`: the kernel's number for it. */
  | (OfThread & { readonly kind: 'thread.run'; readonly name: string; readonly tid: number })
  | (OfThread & { readonly kind: 'thread.exit' })
  /** The thread died of an exception. `name` and `message` as Python prints them. */
  | (OfThread & {
      readonly kind: 'thread.err';
      readonly name: string;
      readonly message: string;
      readonly file: number;
      readonly line: number;
    })
  /** At a closed gate, before the call `before`; of a recv again whenever `queued` has changed. */
  | (OfThread &
      Partial<OfSocket> & {
        readonly kind: 'held';
        readonly before: Call;
        readonly queued?: number;
      })
  // ── socket calls ────────────────────────────────────────────────────────────────────────────
  | (OfThread & { readonly kind: 'socket'; readonly family: string; readonly type: string })
  | (OfSocket & Answer & { readonly kind: 'socket.ret' })
  | (OfSocket & { readonly kind: 'bind' | 'connect'; readonly address: Address })
  | (OfSocket & Answer & { readonly kind: 'bind.ret'; readonly local: Address })
  | (OfSocket &
      Answer & { readonly kind: 'connect.ret'; readonly local: Address; readonly peer: Address })
  | (OfSocket & { readonly kind: 'listen'; readonly backlog: number })
  | (OfSocket & { readonly kind: 'accept' })
  /** `accepted` is the new socket, `fd` its descriptor (the listener's own is in `accept`). */
  | (OfSocket &
      Answer & {
        readonly kind: 'accept.ret';
        readonly accepted: number;
        readonly peer: Address;
        readonly local: Address;
      })
  | (OfSocket & {
      readonly kind: 'setsockopt';
      readonly level: string;
      readonly option: string;
      readonly value: number;
    })
  | (OfSocket & { readonly kind: 'shutdown'; readonly how: 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR' })
  /** `by`: absent where the program itself calls close(). */
  | (OfSocket & { readonly kind: 'close'; readonly by?: Actor })
  | (OfSocket &
      Answer & { readonly kind: 'listen.ret' | 'setsockopt.ret' | 'shutdown.ret' | 'close.ret' })
  /** `max` as the program asked: a string of digits where it is beyond 2^53, negative as it came;
   *  absent where a log of strace ends before the call returned: it says it only then. `queued`:
   *  bytes already waiting in this socket, by FIONREAD just before the call. */
  | (OfSocket & { readonly kind: 'recv'; readonly max?: number | string; readonly queued?: number })
  /** `n` bytes were returned. n = 0 with max > 0: the end of the stream. `queued`: still waiting
   *  just after the call. */
  | (OfSocket &
      Answer &
      Chunk & { readonly kind: 'recv.ret'; readonly n: number; readonly queued?: number })
  /** `len` bytes were handed to the kernel; `send.ret` says how many it took. */
  | (OfSocket & Chunk & { readonly kind: 'send'; readonly len: number })
  | (OfSocket & Answer & { readonly kind: 'send.ret'; readonly n: number })
  | (OfThread &
      Failure & { readonly kind: `${Call}.err`; readonly socket?: number; readonly fd?: number })
  /** The kernel's own word for a blocked thread, from /proc, sampled once after 20 ms: its state
   *  letter, and the system call it sits in with the arguments. `thread` is the blocked one. */
  | (OfThread &
      Answer & {
        readonly kind: 'kernel';
        readonly state: string;
        readonly syscall: string;
        readonly args: readonly string[];
      })
  // ── terminals ───────────────────────────────────────────────────────────────────────────────
  /** `by: 'wirestep'`: a notice of ours, not the program's own words; or `CTRL_C_ECHO`. */
  | (OfThread & {
      readonly kind: 'out';
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
      readonly by?: Actor;
    })
  | (OfThread & { readonly kind: 'input'; readonly prompt: string })
  /** `text` without the line end; absent where the input ended (end of file). */
  | (OfThread & Answer & { readonly kind: 'input.ret'; readonly text?: string })
  // ── lines and locals (detail: lines) ────────────────────────────────────────────────────────
  /** About to run this line. `locals`: those that changed since this function's last event, as
   *  Python would show them, each cut at 80 characters. */
  | (OfThread & {
      readonly kind: 'line' | 'fn.call' | 'fn.return';
      readonly file: number;
      readonly line: number;
      readonly function: string;
      readonly locals?: Readonly<Record<string, string>>;
    })
  /** An exception was raised in this line (it may be the last the thread does). */
  | (OfThread & {
      readonly kind: 'exc';
      readonly file: number;
      readonly line: number;
      readonly function: string;
      readonly name: string;
      readonly message: string;
    })
  // ── captures (`imported.from` of the header) ────────────────────────────────────────────────
  /** Two ends found each other; no call of either is recorded, and one thread stands in for each.
   *  `thread`, `socket`, `local`: the client's; `accepted`, `peer`: the server's. */
  | (OfThread & {
      readonly kind: 'connection';
      readonly socket: number;
      readonly accepted: number;
      readonly local: Address;
      readonly peer: Address;
    })
  /** This end sends no more (FIN), or broke the connection off (RST). */
  | (OfThread & {
      readonly kind: 'connection.end';
      readonly socket: number;
      readonly how: 'FIN' | 'RST';
    })
  // ── about the recording ─────────────────────────────────────────────────────────────────────
  /** Words about the event `call`, or about the whole where there is none. */
  | (Common & { readonly kind: 'note' | 'marker'; readonly text: string; readonly call?: number })
  /** A run of `count` identical calls `of` that were not written one by one; `first` and `last`
   *  are the times (ns) of the first and the last of them. */
  | (OfSocket & {
      readonly kind: 'fold';
      readonly of: Call;
      readonly count: number;
      readonly first: number;
      readonly last: number;
    })
  /** `count` events before this one were lost or withheld, and why. 0: it is bytes that are missing,
   *  and `why` says how many. */
  | (Common & { readonly kind: 'gap'; readonly count: number; readonly why: string })
  /** The recording was closed in order. Always the last line. */
  | (Common & { readonly kind: 'end' });

export type Kind = TraceEvent['kind'];
/** The event of one kind; `Extract` would lose the kinds that share a member of the union. */
export type EventOf<K extends Kind, E = TraceEvent> = E extends { readonly kind: Kind }
  ? K extends E['kind']
    ? E & { readonly kind: K }
    : never
  : never;

/** Every kind, in the order of the union; a kind's place here is its number in `Trace.kinds`. */
// prettier-ignore
export const KINDS = [
  'file', 'prog.start', 'prog.exit', 'thread.start', 'thread.run', 'thread.exit', 'thread.err', 'held',
  'socket', 'socket.ret', 'socket.err', 'bind', 'bind.ret', 'bind.err', 'connect', 'connect.ret',
  'connect.err', 'listen', 'listen.ret', 'listen.err', 'accept', 'accept.ret', 'accept.err',
  'setsockopt', 'setsockopt.ret', 'setsockopt.err', 'shutdown', 'shutdown.ret', 'shutdown.err',
  'close', 'close.ret', 'close.err', 'recv', 'recv.ret', 'recv.err', 'send', 'send.ret', 'send.err',
  'kernel', 'out', 'input', 'input.ret', 'line', 'fn.call', 'fn.return', 'exc',
  'connection', 'connection.end', 'note', 'marker', 'fold', 'gap', 'end',
] as const satisfies readonly Kind[];

/** Every kind has been handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}
