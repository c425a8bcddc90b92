/**
 * A trace that may be shown to anyone: who talked when, in how many bytes, in which calls, but not what
 * was said, nor where and by whom. Payload bytes and all that terminals show become `*` of equal
 * length; addresses get stand-ins; paths lose their folders; locals, notes, messages of errors and
 * what other tools left are dropped. Every number stays: lengths, offsets, ports, times.
 */
import type { Columns } from '../trace/columns.ts';
import type { Kind, TraceEvent, TraceHeader } from '../trace/format.ts';
import type { Site } from '../trace/sites.ts';
import type { Trace } from '../trace/trace.ts';
import { REDACTED, StandIns } from './redact-addresses.ts';
import { StarredBytes } from './redact-bytes.ts';
import { redactEvent } from './redact-event.ts';

/**
 * The same events at the same positions, each redacted when it is looked at. It has no `bytes`: the
 * lines on disk cannot be reached through it.
 */
export function redactTrace(trace: Trace): Trace {
  const known = redacted.get(trace) ?? new RedactedTrace(trace);
  redacted.set(trace, known);
  return known;
}

/** Where its headers are is found once, however many parts of it are taken. */
const redacted = new WeakMap<Trace, Trace>();

class RedactedTrace implements Trace {
  readonly header: TraceHeader;
  readonly length: number;
  /** Its own: what is derived from the recording itself is kept apart from what this one shows. */
  readonly lineage: object = {};
  readonly bytes = new Uint8Array(0);
  readonly siteList: readonly Site[];
  readonly kinds: Columns['kinds'];
  readonly programs: Columns['programs'];
  readonly threads: Columns['threads'];
  readonly sockets: Columns['sockets'];
  readonly sites: Columns['sites'];
  readonly calls: Columns['calls'];
  readonly seqs: Columns['seqs'];
  readonly ats: Columns['ats'];
  readonly offsets: Columns['offsets'];
  readonly sizes: Columns['sizes'];
  readonly queued: Columns['queued'];
  readonly starts: Columns['starts'];
  readonly #trace: Trace;
  readonly #hosts: StandIns;
  readonly #bytes: StarredBytes;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#hosts = new StandIns(trace);
    this.#bytes = new StarredBytes(trace);
    this.header = redactHeader(trace.header, this.#hosts);
    this.siteList = trace.siteList.map((site) => ({ ...site, locals: [] }));
    this.length = trace.length;
    this.kinds = trace.kinds;
    this.programs = trace.programs;
    this.threads = trace.threads;
    this.sockets = trace.sockets;
    this.sites = trace.sites;
    this.calls = trace.calls;
    this.seqs = trace.seqs;
    this.ats = trace.ats;
    this.offsets = trace.offsets;
    this.sizes = trace.sizes;
    this.queued = trace.queued;
    this.starts = trace.starts;
  }

  at(position: number): TraceEvent {
    return redactEvent(this.#trace.at(position), this.#hosts, this.#bytes);
  }

  siteAt(position: number): Site | undefined {
    return this.siteList[(this.sites[position] ?? 0) - 1];
  }

  get stops(): Int32Array {
    return this.#trace.stops;
  }

  get threadIds(): readonly number[] {
    return this.#trace.threadIds;
  }

  get socketIds(): readonly number[] {
    return this.#trace.socketIds;
  }

  kindAt(position: number): Kind {
    return this.#trace.kindAt(position);
  }

  positionOf(seq: number): number {
    return this.#trace.positionOf(seq);
  }

  ofThread(thread: number): Int32Array {
    return this.#trace.ofThread(thread);
  }

  ofSocket(socket: number): Int32Array {
    return this.#trace.ofSocket(socket);
  }

  ofKind(kind: Kind): Int32Array {
    return this.#trace.ofKind(kind);
  }
}

function redactHeader(header: TraceHeader, hosts: StandIns): TraceHeader {
  const { imported } = header;
  return {
    ...header,
    title: hosts.text(header.title),
    generator: hosts.text(header.generator),
    programs: header.programs.map((program) => ({ ...program, name: hosts.text(program.name) })),
    ...(imported && { imported: { ...imported, tool: REDACTED } }),
    ext: {},
  };
}
