/** Calls that failed, and events that the recorder left out. */
import { addressText } from '../narration/call-text.ts';
import type { TraceEvent } from '../trace/format.ts';
import { visible } from '../trace/visible.ts';
import { whoAt, type Case, type Detector } from './diagnosis-detector.ts';

const BROKEN_OFF: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

export class Failures implements Detector {
  readonly kinds = [
    'socket.err', 'bind.err', 'connect.err', 'listen.err', 'accept.err', 'setsockopt.err',
    'shutdown.err', 'close.err', 'recv.err', 'send.err', 'gap',
  ] as const; // prettier-ignore
  readonly #case: Case;

  constructor(given: Case) {
    this.#case = given;
  }

  see(position: number): void {
    const { trace, report } = this.#case;
    const event = trace.at(position);
    if (event.kind === 'gap') {
      const { count, why } = event;
      return report.add('missing', position, () => ({ count, why: visible(why) }));
    }
    // A number of 0 is no errno: wirestep's own stop, or what Python refused without the kernel. The
    // thread that dies of the latter is reported, and so is the header that was the reason.
    if (!('number' in event) || event.number === 0) return;
    const call = event.kind.slice(0, -'.err'.length);
    const who = () => whoAt(this.#case, position);
    const name = visible(event.name);
    const address = this.#addressOf(event.call);
    if (name === 'ECONNREFUSED' && address !== undefined)
      report.add('refused', position, () => ({ who: who(), address }));
    else if (name === 'EADDRINUSE' && address !== undefined)
      report.add('address-in-use', position, () => ({ who: who(), address }));
    else if (BROKEN_OFF.has(name))
      report.add('reset', position, () => ({ who: who(), call, name }));
    else {
      const message = visible(event.message);
      report.add('call-failed', position, () => ({ who: who(), call, name, message }));
    }
  }

  /** The address that a failed call asked for, in quotes as Python has it. */
  #addressOf(call: number): string | undefined {
    const { trace } = this.#case;
    const position = trace.positionOf(call);
    const event: TraceEvent | undefined = position < 0 ? undefined : trace.at(position);
    return event !== undefined && 'address' in event ? addressText(event.address) : undefined;
  }
}
