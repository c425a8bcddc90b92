/** Conversations with one recorded client, for the tests of what is found in them. */
import { diagnoseNow } from '../../src/analysis/diagnosis.ts';
import type { Occurrence } from '../../src/analysis/diagnosis-report.ts';
import type { FindingKind } from '../../src/narration/catalogue.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Conversation } from '../support/conversation.ts';
import { connected } from '../support/conversation.ts';

const SERVER_END = { p: 1, th: 3, s: 3, fd: 24 };
const CLIENT_END = { p: 2, th: 2, s: 2, fd: 22 };

export type Chunk = string | Uint8Array;

/** A header as the course's client makes it. */
export function head(length: number | string): string {
  return String(length).padEnd(64);
}

/** A server's thread and one client; each method is one call and its return. */
export class Talk {
  readonly events: Conversation;
  /** Number of the recv that is open at the server. */
  #open: number | undefined;
  #given = 0;
  #taken = 0;
  #answered = 0;
  #read = 0;

  constructor() {
    this.events = connected();
    this.#open = last(this.events);
  }

  /** The client sends; microseconds since the event before. */
  send(chunk: Chunk, us = 20): this {
    const { fields, size } = written(chunk);
    const call = this.events.add(
      'send',
      { ...CLIENT_END, len: size, off: this.#given, ...fields },
      us,
    );
    this.events.add('send.ret', { ...CLIENT_END, re: call, n: size });
    this.#given += size;
    return this;
  }

  /** The server asks for up to `max` bytes, unless it already does, and takes these. */
  take(max: number, chunk: Chunk, queued = 0, us = 20): this {
    const { fields, size } = written(chunk);
    const call = this.#open ?? this.events.add('recv', { ...SERVER_END, max, queued: size });
    this.#open = undefined;
    const answer = { re: call, n: size, off: this.#taken, queued, ...fields };
    this.events.add('recv.ret', { ...SERVER_END, ...answer }, us);
    this.#taken += size;
    return this;
  }

  /** The server asks, and waits. */
  ask(max: number): this {
    this.#open = this.events.add('recv', { ...SERVER_END, max, queued: 0 });
    return this;
  }

  /** wirestep stops the recv that is open at the server. */
  stopped(): this {
    const why = { name: 'STOPPED', number: 0, message: 'wirestep stopped the program' };
    this.events.add('recv.err', { ...SERVER_END, re: this.#open, ...why });
    return this;
  }

  /** The server sends its reply. */
  reply(text = 'Msg received'): this {
    const { fields, size } = written(text);
    const call = this.events.add('send', {
      ...SERVER_END,
      len: size,
      off: this.#answered,
      ...fields,
    });
    this.events.add('send.ret', { ...SERVER_END, re: call, n: size });
    this.#answered += size;
    return this;
  }

  /** The client takes what was replied. */
  read(n = 12): this {
    const call = this.events.add('recv', { ...CLIENT_END, max: 2048, queued: n });
    const answer = { re: call, n, off: this.#read, queued: 0, u: 'x'.repeat(n) };
    this.events.add('recv.ret', { ...CLIENT_END, ...answer });
    this.#read += n;
    return this;
  }

  /** A whole message, as it should be. */
  message(text: string): this {
    const size = written(text).size;
    this.send(head(size)).send(text).take(64, head(size), size).take(size, text);
    return this.reply().read();
  }

  dies(name: string, message = ''): this {
    this.events.add('thread.err', { p: 1, th: 3, name, message, f: 1, l: 8 });
    return this;
  }

  add(kind: string, fields: Readonly<Record<string, unknown>>): this {
    this.events.add(kind, fields);
    return this;
  }

  /** What is found, the recording's end added. */
  found(): readonly { readonly kind: FindingKind; readonly all: readonly Occurrence[] }[] {
    this.events.add('end');
    return diagnoseNow(parseTrace(this.events.bytes()).trace).map(({ kind, count, at }) => ({
      kind,
      all: Array.from({ length: count }, (_, n) => at(n)),
    }));
  }

  /** The kinds of what is found, in order. */
  kinds(): readonly FindingKind[] {
    return this.found().map(({ kind }) => kind);
  }
}

function last(events: Conversation): number {
  return new TextDecoder().decode(events.bytes()).trimEnd().split('\n').length - 1;
}

function written(chunk: Chunk): { readonly fields: object; readonly size: number } {
  if (typeof chunk !== 'string') {
    return { fields: { b: btoa(String.fromCharCode(...chunk)) }, size: chunk.length };
  }
  return { fields: { u: chunk }, size: new TextEncoder().encode(chunk).length };
}
