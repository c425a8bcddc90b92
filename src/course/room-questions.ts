/** Questions about what has not happened yet: of threads that are held, or wait in a call. */
import type { EventOf, Kind } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { createFacts, type Facts } from './facts.ts';
import type { PracticeQuestion } from './practice.ts';
import { code, p, whoOf } from './question-words.ts';
import type { RoomQuestion } from './room-question.ts';

/** Its answer is event 0 until that has happened: see `settled`. */
export type ComingQuestion = RoomQuestion &
  PracticeQuestion & { readonly coming: readonly number[] };

/** A thread that will return from a call, sooner or later. */
interface Standing {
  readonly thread: number;
  /** Of the event that shows it: the call that waits, or the hold before it. */
  readonly position: number;
  readonly held: boolean;
  /** The call is a recv. */
  readonly takes: boolean;
}

const MOST_OPTIONS = 4;
const WAITS: readonly Kind[] = ['recv', 'accept', 'connect', 'send'];
/** What a thread does while it stands. */
const BY_THE_WAY: readonly Kind[] = ['kernel'];
/** How a thread may stop standing without an answer. */
const ENDS: readonly Kind[] = ['thread.exit', 'thread.err'];
const TAKE_REASON =
  'A recv returns what has arrived, up to what was asked for; no byte where the other side has ' +
  'ended its stream.';

/**
 * What can be asked at the end of a recording that grows.
 * @param thread only this one's recv is asked about; absent: every thread's
 */
export function roomQuestions(trace: Trace, thread?: number): readonly ComingQuestion[] {
  const after = trace.seqs[trace.length - 1];
  if (after === undefined || trace.kindAt(trace.length - 1) === 'end') return [];
  const facts = createFacts(trace);
  const standing = trace.threadIds.flatMap((id) => standingOf(trace, id) ?? []);
  const taking = standing.filter((one) => one.takes && one.thread === (thread ?? one.thread));
  return [
    ...taking.flatMap((one) => takeQuestions(trace, facts, one, after)),
    ...nextQuestion(facts, serversFirst(trace, standing), after),
  ];
}

/**
 * The question with its answer, once that has happened.
 * `open`: not yet. `lost`: it never will, as the thread was stopped, failed, or the recording ended.
 */
export function settled<Q extends ComingQuestion>(trace: Trace, question: Q): Q | 'open' | 'lost' {
  const from = trace.positionOf(question.after);
  if (from < 0) return 'open';
  const any = question.kind === 'choice' && question.coming.length > 1;
  const ends = question.coming.map((thread) => outcome(trace, thread, from));
  const returns = ends.filter((end) => typeof end === 'number').sort((a, b) => a - b);
  const [first] = returns;
  if (first !== undefined && (any || trace.kindAt(first) === 'recv.ret')) {
    return { ...question, answer: trace.seqs[first] as number };
  }
  if (first !== undefined || ends.every((end) => end === 'lost')) return 'lost';
  return trace.kindAt(trace.length - 1) === 'end' ? 'lost' : 'open';
}

/** Position at which a thread next comes back from a call. */
function outcome(trace: Trace, thread: number, from: number): number | 'open' | 'lost' {
  const own = trace.ofThread(thread);
  for (const position of own.subarray(countUpTo(own, from))) {
    const kind = trace.kindAt(position);
    if (ENDS.includes(kind) || kind === 'fold') return 'lost';
    if (!WAITS.some((call) => kind === `${call}.ret` || kind === `${call}.err`)) continue;
    const event = trace.at(position);
    return 'name' in event && event.name === 'STOPPED' ? 'lost' : position;
  }
  return 'open';
}

function standingOf(trace: Trace, thread: number): Standing | undefined {
  const own = trace.ofThread(thread);
  const position = own.findLast((one) => !BY_THE_WAY.includes(trace.kindAt(one)));
  if (position === undefined) return undefined;
  const kind = trace.kindAt(position);
  const held = kind === 'held';
  const call = held ? (trace.at(position) as EventOf<'held'>).before : kind;
  if (!WAITS.includes(call)) return undefined;
  return { thread, position, held, takes: call === 'recv' };
}

/** How many bytes it returns; of one that is held also whether it waits. */
function takeQuestions(
  trace: Trace,
  facts: Facts,
  { thread, position, held }: Standing,
  after: number,
): readonly ComingQuestion[] {
  const who = whoOf(facts, position);
  const common = { after, answer: 0, coming: [thread] };
  const recv = trace.at(position) as EventOf<'recv'>;
  if (!held && recv.max === 0) return [];
  const stands = held
    ? [`${who} is held before a `, code('recv'), '. ']
    : [`${who} waits in `, code(`recv(${recv.max})`), '. '];
  const take: ComingQuestion = {
    ...common,
    id: `coming-take-${thread}-${after}`,
    kind: 'number',
    unit: 'bytes',
    fact: 'n',
    prompt: [p(...stands, 'How many bytes will it return?')],
    reason: [p(TAKE_REASON)],
  };
  if (!held) return [take];
  const wait: ComingQuestion = {
    ...common,
    id: `coming-wait-${thread}-${after}`,
    kind: 'choice',
    options: [
      { label: 'It will have to wait', conditions: { waited: 'yes' } },
      { label: 'It will return without waiting', conditions: { waited: 'no' } },
    ],
    prompt: [p(...stands, 'Will it have to wait?')],
    reason: [p('It waits where no byte has arrived when it is called.')],
  };
  return [take, wait];
}

function nextQuestion(
  facts: Facts,
  standing: readonly Standing[],
  after: number,
): readonly ComingQuestion[] {
  const shown = standing.slice(0, MOST_OPTIONS);
  const options = shown.flatMap(({ position }) => {
    const [program, name] = [facts(position, 'program'), facts(position, 'thread')];
    if (program === undefined || name === undefined) return [];
    const conditions = { program: String(program), thread: String(name) };
    return [{ label: whoOf(facts, position), conditions }];
  });
  const labels = new Set(options.map(({ label }) => label));
  if (labels.size < 2 || labels.size !== shown.length) return [];
  const question: ComingQuestion = {
    id: `coming-next-${after}`,
    after,
    answer: 0,
    coming: shown.map(({ thread }) => thread),
    kind: 'choice',
    options,
    prompt: [p('Which of these threads returns from its call next?')],
    reason: [
      p('The threads run side by side: the first is the one whose call has something to return.'),
    ],
  };
  return [question];
}

/** Handlers are what a class looks at; clients and others after them. */
function serversFirst(trace: Trace, standing: readonly Standing[]): readonly Standing[] {
  const servers = new Set(
    trace.header.programs.filter(({ role }) => role === 'server').map(({ p: program }) => program),
  );
  for (const position of trace.ofKind('prog.start')) {
    const { program, role } = trace.at(position) as EventOf<'prog.start'>;
    if (role === 'server') servers.add(program);
  }
  const rank = ({ position }: Standing) => (servers.has(trace.programs[position] ?? 0) ? 0 : 1);
  return standing.toSorted((a, b) => rank(a) - rank(b));
}
