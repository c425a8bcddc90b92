/** One plain sentence, sometimes two, for every event: for reading along and for a screen reader. */
import { assertNever } from '../trace/format.ts';
import type { EventOf, TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { addressText } from './call-text.ts';
import { createLines } from './lines.ts';
import { createNames } from './names.ts';
import { quoteBytes, quoteText } from './quote.ts';
import { callAnswered, failedSentence, recvRetSentence, recvSentence } from './socket-sentence.ts';
import { bytes } from './words.ts';

/** Gives the sentence of any event. Texts from outside are made visible in it. */
export function createSentences(trace: Trace): (position: number) => string {
  const names = createNames(trace);
  const lineOf = createLines(trace);
  return (position) => {
    const event = trace.at(position);
    const who = 'thread' in event ? names.thread(event.thread) : '';
    switch (event.kind) {
      case 'file':
        return `The source of ${names.program(event.program)}: ${visible(event.path)}.`;
      case 'prog.start':
        return `The program ${visible(event.name)} starts.`;
      case 'prog.exit':
        return `The program ${names.program(event.program)} ends with exit code ${event.code}.`;
      case 'thread.start':
        return `${who} starts a new thread: ${names.thread(event.child)}.`;
      case 'thread.run':
        return `${who} runs.`;
      case 'thread.exit':
        return `${who} ends.`;
      case 'thread.err':
        return `${who} dies of an exception: ${errorText(event)}.`;
      case 'held':
        return `${who} is held before ${event.before}: it waits for the presenter, not for the kernel.`;
      case 'socket':
        return `${who} asks for a new socket.`;
      case 'bind':
        return `${who} asks for the address ${addressText(event.address)}.`;
      case 'connect':
        return `${who} connects to ${addressText(event.address)}.`;
      case 'listen':
        return `${who} makes its socket listen for connections.`;
      case 'accept':
        return `${who} waits for a connection.`;
      case 'setsockopt':
        return `${who} sets the option ${visible(event.option)} to ${event.value}.`;
      case 'shutdown':
        return `${who} shuts its connection down (${event.how}).`;
      case 'close':
        return closeSentence(who, event.by);
      case 'recv':
        return recvSentence(who, event);
      case 'recv.ret':
        return recvRetSentence(who, event, callAnswered(trace, event.call));
      case 'send':
        return `${who} hands ${bytes(event.len)} to the kernel: ${quoteBytes(event.bytes)}.`;
      case 'send.ret':
        return sendRetSentence(who, event.n, callAnswered(trace, event.call));
      case 'socket.ret':
        return `${who} has its socket, number ${event.fd}.`;
      case 'bind.ret':
        return `${who} has the address ${addressText(event.local)}.`;
      case 'connect.ret':
        return `${who} is connected; its own address is ${addressText(event.local)}.`;
      case 'listen.ret':
        return `${who} listens.`;
      case 'accept.ret':
        return `${who} got a connection from ${addressText(event.peer)}, as socket ${event.fd}.`;
      case 'setsockopt.ret':
        return `The option is set.`;
      case 'shutdown.ret':
        return `The connection is shut down on ${who}’s side.`;
      case 'close.ret':
        return `Socket ${event.fd} is closed.`;
      case 'socket.err':
      case 'bind.err':
      case 'connect.err':
      case 'listen.err':
      case 'accept.err':
      case 'setsockopt.err':
      case 'shutdown.err':
      case 'close.err':
      case 'recv.err':
      case 'send.err':
        return failedSentence(who, event);
      case 'kernel':
        return `The kernel confirms: ${who} waits in ${visible(event.syscall)}.`;
      case 'out':
        return outSentence(who, event);
      case 'input':
        return `${who} waits for a line to be typed.`;
      case 'input.ret':
        if (event.text === undefined) return `${who} reads the end of its input.`;
        return event.text === ''
          ? `Enter was pressed; ${who} goes on.`
          : `${who} reads the line ${quoteText(event.text)}.`;
      case 'line':
        return `${who} is about to run line ${lineOf(event.file, event.line)} of ${visible(event.function)}.`;
      case 'fn.call':
        return `${who} enters ${visible(event.function)}.`;
      case 'fn.return':
        return `${who} leaves ${visible(event.function)}.`;
      case 'exc':
        return `Line ${lineOf(event.file, event.line)} raised an exception in ${who}: ${errorText(event)}.`;
      case 'note':
        return visible(event.text);
      case 'marker':
        return `Marker: ${visible(event.text)}.`;
      case 'fold':
        return `${who} called ${event.of} ${event.count} more times, each with the same result.`;
      case 'gap':
        return `${event.count} events are missing here: ${visible(event.why)}.`;
      case 'end':
        return 'The recording ends.';
      default:
        return assertNever(event);
    }
  };
}

function errorText(event: { readonly name: string; readonly message: string }): string {
  return visible(event.message === '' ? event.name : `${event.name}: ${event.message}`);
}

function closeSentence(who: string, by: string | undefined): string {
  switch (by) {
    case 'collector':
      return `Nothing refers to the socket any more, so Python closes it, in ${who}.`;
    case 'exit':
      return `The program has ended: the operating system closes its socket.`;
    case 'wirestep':
      return `wirestep closes the socket of ${who}.`;
    default:
      return `${who} closes its socket.`;
  }
}

function sendRetSentence(who: string, n: number, call: TraceEvent | undefined): string {
  const given = call?.kind === 'send' ? call.len : n;
  if (n < given) return `The kernel took only ${n} of the ${given} bytes of ${who}.`;
  return `The kernel took ${given === 1 ? 'the byte' : `all ${bytes(n)}`} of ${who}; it has not thereby arrived.`;
}

function outSentence(who: string, event: EventOf<'out'>): string {
  const shown = quoteText(event.text.replace(/\n$/, ''), 200);
  if (event.by === 'wirestep') return `wirestep notes on the terminal: ${shown}.`;
  return `${who} prints ${shown}${event.stream === 'stderr' ? ' as an error' : ''}.`;
}
