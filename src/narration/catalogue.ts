/**
 * Everything that wirestep says about a recording, as one type: a language is one object of it, and
 * a second language only a second file. No sentence is put together anywhere else.
 *
 * A message is given values, never pieces of sentences: who, how many, which call. Word order and
 * plurals are the language's own. Texts that came from outside are visible already, and bytes and
 * typed lines stand in quotes already.
 */
import type { Actor, Call } from '../trace/format.ts';
import type { HeaderFault } from '../protocol/header.ts';

export type Message<Given> = (given: Given) => string;

/** `who`: what the thread is called. */
interface Who {
  readonly who: string;
}

export interface Catalogue {
  /** BCP 47: `en`. */
  readonly language: string;
  readonly names: NameMessages;
  readonly events: EventMessages;
  readonly findings: FindingMessages;
  readonly differences: DifferenceMessages;
}

/** For what the recording gives no name. */
export interface NameMessages {
  readonly thread: Message<{ readonly id: number }>;
  readonly program: Message<{ readonly id: number }>;
}

/** What one event is, in one sentence or two. */
export interface EventMessages {
  readonly beforeFirst: string;
  readonly source: Message<{ readonly program: string; readonly path: string }>;
  readonly programStarts: Message<{ readonly program: string }>;
  readonly programEnds: Message<{ readonly program: string; readonly code: number }>;
  readonly startsThread: Message<Who & { readonly child: string }>;
  readonly threadRuns: Message<Who>;
  readonly threadEnds: Message<Who>;
  readonly threadDies: Message<Who & { readonly error: string }>;
  /** The presenter's gate is closed. `waiting`: bytes in the socket's queue meanwhile. */
  readonly held: Message<Who & { readonly call: Call; readonly waiting?: number }>;
  readonly asksForSocket: Message<Who>;
  readonly hasSocket: Message<Who & { readonly fd: number }>;
  readonly asksForAddress: Message<Who & { readonly address: string }>;
  readonly hasAddress: Message<Who & { readonly address: string }>;
  readonly connects: Message<Who & { readonly address: string }>;
  /** `address`: its own end's. */
  readonly connected: Message<Who & { readonly address: string }>;
  readonly listens: Message<Who>;
  readonly listening: Message<Who>;
  readonly waitsForConnection: Message<Who>;
  readonly accepted: Message<Who & { readonly peer: string; readonly fd: number }>;
  readonly setsOption: Message<Who & { readonly option: string; readonly value: number }>;
  readonly optionSet: Message<Who>;
  readonly shutsDown: Message<Who & { readonly how: string }>;
  readonly shutDown: Message<Who>;
  /** `by`: absent where the program itself did it. */
  readonly closes: Message<Who & { readonly by?: Actor }>;
  readonly closed: Message<Who & { readonly fd: number }>;
  /** `max`: absent where it is not recorded.
   *  `waiting`: bytes that were measured to be there just before; absent where nobody measured.
   *  `waits`: none were, and nothing says that the call came back with none. */
  readonly asks: Message<
    Who & { readonly max?: number; readonly waiting?: number; readonly waits: boolean }
  >;
  readonly asksForNothing: Message<Who>;
  readonly asksForLessThanNothing: Message<Who & { readonly max: number | string }>;
  readonly asksForTooMuch: Message<Who & { readonly max: number | string }>;
  /** `max`: absent where the call is lost. `waiting`: as in `asks`, just after. `cut`: so many of
   *  the bytes are not recorded; of `gives`, too. */
  readonly got: Message<
    Who & {
      readonly n: number;
      readonly max?: number | string;
      readonly bytes: string;
      readonly cut?: number;
      readonly waiting?: number;
    }
  >;
  readonly gotNothingAsAsked: Message<Who>;
  readonly gotEnd: Message<Who>;
  /** Nothing, and the call is lost: the end of the stream, or nothing was asked for. */
  readonly gotNothing: Message<Who>;
  readonly gives: Message<
    Who & { readonly len: number; readonly bytes: string; readonly cut?: number }
  >;
  /** `len`: what was given; absent where the call is lost. */
  readonly gave: Message<Who & { readonly n: number; readonly len?: number }>;
  readonly failed: Message<
    Who & { readonly call: string; readonly name: string; readonly message: string }
  >;
  readonly stopped: Message<Who & { readonly call: string }>;
  /** By Ctrl-C, pressed on its terminal. */
  readonly interrupted: Message<Who & { readonly call: string }>;
  /** `asleep`: the kernel said that the thread sleeps. */
  readonly kernel: Message<Who & { readonly syscall: string; readonly asleep: boolean }>;
  readonly prints: Message<Who & { readonly text: string; readonly asError: boolean }>;
  readonly interruptPressed: Message<Who>;
  readonly notesOnTerminal: Message<{ readonly text: string }>;
  readonly waitsForLine: Message<Who>;
  readonly inputEnded: Message<Who>;
  readonly enterPressed: Message<Who>;
  readonly readsLine: Message<Who & { readonly text: string }>;
  readonly line: Message<Who & { readonly line: number; readonly name: string }>;
  readonly enters: Message<Who & { readonly name: string }>;
  readonly leaves: Message<Who & { readonly name: string }>;
  readonly raises: Message<Who & { readonly line: number; readonly error: string }>;
  /** As a capture shows it: `address` is the client's, `peer` the server's. */
  readonly connectionBegins: Message<Who & { readonly address: string; readonly peer: string }>;
  /** As a capture shows it. `cut`: so many of the bytes are not in it. */
  readonly sent: Message<
    Who & { readonly len: number; readonly bytes: string; readonly cut: number }
  >;
  readonly sendsNoMore: Message<Who>;
  readonly breaksOff: Message<Who>;
  readonly note: Message<{ readonly text: string }>;
  readonly marker: Message<{ readonly text: string }>;
  readonly folded: Message<Who & { readonly call: Call; readonly count: number }>;
  readonly missing: Message<{ readonly count: number; readonly why: string }>;
  readonly end: string;
}

/** One kind of finding: its name, what happened, and why, or what to do about it. */
export interface FindingMessage<Given> {
  readonly title: string;
  readonly what: Message<Given>;
  readonly why: Message<Given>;
}

/** What a diagnosis can find. */
export interface FindingMessages {
  /** `says`: the header's number; `bytes`: what the message really had; `left`: what was not taken. */
  readonly 'counted-characters': FindingMessage<
    Who & { readonly says: number; readonly bytes: number; readonly left: number }
  >;
  /** The client is recorded: its send had another length than the header before it. */
  readonly 'wrong-length': FindingMessage<Who & { readonly says: number; readonly bytes: number }>;
  readonly 'split-header': FindingMessage<Who & { readonly n: number; readonly max: number }>;
  readonly 'short-recv': FindingMessage<Who & { readonly n: number; readonly max: number }>;
  /** It got less, and asked for the rest: as it should be. */
  readonly 'asked-again': FindingMessage<Who & { readonly n: number; readonly max: number }>;
  /** `text`: what stood there, in quotes. */
  readonly 'bad-header': FindingMessage<
    Who & { readonly fault: HeaderFault; readonly text: string }
  >;
  /** `knocker`: what sends such first bytes. */
  readonly knock: FindingMessage<Who & { readonly knocker: 'browser' | 'tls' | 'ssh' }>;
  readonly 'not-utf8': FindingMessage<Who & { readonly n: number; readonly bytes: string }>;
  /** `waiting`: bytes of the next message that were there when one had been taken. */
  readonly 'sent-ahead': FindingMessage<Who & { readonly waiting: number }>;
  /** `sends`: how many had a part in what one recv took. */
  readonly coalesced: FindingMessage<Who & { readonly n: number; readonly sends: number }>;
  /** `inside`: in the middle of a message. */
  readonly 'no-goodbye': FindingMessage<Who & { readonly inside: boolean }>;
  readonly reset: FindingMessage<Who & { readonly call: string; readonly name: string }>;
  readonly 'endless-loop': FindingMessage<Who & { readonly times: number }>;
  /** `first`: it was its program's first thread. */
  readonly 'thread-died': FindingMessage<Who & { readonly error: string; readonly first: boolean }>;
  /** `ms`: how long it stayed open after; absent where nobody closed it. */
  readonly 'left-open': FindingMessage<Who & { readonly ms?: number }>;
  /** `recorded`: the sender is, so that its send is known to have returned before. */
  readonly stall: FindingMessage<
    Who & { readonly n: number; readonly ms: number; readonly recorded: boolean }
  >;
  readonly refused: FindingMessage<Who & { readonly address: string }>;
  readonly 'address-in-use': FindingMessage<Who & { readonly address: string }>;
  readonly 'call-failed': FindingMessage<
    Who & { readonly call: string; readonly name: string; readonly message: string }
  >;
  /** `why`: absent where only the numbers have a hole. */
  readonly missing: FindingMessage<{ readonly count: number; readonly why?: string }>;
  readonly unfinished: FindingMessage<object>;
}

export type FindingKind = keyof FindingMessages;

export type Side = 'left' | 'right';

/** Which call of a thread is the first that differs. */
interface Where extends Who {
  /** Counted from 1 in its thread. */
  readonly number: number;
}

/** Two values that differ. */
interface Both<Value> {
  readonly left: Value;
  readonly right: Value;
}

/** How two recordings differ. `call` is written as code: `recv(64)`. */
export interface DifferenceMessages {
  readonly none: string;
  /** One is a capture of the network, the other has calls. */
  readonly captured: Message<{ readonly side: Side }>;
  /** Every thread does the same, but they took turns differently. */
  readonly turns: Message<Both<string> & { readonly number: number }>;
  readonly onlyOn: Message<Who & { readonly side: Side }>;
  readonly calls: Message<Where & Both<string>>;
  /** `because`: the name of a finding about one of the two. */
  readonly counts: Message<
    Where & Both<number> & { readonly call: string; readonly because?: string }
  >;
  readonly bytes: Message<Where & Both<string> & { readonly call: string }>;
  /** An error's name, or undefined where the call succeeded. */
  readonly errors: Message<Where & Both<string | undefined> & { readonly call: string }>;
  /** One side's thread has no such call any more. */
  readonly ends: Message<Where & { readonly side: Side; readonly call: string }>;
  /** On one side the call has not returned. */
  readonly open: Message<Where & { readonly side: Side; readonly call: string }>;
  readonly dies: Message<Where & { readonly side: Side; readonly error: string }>;
}
