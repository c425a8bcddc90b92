/** One call as strace would write it: `recv(5, "12"…, 64) = 64`. */
import { isCallKind, type CallKind } from '../trace/calls.ts';
import type { Address, EventOf, TraceEvent } from '../trace/format.ts';
import { visible } from '../trace/visible.ts';
import { quoteChunk, quoteText } from './quote.ts';

/** A call's entry. */
export type CallEvent = EventOf<CallKind>;

export function isCall(event: TraceEvent): event is CallEvent {
  return isCallKind(event.kind);
}

/** Host and port as Python's tuple. */
export function addressText([host, port]: Address): string {
  return `('${visible(host)}', ${port})`;
}

/** The address of a connection's end; a log of strace may not say it: no end has port 0. */
export function endText(address: Address): string {
  return address[1] === 0 ? 'not recorded' : addressText(address);
}

/** The call with its arguments; where it returned something through them, that too. */
export function callText(call: CallEvent, answer: TraceEvent | undefined): string {
  switch (call.kind) {
    case 'socket':
      return `socket(${visible(call.family)}, ${visible(call.type)})`;
    case 'bind':
    case 'connect':
      return `${call.kind}(${call.fd}, ${addressText(call.address)})`;
    case 'listen':
      return `listen(${call.fd}, ${call.backlog})`;
    case 'accept':
      return `accept(${call.fd}, ${answer?.kind === 'accept.ret' ? endText(answer.peer) : '…'})`;
    case 'setsockopt': {
      const { fd, level, option, value } = call;
      return `setsockopt(${fd}, ${visible(level)}, ${visible(option)}, ${value})`;
    }
    case 'shutdown':
      return `shutdown(${call.fd}, ${call.how})`;
    case 'close':
      return `close(${call.fd})${call.by === undefined ? '' : ` by ${call.by}`}`;
    case 'recv':
      return `recv(${call.fd}, ${answer?.kind === 'recv.ret' ? quoteChunk(answer) : '…'}, ${maxText(call)})`;
    case 'send':
      return `send(${call.fd}, ${quoteChunk(call)}, ${call.len})`;
    case 'input':
      return `input(${quoteText(call.prompt)})`;
  }
}

/** The most that a recv asked for. */
export function maxText({ max }: { readonly max?: number | string }): string {
  return max === undefined ? 'not recorded' : String(max);
}

/** What came back: `64`, `-1 ECONNRESET (Connection reset by peer)`; `?` while nothing has. */
export function resultText(answer: TraceEvent | undefined): string {
  if (answer === undefined) return '?';
  switch (answer.kind) {
    case 'socket.ret':
    case 'accept.ret':
      return String(answer.fd);
    case 'recv.ret':
    case 'send.ret':
      return String(answer.n);
    case 'input.ret':
      return answer.text === undefined ? 'end of input' : quoteText(answer.text);
    default:
      if (!('message' in answer)) return '0';
      return `-1 ${visible(answer.name)} (${visible(answer.message)})`;
  }
}
