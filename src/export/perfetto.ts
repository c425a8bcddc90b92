/**
 * The trace in the Trace Event Format, which Perfetto and speedscope open:
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.
 *
 * Programs are processes, threads are threads. Times are microseconds since the trace began, with the
 * nanoseconds as their fraction. Calls and functions are slices (`X`) that lie inside each other; a
 * slice comes before those inside it. `i` in `args` is the number of the event.
 */
import { createNames } from '../narration/names.ts';
import { visible } from '../trace/visible.ts';
import { aboutPart } from './about.ts';
import { Arrows } from './arrows.ts';
import { inChunks } from './chunks.ts';
import type { Part } from './part.ts';
import { Counter } from './perfetto-counter.ts';
import { Flows } from './perfetto-flows.ts';
import { instantOf } from './perfetto-instants.ts';
import { rowText } from './perfetto-row.ts';
import type { Row } from './perfetto-row.ts';
import { Slices } from './perfetto-slices.ts';

/** One JSON object; each row of its `traceEvents` stands on a line. */
export function writePerfetto(part: Part): Iterable<string> {
  return inChunks(lines(part));
}

function* lines(part: Part): Generator<string> {
  const { header } = part.trace;
  const otherData = {
    title: visible(header.title),
    id: visible(header.id),
    epoch_ns: header.epoch_ns,
    clock: visible(header.clock),
    generator: visible(header.generator),
    about: aboutPart(part).join(' '),
  };
  yield `{"displayTimeUnit":"ns","otherData":${JSON.stringify(otherData)},"traceEvents":[`;
  let separator = '\n';
  for (const row of rows(part)) {
    yield separator + rowText(row);
    separator = ',\n';
  }
  yield '\n]}\n';
}

function* rows(part: Part): Generator<Row> {
  yield* namesOf(part);
  const { trace } = part;
  const arrows = new Arrows(part);
  const slices = new Slices(part, arrows);
  const flows = new Flows(part, arrows, slices);
  const counter = new Counter(trace, arrows);
  for (const position of part.positions()) {
    const kind = trace.kindAt(position);
    if (kind === 'line') continue;
    const slice = slices.at(position) ?? instantOf(trace, position);
    if (slice !== undefined) yield slice;
    if (kind === 'recv.ret') yield* flows.into(position);
    const count = counter.at(position);
    if (count !== undefined) yield count;
  }
}

/** Names of the programs and threads that have events in the part, in the order of their first. */
function* namesOf(part: Part): Generator<Row> {
  const { trace } = part;
  const names = createNames(trace);
  const programs = new Set<number>();
  // By program too: a damaged trace may have a thread in two.
  const threads = new Set<string>();
  let last = '';
  const row = (name: string, pid: number, tid: number, args: Row['args']): Row => {
    return { ph: 'M', name, pid, tid, at: 0, args };
  };
  for (let position = 0; position < trace.length; position++) {
    const pid = trace.programs[position] as number;
    const tid = trace.threads[position] as number;
    const key = `${pid} ${tid}`;
    if (pid === 0 || key === last || !part.has(position)) continue;
    last = key;
    if (!programs.has(pid)) {
      programs.add(pid);
      yield row('process_name', pid, tid, { name: names.program(pid) });
      yield row('process_sort_index', pid, tid, { sort_index: programs.size });
    }
    if (tid === 0 || threads.has(key)) continue;
    threads.add(key);
    yield row('thread_name', pid, tid, { name: names.thread(tid) });
    yield row('thread_sort_index', pid, tid, { sort_index: threads.size });
  }
}
