/** What a capture says in words: comments on packets, and the journal's entries. */
import { happening, whoIn } from '../narration/call-log.ts';
import { callText, resultText } from '../narration/call-text.ts';
import type { CallEvent } from '../narration/call-text.ts';
import { createNames } from '../narration/names.ts';
import type { Names } from '../narration/names.ts';
import { isCallKind } from '../trace/calls.ts';
import { KINDS } from '../trace/format.ts';
import type { EventOf, TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import type { JournalEntry } from './pcapng-blocks.ts';

/** The journal's priority of each kind, by its number: an error, a warning, or information, as syslog
 *  counts them (RFC 5424). */
const PRIORITIES = KINDS.map((kind) => {
  const isWarning = kind.endsWith('.err') || kind === 'exc' || kind === 'gap';
  return `PRIORITY=${kind === 'thread.err' ? 3 : isWarning ? 4 : 6}\n`;
});

const encoder = new TextEncoder();

interface Source {
  readonly place: Place | undefined;
  readonly source: Uint8Array;
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly function: string;
}

export class CaptureWords {
  readonly names: Names;
  readonly #trace: Trace;
  readonly #answers: Int32Array;
  readonly #places: readonly (Place | undefined)[];
  readonly #tids = new Map<number, number>();
  /** The last place of each thread among the events up to `#seen`. */
  readonly #sites = new Map<number, number>();
  #seen = 0;
  /** The fields that were last written of each thread. */
  readonly #sources = new Map<number, Source>();

  /** @param answers those of `findAnswers` */
  constructor(trace: Trace, answers: Int32Array) {
    this.#trace = trace;
    this.#answers = answers;
    this.names = createNames(trace);
    this.#places = placesOf(trace);
    for (const position of trace.ofKind('thread.run')) {
      const { thread, tid } = trace.at(position) as EventOf<'thread.run'>;
      this.#tids.set(thread, tid);
    }
  }

  /** The call that made a packet, and where in the program it stands. */
  call(position: number): string {
    const text = this.#textOf(position) ?? '';
    const place = this.#placeOf(position);
    return place === undefined ? text : `${text}, ${place.path}:${place.line}`;
  }

  /**
   * An entry of the journal; undefined for what makes none.
   * @param about position of the call, where the event answers one
   */
  entry(position: number, about: number): JournalEntry | undefined {
    const trace = this.#trace;
    const message = this.#textOf(about) ?? textOfOther(trace.at(position), this.names);
    if (message === undefined) return undefined;
    const priority = PRIORITIES[trace.kinds[position] as number] ?? '';
    const fields = `MESSAGE=${message}\n${priority}WIRESTEP_EVENT=${trace.seqs[position]}\n`;
    return { fields, source: this.#sourceOf(about) };
  }

  /** A call with its result and how long it took, or what else happened. */
  #textOf(position: number): string | undefined {
    const trace = this.#trace;
    if (!isCallKind(trace.kindAt(position))) {
      const event = trace.at(position);
      const text = happening(event, this.names);
      return text === undefined ? undefined : `[${whoIn(event, this.names)}] ${text}`;
    }
    const returned = this.#answers[position] as number;
    const answer = returned === 0 ? undefined : this.#answerAt(returned);
    const call = this.#callAt(position, answer);
    const who = this.names.thread(call.thread);
    const text = `[${who}] ${callText(call, answer)} = ${resultText(answer)}`;
    return answer === undefined ? text : `${text} <${((answer.at - call.at) / 1e9).toFixed(6)}>`;
  }

  /** Of the events that there are very many of, what the columns tell is not read from their lines. */
  #answerAt(position: number): TraceEvent {
    const trace = this.#trace;
    if (trace.kindAt(position) !== 'send.ret') return trace.at(position);
    const call = trace.calls[position] as number;
    return {
      kind: 'send.ret',
      ...this.#common(position),
      call,
      n: trace.sizes[position] as number,
    };
  }

  #callAt(position: number, answer: TraceEvent | undefined): CallEvent {
    const max = this.#trace.sizes[position] as number;
    if (answer?.kind === 'recv.ret' && Number.isFinite(max)) {
      return { kind: 'recv', ...this.#common(position), fd: answer.fd, max };
    }
    return this.#trace.at(position) as CallEvent;
  }

  #common(position: number) {
    const { seqs, ats, programs, threads, sockets } = this.#trace;
    return {
      seq: seqs[position] as number,
      at: ats[position] as number,
      program: programs[position] as number,
      thread: threads[position] as number,
      socket: sockets[position] as number,
      fd: 0,
    };
  }

  /** Fields that say who did it, and where in the program. */
  #sourceOf(position: number): Uint8Array {
    const { threads, programs, header } = this.#trace;
    const thread = threads[position] as number;
    const program = programs[position] as number;
    const place = this.#placeOf(position);
    const known = this.#sources.get(thread);
    if (thread > 0 && known !== undefined && known.place === place) return known.source;
    const fields = [`_PID=${header.pid}`];
    if (program > 0) fields.push(`SYSLOG_IDENTIFIER=${this.names.program(program)}`);
    const tid = this.#tids.get(thread);
    if (tid !== undefined) fields.push(`TID=${tid}`);
    if (place !== undefined) {
      fields.push(`CODE_FILE=${place.path}`, `CODE_LINE=${place.line}`);
      if (place.function !== '') fields.push(`CODE_FUNC=${place.function}`);
    }
    const source = encoder.encode(fields.map((field) => `${field}\n`).join(''));
    this.#sources.set(thread, { place, source });
    return source;
  }

  /** Where the event's thread is in its program. Asked in the order of the events. */
  #placeOf(position: number): Place | undefined {
    const { sites, threads } = this.#trace;
    for (; this.#seen <= position; this.#seen++) {
      const site = sites[this.#seen] as number;
      if (site !== 0) this.#sites.set(threads[this.#seen] as number, site);
    }
    const site = this.#sites.get(threads[position] as number);
    return site === undefined ? undefined : this.#places[site];
  }
}

/** Every place that the trace names, by its number. */
function placesOf(trace: Trace): readonly (Place | undefined)[] {
  const files = new Map<number, EventOf<'file'>>();
  for (const position of trace.ofKind('file')) {
    const file = trace.at(position) as EventOf<'file'>;
    files.set(file.file, file);
  }
  const places = trace.siteList.map((site) => {
    const ran = files.get(site.file);
    if (ran === undefined) return undefined;
    // Readers know the Python program, which the line of TypeScript stands for.
    const twin = ran.twin === undefined ? undefined : files.get(ran.twin);
    const stands = ran.twin_lines?.[site.line - 1];
    const [path, line] = twin && stands ? [twin.path, stands] : [ran.path, site.line];
    return { path: visible(path), line, function: visible(site.function) };
  });
  return [undefined, ...places];
}

/** What the call log has no line for: an answer whose call was lost, an exception. */
function textOfOther(event: TraceEvent, names: Names): string | undefined {
  if (!('thread' in event)) return undefined;
  const who = `[${names.thread(event.thread)}]`;
  if (event.kind === 'exc')
    return `${who} raised ${visible(event.name)}: ${visible(event.message)}`;
  return 'call' in event ? `${who} <... ${event.kind}> = ${resultText(event)}` : undefined;
}
