/** One plain sentence, sometimes two, for every event: for reading along and for a screen reader. */
import { CTRL_C_ECHO } from '../trace/ctrl-c.ts';
import { assertNever } from '../trace/format.ts';
import type { TraceEvent } from '../trace/format.ts';
import { lacks } from '../trace/lacks.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { addressText, endText } from './call-text.ts';
import type { Catalogue } from './catalogue.ts';
import { englishEvents } from './english-events.ts';
import { createLines } from './lines.ts';
import { createNames } from './names.ts';
import { quoteChunk, quoteText } from './quote.ts';
import { recvRetSentence, recvSentence, sendRetSentence } from './socket-sentence.ts';

/**
 * Gives the sentence of any event; that of position −1 is for before the first. All words are the
 * catalogue's; texts from outside are made visible.
 */
export function createSentences(
  trace: Trace,
  catalogue: Pick<Catalogue, 'names' | 'events'> = englishEvents,
): (position: number) => string {
  const names = createNames(trace, catalogue.names);
  const lineOf = createLines(trace);
  const says = catalogue.events;
  return (position) => {
    if (position < 0) return says.beforeFirst;
    const event = trace.at(position);
    const who = 'thread' in event ? names.thread(event.thread) : '';
    switch (event.kind) {
      case 'file':
        return says.source({ program: names.program(event.program), path: visible(event.path) });
      case 'prog.start':
        return says.programStarts({ program: visible(event.name) });
      case 'prog.exit':
        return says.programEnds({ program: names.program(event.program), code: event.code });
      case 'thread.start':
        return says.startsThread({ who, child: names.thread(event.child) });
      case 'thread.run':
        return says.threadRuns({ who });
      case 'thread.exit':
        return says.threadEnds({ who });
      case 'thread.err':
        return says.threadDies({ who, error: errorText(event) });
      case 'held':
        return says.held({ who, call: event.before, waiting: event.queued });
      case 'socket':
        return says.asksForSocket({ who });
      case 'bind':
        return says.asksForAddress({ who, address: addressText(event.address) });
      case 'connect':
        return says.connects({ who, address: addressText(event.address) });
      case 'listen':
        return says.listens({ who });
      case 'accept':
        return says.waitsForConnection({ who });
      case 'setsockopt':
        return says.setsOption({ who, option: visible(event.option), value: event.value });
      case 'shutdown':
        return says.shutsDown({ who, how: event.how });
      case 'close':
        return says.closes({ who, by: event.by });
      case 'recv':
        return recvSentence(says, who, trace, position, event);
      case 'recv.ret':
        return recvRetSentence(says, who, event, callAnswered(trace, event.call));
      case 'send': {
        const { len, cut = 0 } = event;
        const bytes = quoteChunk(event);
        return lacks(trace, 'calls')
          ? says.sent({ who, len, bytes, cut })
          : says.gives({ who, len, bytes, cut });
      }
      case 'send.ret':
        return sendRetSentence(says, who, event, callAnswered(trace, event.call));
      case 'socket.ret':
        return says.hasSocket({ who, fd: event.fd });
      case 'bind.ret':
        return says.hasAddress({ who, address: addressText(event.local) });
      case 'connect.ret':
        return says.connected({ who, address: endText(event.local) });
      case 'listen.ret':
        return says.listening({ who });
      case 'accept.ret':
        return says.accepted({ who, peer: endText(event.peer), fd: event.fd });
      case 'setsockopt.ret':
        return says.optionSet({ who });
      case 'shutdown.ret':
        return says.shutDown({ who });
      case 'close.ret':
        return says.closed({ who, fd: event.fd });
      case 'socket.err':
      case 'bind.err':
      case 'connect.err':
      case 'listen.err':
      case 'accept.err':
      case 'setsockopt.err':
      case 'shutdown.err':
      case 'close.err':
      case 'recv.err':
      case 'send.err': {
        const call = event.kind.slice(0, -'.err'.length);
        const [name, message] = [visible(event.name), visible(event.message)];
        if (name === 'STOPPED') return says.stopped({ who, call });
        if (name === 'KeyboardInterrupt') return says.interrupted({ who, call });
        return says.failed({ who, call, name, message });
      }
      case 'kernel': {
        // proc(5): S sleeps, D sleeps and is not to be woken.
        const asleep = event.state === 'S' || event.state === 'D';
        return says.kernel({ who, syscall: visible(event.syscall), asleep });
      }
      case 'out': {
        const text = quoteText(event.text.replace(/\n$/, ''), 200);
        if (event.by !== 'wirestep') {
          return says.prints({ who, text, asError: event.stream === 'stderr' });
        }
        const isEcho = event.text === CTRL_C_ECHO;
        return isEcho ? says.interruptPressed({ who }) : says.notesOnTerminal({ text });
      }
      case 'input':
        return says.waitsForLine({ who });
      case 'input.ret':
        if (event.text === undefined) return says.inputEnded({ who });
        if (event.text === '') return says.enterPressed({ who });
        return says.readsLine({ who, text: quoteText(event.text) });
      case 'line':
        return says.line({
          who,
          line: lineOf(event.file, event.line),
          name: visible(event.function),
        });
      case 'fn.call':
        return says.enters({ who, name: visible(event.function) });
      case 'fn.return':
        return says.leaves({ who, name: visible(event.function) });
      case 'exc':
        return says.raises({ who, line: lineOf(event.file, event.line), error: errorText(event) });
      case 'connection':
        return says.connectionBegins({
          who,
          address: addressText(event.local),
          peer: addressText(event.peer),
        });
      case 'connection.end':
        return event.how === 'FIN' ? says.sendsNoMore({ who }) : says.breaksOff({ who });
      case 'note':
        return says.note({ text: visible(event.text) });
      case 'marker':
        return says.marker({ text: visible(event.text) });
      case 'fold':
        return says.folded({ who, call: event.of, count: event.count });
      case 'gap':
        return says.missing({ count: event.count, why: visible(event.why) });
      case 'end':
        return says.end;
      default:
        return assertNever(event);
    }
  };
}

/** An exception as Python prints it: its name, and its message if it has one. */
export function errorText(event: { readonly name: string; readonly message: string }): string {
  return visible(event.message === '' ? event.name : `${event.name}: ${event.message}`);
}

/** The call that an answer belongs to; undefined where the trace has lost it. */
function callAnswered(trace: Trace, seq: number): TraceEvent | undefined {
  const position = trace.positionOf(seq);
  return position < 0 ? undefined : trace.at(position);
}
