/** The events of a log, once all of it is read → a trace. */
import { FORMAT_NAME, FORMAT_VERSION } from '../trace/format.ts';
import type { TraceEvent, TraceHeader } from '../trace/format.ts';
import { writeHeader, writeLine } from '../trace/write.ts';
import { Lines } from './lines.ts';
import { startsWithHeader } from './roles.ts';
import type { Draft, Process, Thread } from './strace-run.ts';
import { findPorts, streamsOf } from './strace-streams.ts';
import type { Streams } from './strace-streams.ts';

export interface Log {
  readonly drafts: readonly Draft[];
  readonly processes: readonly Process[];
  /** Whole seconds since 1970 at time zero. */
  readonly since: number;
  /** Lines of the file, and how many of them belong to no program. */
  readonly lines: number;
  /** The last line has its end. */
  readonly isWhole: boolean;
}

/** The processes that are shown: those with a TCP socket; without any, those with a terminal. */
export function programsOf(processes: readonly Process[]): readonly Process[] {
  const talking = processes.filter(({ hasSocket }) => hasSocket);
  return talking.length > 0 ? talking : processes.filter(({ hasTerminal }) => hasTerminal);
}

/** The trace's bytes. `isFull`: the limit was reached, the rest is left out. */
export function traceOf(
  log: Log,
  limit: number,
): { readonly trace: Uint8Array; readonly isFull: boolean } {
  const programs = programsOf(log.processes);
  const shown = new Set(programs);
  const drafts = log.drafts.filter(
    ({ thread, dropped }) => dropped === undefined && shown.has(thread.process),
  );
  const streams = streamsOf(drafts);
  const found = findPorts(drafts, streams);
  const numbers = new Numbers(programs, drafts, streams);
  const lines = new Lines(limit);
  lines.add(writeHeader(headerOf(log, drafts, programs)));
  for (const text of notes(log, programs, found)) numbers.write(lines, { kind: 'note', text }, 0);
  const first = drafts[0]?.at ?? 0;
  for (const draft of drafts) if (!numbers.writeDraft(lines, draft, first)) break;
  const last = (drafts.at(-1)?.at ?? first) - first;
  if (log.isWhole && !lines.full) numbers.write(lines, { kind: 'end' }, last);
  return { trace: lines.joined(), isFull: lines.full };
}

/** Gives everything its number in the trace, in the order in which it comes. */
class Numbers {
  #seq = 0;
  readonly #seqs = new Map<Draft, number>();
  readonly #programs: ReadonlyMap<Process, number>;
  readonly #threads = new Map<Thread, number>();
  readonly #starts: ReadonlyMap<Process, object>;

  constructor(
    programs: readonly Process[],
    drafts: readonly Draft[],
    streams: ReadonlyMap<number, Streams>,
  ) {
    this.#programs = new Map(programs.map((process, n) => [process, n + 1]));
    const framed = framedOf(drafts, streams);
    const servers = programs.filter(({ isServer }) => isServer);
    const clients = programs.filter(({ isServer }) => !isServer);
    this.#starts = new Map(
      programs.map((process) => {
        const { isServer, argv, program } = process;
        const role = isServer ? 'server' : 'client';
        const name = isServer ? numbered('server', servers, process) : nameOf(clients, process);
        const words = argv.length > 0 || program === undefined ? argv : [program];
        // Who frames its replies is the course's mended server: it also reads until all is there.
        const more = framed.has(process) ? { framed_replies: true, reads_exactly: true } : {};
        return [process, { name, role, argv: words, ...more }];
      }),
    );
  }

  write(lines: Lines, event: object, at: number): boolean {
    return lines.add(writeLine({ ...event, seq: ++this.#seq, at } as TraceEvent));
  }

  writeDraft(lines: Lines, draft: Draft, first: number): boolean {
    const { thread, body, answers, child } = draft;
    const of = { program: this.#programs.get(thread.process), thread: this.#numberOf(thread) };
    const call = answers && this.#seqs.get(answers);
    const start = body.kind === 'prog.start' ? this.#starts.get(thread.process) : undefined;
    const more = { ...(call && { call }), ...(child && { child: this.#numberOf(child) }) };
    const isWritten = this.write(lines, { ...body, ...of, ...more, ...start }, draft.at - first);
    this.#seqs.set(draft, this.#seq);
    return isWritten;
  }

  #numberOf(thread: Thread): number {
    const known = this.#threads.get(thread) ?? this.#threads.size + 1;
    this.#threads.set(thread, known);
    return known;
  }
}

function nameOf(clients: readonly Process[], process: Process): string {
  return `client-${clients.indexOf(process) + 1}`;
}

function numbered(word: string, all: readonly Process[], process: Process): string {
  return all.length === 1 ? word : `${word}-${all.indexOf(process) + 1}`;
}

/** The processes whose every connection has headers before its replies. */
function framedOf(
  drafts: readonly Draft[],
  streams: ReadonlyMap<number, Streams>,
): ReadonlySet<Process> {
  const plain = new Set<Process>();
  const framed = new Set<Process>();
  for (const { body, thread } of drafts) {
    const { kind } = body;
    if (kind !== 'accept.ret' && kind !== 'connect.ret') continue;
    const socket = kind === 'accept.ret' ? body.accepted : body.socket;
    const replies = streams.get(socket)?.[kind === 'accept.ret' ? 'sent' : 'taken'];
    if (replies === undefined || replies.bytes.length === 0) continue;
    const isFramed = startsWithHeader({ head: [...replies.bytes] });
    (isFramed ? framed : plain).add(thread.process);
  }
  for (const process of plain) framed.delete(process);
  return framed;
}

function headerOf(log: Log, drafts: readonly Draft[], programs: readonly Process[]): TraceHeader {
  const first = BigInt(drafts[0]?.at ?? 0);
  const many = programs.length === 1 ? 'one program' : `${programs.length} programs`;
  return {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    id: 'strace',
    title: `strace log of ${many}`,
    epoch_ns: String(BigInt(log.since) * 1_000_000_000n + first),
    mono_ns: '0',
    clock: 'CLOCK_REALTIME',
    generator: 'wirestep, from a log of strace',
    host: { os: 'linux', arch: '', runtime: '' },
    pid: programs[0]?.main.tid ?? 0,
    programs: [],
    protocol: { header_bytes: 64, pad: '20', encoding: 'utf-8', framed_replies: false },
    imported: { from: 'strace', tool: 'strace', missing: ['queues', 'source'] },
    detail: 'calls',
    ext: {},
  };
}

/** What a person should know of the log: what of it is not shown, and what was concluded. */
function* notes(log: Log, programs: readonly Process[], found: number): Generator<string> {
  const leftOut = new Map<string, number>();
  for (const process of programs) {
    for (const [name, count] of process.leftOut)
      leftOut.set(name, (leftOut.get(name) ?? 0) + count);
  }
  const names = [...leftOut].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const all = names.reduce((sum, [, count]) => sum + count, 0);
  if (all > 0) {
    const shown = names.slice(0, 8).map(([name, count]) => `${name} ${count}`);
    const more = names.length > shown.length ? ', …' : '';
    yield `Left out of ${linesText(log.lines)}: ${linesText(all)} on files and other things that are no TCP socket and no terminal (${shown.join(', ')}${more}).`;
  }
  const others = log.processes.filter((process) => !programs.includes(process));
  const lines = others.reduce((sum, process) => sum + process.lines, 0);
  if (lines > 0) {
    const many = others.length === 1 ? 'a process' : `${others.length} processes`;
    yield `Left out: ${linesText(lines)} of ${many} without a TCP socket.`;
  }
  if (found > 0) {
    const many = found === 1 ? 'one connect' : `${found} connects`;
    yield `The log does not say from which port ${many} came: it is taken from the accept whose turn it was and whose bytes agree.`;
  }
}

function linesText(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}
