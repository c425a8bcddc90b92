/** Questions for any recording, made from the recording itself. */
import { dissectHeader } from '../protocol/header.ts';
import { utf8 } from '../trace/chunk.ts';
import type { EventOf, Kind } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { createFacts, type Facts } from './facts.ts';
import type { CuedQuestion } from './lesson.ts';
import { code, p, whoOf } from './question-words.ts';

/** `after`: the event behind which the recording is hidden while the question is open. */
export type PracticeQuestion = CuedQuestion & { readonly after: number };

/** A question, and the positions between which its answer comes to light. */
interface Candidate {
  readonly question: PracticeQuestion;
  readonly from: number;
  readonly to: number;
}

const MOST = 12;
const MOST_OF_A_KIND = 3;
/** Of one kind of event, at most so many are looked at: evenly over the recording. */
const MOST_LOOKED_AT = 400;
const LONGEST_TEXT = 40;
const MOST_THREADS = 4;

/**
 * Questions in the order of the recording: each is asked after the answer of the one before. The same
 * recording gives the same questions; one without calls gives none.
 */
export function practiceQuestions(trace: Trace): readonly PracticeQuestion[] {
  const facts = createFacts(trace);
  const all = [
    ...some(trace, 'recv.ret').flatMap((at) => recvQuestions(trace, facts, at)),
    ...some(trace, 'send').flatMap((at) => headerQuestion(trace, facts, at)),
    ...some(trace, 'out').flatMap((at) => printQuestion(trace, facts, at)),
    ...some(trace, 'recv').flatMap((at) => threadQuestion(trace, facts, at)),
  ].sort((a, b) => a.from - b.from);
  return choose(all, trace.length);
}

/** Different kinds in turn, spread over the recording. */
function choose(all: readonly Candidate[], length: number): readonly PracticeQuestion[] {
  const chosen: Candidate[] = [];
  const used = new Map<string, number>();
  const kinds = new Set(all.map(({ question }) => kindOf(question)));
  const gap = Math.floor(length / (MOST * 2));
  for (const candidate of all) {
    const last = chosen.at(-1);
    const kind = kindOf(candidate.question);
    const count = used.get(kind) ?? 0;
    const again = kinds.size > 1 && last !== undefined && kindOf(last.question) === kind;
    const early = last !== undefined && candidate.from < Math.max(last.to, last.from + gap);
    if (early || again || count >= MOST_OF_A_KIND || chosen.length >= MOST) continue;
    used.set(kind, count + 1);
    chosen.push(candidate);
  }
  return chosen.map(({ question }) => question);
}

/** `practice-take-21` → `take`. */
function kindOf({ id }: PracticeQuestion): string {
  return id.split('-')[1] ?? '';
}

function some(trace: Trace, kind: Kind): readonly number[] {
  const all = trace.ofKind(kind);
  const stride = Math.max(1, Math.ceil(all.length / MOST_LOOKED_AT));
  return [...all].filter((_, place) => place % stride === 0);
}

/** How many bytes it returns, and whether it waits: asked before the call is seen. */
function recvQuestions(trace: Trace, facts: Facts, at: number): readonly Candidate[] {
  const event = trace.at(at) as EventOf<'recv.ret'>;
  const called = trace.positionOf(event.call);
  const call = called < 1 ? undefined : (trace.at(called) as EventOf<'recv'>);
  if (call?.max === undefined || call.max === 0) return [];
  const who = whoOf(facts, called);
  const asks = [`${who} now calls `, code(`recv(${call.max})`), '. '];
  const take = candidate(trace, called - 1, at, 'take', {
    kind: 'number',
    unit: 'bytes',
    fact: 'n',
    answer: event.seq,
    prompt: [p(...asks, 'How many bytes does it return?')],
    reason: [p(takeReason(event.n, call.max))],
  });
  if (facts(at, 'waited') === undefined) return [take];
  const wait = candidate(trace, called - 1, at, 'wait', {
    kind: 'choice',
    options: [
      { label: 'It has to wait', conditions: { waited: 'yes' } },
      { label: 'It returns without waiting', conditions: { waited: 'no' } },
    ],
    answer: event.seq,
    prompt: [p(...asks, 'Does it have to wait?')],
    reason: [p(waitReason(call.queued))],
  });
  return [take, wait];
}

function takeReason(n: number, max: number | string): string {
  if (n === 0) return 'It returns no byte: the other side has ended its stream.';
  const much = n === Number(max) ? 'as many as it asked for' : `fewer than the ${max} it asked for`;
  return `A recv returns what has arrived, up to what was asked for. Here it got ${n}: ${much}.`;
}

function waitReason(queued: number | undefined): string {
  if (queued === undefined) return 'The recording shows what happened between call and return.';
  return queued === 0
    ? 'No byte had arrived when it was called: measured just before the call.'
    : `Bytes were there when it was called: ${queued}, measured just before the call.`;
}

/** The header of a message whose payload is sent next. */
function headerQuestion(trace: Trace, facts: Facts, at: number): readonly Candidate[] {
  const event = trace.at(at) as EventOf<'send'>;
  const { header_bytes: cells } = trace.header.protocol;
  const next = nextOf(trace, at, 'send');
  if (event.len !== cells || event.bytes.length !== cells || next === undefined || at < 1)
    return [];
  const payload = (trace.at(next) as EventOf<'send'>).bytes;
  const text = utf8(payload);
  const { length } = dissectHeader(event.bytes);
  if (text === undefined || text.length > LONGEST_TEXT || length !== BigInt(payload.length))
    return [];
  const size = payload.length === 1 ? '1 byte' : `${payload.length} bytes`;
  const question = {
    kind: 'bytes',
    cells,
    answer: event.seq,
    prompt: [
      p(`${whoOf(facts, at)} sends `, code(visible(text)), `, ${size}. Fill in its header.`),
    ],
    reason: [p('The header is the length of the payload in digits, then spaces.')],
  } as const;
  return [candidate(trace, at - 1, at, 'header', question)];
}

/** What a program prints of what it has just received. */
function printQuestion(trace: Trace, facts: Facts, at: number): readonly Candidate[] {
  const event = trace.at(at) as EventOf<'out'>;
  const text = event.text.trim();
  const before = previousOf(trace, at, 'recv.ret');
  if (before === undefined || event.by !== undefined || text === '' || text.length > LONGEST_TEXT)
    return [];
  if (utf8((trace.at(before) as EventOf<'recv.ret'>).bytes)?.trim() !== text) return [];
  const question = {
    kind: 'text',
    fact: 'text',
    answer: event.seq,
    prompt: [p(`${whoOf(facts, at)} prints something now. What stands on its terminal?`)],
    reason: [p('It prints what its last recv returned, decoded.')],
  } as const;
  return [candidate(trace, at - 1, at, 'print', question)];
}

/** Whose event comes next, where several threads could go on. */
function threadQuestion(trace: Trace, facts: Facts, at: number): readonly Candidate[] {
  const answer = nextStop(trace, at);
  if (answer === undefined) return [];
  const alive = threadsAt(trace, answer);
  const own = trace.threads[answer] ?? 0;
  const others = alive.filter((thread) => thread !== own);
  const shown = [own, ...others.slice(0, MOST_THREADS - 1)].sort((a, b) => a - b);
  if (others.length === 0) return [];
  const options = shown.flatMap((thread) => {
    const [place] = trace.ofThread(thread);
    const [program, name] = [facts(place ?? 0, 'program'), facts(place ?? 0, 'thread')];
    if (program === undefined || name === undefined) return [];
    const conditions = { program: String(program), thread: String(name) };
    return [{ label: visible(`${name} of ${program}`), conditions }];
  });
  const labels = new Set(options.map(({ label }) => label));
  if (labels.size !== shown.length) return [];
  const seq = trace.seqs[answer] as number;
  const question = {
    kind: 'choice',
    options,
    answer: seq,
    prompt: [p('Which thread does something next?')],
    reason: [p('The threads run side by side. Another run may take another turn here.')],
  } as const;
  return [candidate(trace, at, answer, 'thread', question)];
}

/** Threads that have an event before a position and do not end before it. */
function threadsAt(trace: Trace, position: number): readonly number[] {
  const ended = new Set<number>();
  for (const kind of ['thread.exit', 'thread.err'] as const) {
    for (const at of trace.ofKind(kind)) if (at < position) ended.add(trace.threads[at] ?? 0);
  }
  return trace.threadIds.filter(
    (id) => !ended.has(id) && (trace.ofThread(id)[0] ?? Infinity) <= position,
  );
}

function nextStop(trace: Trace, at: number): number | undefined {
  const next = at + 1;
  return next < trace.length && (trace.threads[next] ?? 0) !== 0 && trace.stops.includes(next)
    ? next
    : undefined;
}

/** The thread's next event of a kind. */
function nextOf(trace: Trace, at: number, kind: Kind): number | undefined {
  return trace
    .ofThread(trace.threads[at] ?? 0)
    .find((one) => one > at && trace.kindAt(one) === kind);
}

/** The thread's last event of a kind before this one. */
function previousOf(trace: Trace, at: number, kind: Kind): number | undefined {
  return trace
    .ofThread(trace.threads[at] ?? 0)
    .findLast((one) => one < at && trace.kindAt(one) === kind);
}

type WithoutId<Q> = Q extends unknown ? Omit<Q, 'id'> : never;

function candidate(
  trace: Trace,
  from: number,
  to: number,
  what: string,
  question: WithoutId<CuedQuestion>,
): Candidate {
  const after = trace.seqs[from] as number;
  return { question: { ...question, id: `practice-${what}-${after}`, after }, from, to };
}
