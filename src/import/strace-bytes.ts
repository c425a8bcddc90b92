/** Calls that carry bytes, on sockets and on terminals → events. */
import type { EventOf } from '../trace/format.ts';
import { splitArguments } from './strace-call.ts';
import type { Result } from './strace-call.ts';
import type { Draft, Process } from './strace-run.ts';
import { answering } from './strace-sockets.ts';
import type { Maker, Step } from './strace-step.ts';
import { descriptor, LineError, quoted, wholeNumber } from './strace-text.ts';
import type { Quoted } from './strace-text.ts';

/** Flags with which a call moves no bytes of the stream, or others than those of the stream. */
const ASIDE = /\bMSG_(?:PEEK|OOB|ERRQUEUE|TRUNC)\b/;
const STDIN = 0;
const OUTPUTS = new Map<number, 'stdout' | 'stderr'>([
  [1, 'stdout'],
  [2, 'stderr'],
]);

/** Bytes that a call was given, and how many it says they are. */
interface Given {
  readonly length: number;
  readonly text: Quoted;
}

/** Where the arguments have what: `recvfrom(fd, bytes, length, flags)` or one list of pieces. */
type Layout = 'plain' | 'message' | 'vector';

function flagsOf(args: readonly string[], layout: Layout): string {
  return (layout === 'plain' ? args[3] : layout === 'message' ? args[2] : undefined) ?? '';
}

/** How many bytes are asked for; undefined where the line has not come so far. */
function lengthIn(args: readonly string[], layout: Layout): number | undefined {
  if (layout === 'plain') return args[2] === undefined ? undefined : wholeNumber(args[2]);
  return args[1] === undefined ? undefined : piecesIn(args[1], layout).length;
}

/** @param likely only sockets have this call: a descriptor that nobody knows stands for one */
function recv(layout: Layout, likely = true): Maker {
  return {
    enter: (step) => {
      const of = likely && isStream(step, layout) ? step.likelySocket() : step.socket();
      if (of === undefined || ASIDE.test(flagsOf(step.args, layout))) return undefined;
      const max = lengthIn(step.args, layout);
      const { socket, fd } = of;
      return step.add({
        kind: 'recv',
        socket: socket.id,
        fd,
        ...(max === undefined ? {} : { max }),
      });
    },
    leave: (step, result, entered) => {
      if (entered === undefined) return;
      // Of a call that waited, strace says only now what it was asked for.
      const body = entered.body as { max?: number };
      body.max ??= lengthIn(step.args, layout);
      if (ASIDE.test(flagsOf(step.args, layout))) entered.dropped = true;
      else took(layout)(step, result, entered);
    },
  };
}

const took = (layout: Layout) =>
  answering((step, { socket, fd }, entered, result) => {
    const text =
      layout === 'plain' ? quoted(step.args[1] ?? '') : piecesIn(step.args[1], layout).text;
    const n = countIn(result);
    const bytes = (text?.bytes ?? new Uint8Array(0)).subarray(0, n);
    const at = { socket: socket.id, fd, n, offset: socket.taken };
    step.add({ kind: 'recv.ret', ...at, bytes, ...cutOf(n, bytes) }, { answers: entered });
    socket.taken = sum(socket.taken, n);
  });

function send(layout: Layout, likely = true): Maker {
  return {
    enter: (step) => {
      const of = likely && isStream(step, layout) ? step.likelySocket() : step.socket();
      if (of === undefined || ASIDE.test(flagsOf(step.args, layout))) return undefined;
      return give(step, of, givenIn(step.args, layout));
    },
    leave: sent,
  };
}

const sent = answering((step, { socket, fd }, entered, result) => {
  const { len } = entered.body as EventOf<'send'>;
  const n = countIn(result);
  if (n > len) throw new LineError(`${n} bytes of ${len} were sent`);
  step.add({ kind: 'send.ret', socket: socket.id, fd, n }, { answers: entered });
  socket.sent = sum(socket.sent, n);
});

function give(step: Step, of: ReturnType<Step['likelySocket']>, given: Given): Draft | undefined {
  if (of === undefined) return undefined;
  const { socket, fd } = of;
  const bytes = given.text.bytes.subarray(0, given.length);
  const at = { socket: socket.id, fd, len: given.length, offset: socket.sent };
  return step.add({ kind: 'send', ...at, bytes, ...cutOf(given.length, bytes) });
}

/** A file goes into a socket without its bytes ever being in the program. */
const sendfile: Maker = {
  leave: (step, result) => {
    const of = step.socket();
    if (of === undefined || result.error !== undefined) return;
    const text = { bytes: new Uint8Array(0), short: true };
    const entered = give(step, of, { length: countIn(result), text });
    sent(step, result, entered);
  },
};

const file = recv('plain', false);

/** Sockets, and what is a terminal until the program closes it. */
const read: Maker = {
  enter: (step) => {
    const { fd } = descriptor(step.args[0]);
    if (!isTerminal(step.process, fd) || fd !== STDIN) return file.enter?.(step);
    step.process.hasTerminal = true;
    return step.add({ kind: 'input', prompt: '' });
  },
  leave: (step, result, entered) => {
    if (entered?.body.kind !== 'input') return file.leave?.(step, result, entered);
    if (result.error !== undefined || result.value === 0) {
      step.add({ kind: 'input.ret' }, { answers: entered });
      return;
    }
    const typed = quoted(step.args[1] ?? '');
    const text = textOf(new TextDecoder(), typed, countIn(result)).replace(/\n$/, '');
    step.add({ kind: 'input.ret', text }, { answers: entered });
  },
};

const write: Maker = {
  enter: (step) => {
    const of = step.socket();
    return of && give(step, of, givenIn(step.args, 'plain'));
  },
  leave: (step, result, entered) => {
    if (entered !== undefined) return sent(step, result, entered);
    const { fd } = descriptor(step.args[0]);
    const stream = OUTPUTS.get(fd);
    if (stream === undefined || !isTerminal(step.process, fd) || result.error !== undefined) return;
    step.process.hasTerminal = true;
    const decoder = step.process.decoders[stream];
    const text = textOf(decoder, quoted(step.args[1] ?? ''), countIn(result));
    if (text !== '') step.add({ kind: 'out', stream, text });
  },
};

function isTerminal({ handles, closed }: Process, fd: number): boolean {
  return fd < 3 && !handles.has(fd) && !closed.has(fd);
}

/** The text of `n` bytes, which goes on where the one before ended in the middle of a character. */
function textOf(decoder: TextDecoder, text: Quoted | undefined, n: number): string {
  const bytes = (text?.bytes ?? new Uint8Array(0)).subarray(0, n);
  const lacks = n - bytes.length;
  const shown = decoder.decode(bytes, { stream: lacks === 0 });
  return lacks === 0 ? shown : `${shown}[${lacks} bytes not recorded]`;
}

/** A stream's bytes go to nobody in particular: with an address it is another kind of socket. */
function isStream({ args }: Step, layout: Layout): boolean {
  const address =
    layout === 'plain' ? args[4] : /\bmsg_name=([^,]*)/.exec((args[1] ?? '').slice(0, 200))?.[1];
  return address === undefined || !address.startsWith('{');
}

function givenIn(args: readonly string[], layout: Layout): Given {
  if (layout !== 'plain') return piecesIn(args[1], layout);
  const text = quoted(args[1] ?? '');
  const length = wholeNumber(args[2]);
  if (text === undefined) throw new LineError('bytes that are not there');
  if (text.bytes.length > length) {
    throw new LineError(`${text.bytes.length} bytes where the call was given ${length}`);
  }
  return { length, text };
}

/** The bytes of `[{iov_base="\x61", iov_len=1}, …]` in a row, as far as they are whole; of a message,
 *  of the list in it. */
function piecesIn(argument = '', layout: Layout): Given {
  const list = layout === 'message' ? memberOf(argument, 'msg_iov') : argument;
  const pieces: Uint8Array[] = [];
  let length = 0;
  let short = false;
  for (const piece of membersOf(list ?? '')) {
    const size = wholeNumber(memberOf(piece, 'iov_len'));
    const text = quoted(memberOf(piece, 'iov_base') ?? '');
    if (!short && text !== undefined) pieces.push(text.bytes.subarray(0, size));
    // Behind bytes that are missing, nobody can say where the others belong.
    short ||= text === undefined || text.bytes.length < size;
    length += size;
  }
  if (!Number.isSafeInteger(length)) throw new LineError('more bytes than there are numbers');
  return { length, text: { bytes: joined(pieces), short } };
}

/** What stands between the brackets of `[…]` or `{…}`. */
function membersOf(text: string): readonly string[] {
  return text.length < 3 ? [] : splitArguments(text.slice(1, -1), 0).args;
}

function memberOf(struct: string, name: string): string | undefined {
  const member = membersOf(struct).find((one) => one.startsWith(`${name}=`));
  return member?.slice(name.length + 1);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function sum(before: number, n: number): number {
  if (Number.isSafeInteger(before + n)) return before + n;
  throw new LineError('more bytes than there are numbers');
}

function countIn({ value }: Result): number {
  if (value !== undefined && Number.isSafeInteger(value) && value >= 0) return value;
  throw new LineError(`${value} is no number of bytes`);
}

function cutOf(length: number, bytes: Uint8Array): { readonly cut?: number } {
  return bytes.length === length ? {} : { cut: length - bytes.length };
}

export const BYTE_CALLS: Readonly<Record<string, Maker>> = {
  recvfrom: recv('plain'),
  recv: recv('plain'),
  recvmsg: recv('message'),
  readv: recv('vector', false),
  sendto: send('plain'),
  send: send('plain'),
  sendmsg: send('message'),
  writev: send('vector', false),
  sendfile,
  sendfile64: sendfile,
  read,
  write,
};
