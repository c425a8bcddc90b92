/** What wirestep says of one event in English. Apart from the rest: every page needs it at once. */
import type { Catalogue, EventMessages } from './catalogue.ts';
import { bytes, counted, ended } from './words.ts';

/** Exit codes of programs that a signal ended, as a shell tells them. */
const SIGNALS: Readonly<Record<number, string>> = {
  129: ': its terminal was closed',
  130: ': Ctrl-C ended it',
};

/** What the bytes are, as far as that is recorded. */
function taken(length: number, shown: string, cut: number): string {
  if (cut === 0) return `: ${ended(shown)}`;
  if (cut === length) return '. What they were is not recorded.';
  return `: ${ended(shown)} ${counted(cut, 'of them is', 'of them are')} not recorded.`;
}

const events: EventMessages = {
  beforeFirst: 'Before the first event.',
  source: ({ program, path }) => `The source of ${program}: ${path}.`,
  programStarts: ({ program }) => `The program ${program} starts.`,
  programEnds: ({ program, code }) =>
    `The program ${program} ends with exit code ${code}${SIGNALS[code] ?? ''}.`,
  startsThread: ({ who, child }) => `${who} starts a new thread: ${child}.`,
  threadRuns: ({ who }) => `${who} runs.`,
  threadEnds: ({ who }) => `${who} ends.`,
  threadDies: ({ who, error }) => `${who} dies of an exception: ${error}.`,
  held: ({ who, call, waiting }) =>
    `${who} is held before ${call}: it waits for wirestep, not for the kernel.` +
    (waiting === undefined || waiting === 0
      ? ''
      : ` Meanwhile ${bytes(waiting)} ${waiting === 1 ? 'waits' : 'wait'} in its queue.`),
  asksForSocket: ({ who }) => `${who} asks for a new socket.`,
  hasSocket: ({ who, fd }) => `${who} has its socket, number ${fd}.`,
  asksForAddress: ({ who, address }) => `${who} asks for the address ${address}.`,
  hasAddress: ({ who, address }) => `${who} has the address ${address}.`,
  connects: ({ who, address }) => `${who} asks for a connection to ${address}.`,
  connected: ({ who, address }) => `${who} is connected; its own address is ${address}.`,
  listens: ({ who }) => `${who} asks the kernel to listen: from now on clients can connect.`,
  listening: ({ who }) => `The socket of ${who} listens.`,
  waitsForConnection: ({ who }) => `${who} waits for a connection.`,
  accepted: ({ who, peer, fd }) => `${who} got a connection from ${peer}, as socket ${fd}.`,
  setsOption: ({ who, option, value }) => `${who} sets the option ${option} to ${value}.`,
  optionSet: ({ who }) => `The option of ${who} is set.`,
  shutsDown: ({ who, how }) => `${who} shuts its connection down (${how}).`,
  shutDown: ({ who }) => `The connection is shut down on the side of ${who}.`,
  closes: ({ who, by }) => {
    switch (by) {
      case 'collector':
        return `Nothing refers to the socket any more, so Python closes it, in ${who}.`;
      case 'exit':
        return `The program has ended: the operating system closes the socket of ${who}.`;
      case 'wirestep':
        return `wirestep closes the socket of ${who}.`;
      default:
        return `${who} closes its socket.`;
    }
  },
  closed: ({ who, fd }) => `Socket ${fd} of ${who} is closed.`,
  asks: ({ who, max, waiting, waits }) => {
    const much = max === undefined ? 'bytes; for how many is not recorded' : `up to ${bytes(max)}`;
    const asks = `${who} asks the kernel for ${much}.`;
    if (waiting === undefined) return asks;
    if (waiting === 0) return `${asks} None have arrived${waits ? ', so it waits' : ''}.`;
    return `${asks} ${bytes(waiting)} ${waiting === 1 ? 'is' : 'are'} already waiting.`;
  },
  asksForNothing: ({ who }) => `${who} asks for 0 bytes: Python answers that without the kernel.`,
  asksForLessThanNothing: ({ who, max }) => `${who} asks for ${max} bytes: a length below zero.`,
  asksForTooMuch: ({ who, max }) =>
    `${who} asks for ${max} bytes: too many, so Python does not even ask the kernel.`,
  got: ({ who, n, max, bytes: got, cut = 0, waiting }) => {
    const limit = max === undefined || Number(max) === n ? '' : ` of up to ${max}`;
    const more = !waiting ? '' : ` ${counted(waiting, 'more byte waits', 'more bytes wait')}.`;
    return `${who} got ${bytes(n)}${limit}${taken(n, got, cut)}${more}`;
  },
  gotNothingAsAsked: ({ who }) => `${who} got 0 bytes, as it asked for.`,
  gotEnd: ({ who }) => `${who} got 0 bytes: the end of the stream. The other side sends no more.`,
  gotNothing: ({ who }) => `${who} got 0 bytes.`,
  gives: ({ who, len, bytes: given, cut = 0 }) =>
    `${who} hands ${bytes(len)} to the kernel${taken(len, given, cut)}`,
  gave: ({ who, n, len = n }) => {
    if (n < len) return `The kernel took only ${n} of the ${bytes(len)} of ${who}.`;
    const all = n === 1 ? 'the byte' : n === 2 ? 'both bytes' : `all ${bytes(n)}`;
    const they = n === 1 ? 'it has' : 'they have';
    return `The kernel took ${all} of ${who}. That does not mean that ${they} arrived.`;
  },
  failed: ({ who, call, name, message }) =>
    `${call} fails in ${who}: ${message === '' ? name : `${message} (${name})`}.`,
  stopped: ({ who, call }) =>
    `wirestep stopped ${who} in ${call}: that is not the other side’s doing.`,
  interrupted: ({ who, call }) => `Ctrl-C breaks ${call} off in ${who}.`,
  kernel: ({ who, syscall, asleep }) =>
    asleep
      ? `The kernel confirms: ${who} waits in ${syscall}.`
      : `The kernel says: ${who} is in ${syscall}, but does not sleep.`,
  prints: ({ who, text, asError }) =>
    `${who} prints ${asError ? `${text} as an error.` : ended(text)}`,
  interruptPressed: ({ who }) => `Ctrl-C is pressed on the terminal of ${who}.`,
  notesOnTerminal: ({ text }) => `wirestep notes on the terminal: ${ended(text)}`,
  waitsForLine: ({ who }) => `${who} waits for a line to be typed.`,
  inputEnded: ({ who }) => `${who} reads the end of its input.`,
  enterPressed: ({ who }) => `Enter was pressed; ${who} goes on.`,
  readsLine: ({ who, text }) => `${who} reads the line ${ended(text)}`,
  line: ({ who, line, name }) => `${who} is about to run line ${line} of ${name}.`,
  enters: ({ who, name }) => `${who} enters ${name}.`,
  leaves: ({ who, name }) => `${who} leaves ${name}.`,
  raises: ({ who, line, error }) => `Line ${line} raised an exception in ${who}: ${error}.`,
  connectionBegins: ({ who, address, peer }) => `${who} at ${address} is connected to ${peer}.`,
  sent: ({ who, len, bytes: given, cut }) => {
    const lost = cut === 0 ? '' : ` ${counted(cut, 'byte is', 'bytes are')} not in the capture.`;
    return cut === len
      ? `${who} sent ${bytes(len)}.${lost}`
      : `${who} sent ${bytes(len)}: ${ended(given)}${lost}`;
  },
  sendsNoMore: ({ who }) => `${who} sends no more on this connection.`,
  breaksOff: ({ who }) => `${who} broke the connection off.`,
  note: ({ text }) => text,
  marker: ({ text }) => `Marker: ${text}.`,
  folded: ({ who, call, count }) =>
    count === 1
      ? `${who} called ${call} once more, with the same result.`
      : `${who} called ${call} ${count} more times, each with the same result.`,
  missing: ({ count, why }) =>
    count === 0
      ? `Bytes are missing here: ${why}.`
      : `${counted(count, 'event is', 'events are')} missing here: ${why}.`,
  end: 'The recording ends.',
};

export const englishEvents: Pick<Catalogue, 'language' | 'names' | 'events'> = {
  language: 'en',
  names: { thread: ({ id }) => `thread ${id}`, program: ({ id }) => `program ${id}` },
  events,
};
