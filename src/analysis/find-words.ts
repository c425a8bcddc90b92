/** A call in a row of a list: short, with "≤" where the number is only the most that is asked for. */
import type { TraceEvent } from '../trace/format.ts';
import { visible } from '../trace/visible.ts';

/** As Python would write it, with the descriptor where Python has the object. */
export function callWords(event: TraceEvent): string {
  switch (event.kind) {
    case 'recv':
      return `recv(${event.fd}, ${event.max === undefined ? 'not recorded' : `≤${event.max}`})`;
    case 'send':
      return `send(${event.fd}, ${event.len} bytes)`;
    case 'connect':
    case 'bind':
      return `${event.kind}(${event.fd}, ${visible(event.address.join(':'))})`;
    case 'listen':
      return `listen(${event.fd}, ${event.backlog})`;
    case 'accept':
    case 'close':
      return `${event.kind}(${event.fd})`;
    case 'shutdown':
      return `shutdown(${event.fd}, ${event.how})`;
    case 'setsockopt':
      return `setsockopt(${event.fd}, ${visible(event.option)}, ${event.value})`;
    case 'fold':
      return `${event.of}(${event.fd}) × ${event.count}`;
    default:
      return `${event.kind}()`;
  }
}

/** Bytes on the network: the send that gave them is not recorded. */
export function sentWords(length: number): string {
  return `sent ${length} bytes`;
}

/** What came back. */
export function answerWords(answer: TraceEvent): string {
  switch (answer.kind) {
    case 'recv.ret':
      return `got ${answer.n}`;
    case 'send.ret':
      return `took ${answer.n}`;
    case 'accept.ret':
    case 'socket.ret':
      return `fd ${answer.fd}`;
    case 'input.ret':
      return answer.text === undefined ? 'end of input' : 'Enter';
    default:
      return 'name' in answer ? visible(answer.name) : '';
  }
}

/** More of a call than its row has room for: the words that a search looks at besides. */
export function hiddenWords(event: TraceEvent): string {
  if (event.kind === 'input') return event.prompt;
  if (event.kind === 'input.ret') return event.text ?? '';
  if (event.kind === 'accept.ret' || event.kind === 'connect.ret') return event.peer.join(':');
  return 'message' in event ? event.message : '';
}
