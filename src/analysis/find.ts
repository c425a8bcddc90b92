/** Ready-made things to find in a trace: to jump to, and to stop play at. */
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { connectionsOf, inside } from './find-connections.ts';
import type { Within } from './find-connections.ts';
import { failedCalls } from './find-failures.ts';
import { once } from './find-once.ts';
import { readyRecvs, shortRecvs, shortSends, streamEnds, waitedRecvs } from './find-recvs.ts';
import { findStreams } from './find-streams.ts';

/** One kind of thing to find. */
export interface Predicate {
  readonly id: string;
  /** Reads well after "next" and "stops at". */
  readonly title: string;
  /** What it means, in one sentence. */
  readonly means: string;
  /** All its positions in a trace, ascending: where it can be seen to be true. Made when first
   *  asked for. */
  readonly positions: (trace: Trace) => Int32Array;
}

const ofKind = (kind: Parameters<Trace['ofKind']>[0]) => (trace: Trace) => trace.ofKind(kind);

/** In the order of a list to choose from: recv first, it is what the course is about. */
export const PREDICATES = [
  {
    id: 'short-recv',
    title: 'recv that returned less than asked',
    means: 'It asked for up to so many bytes and got what was there: fewer.',
    positions: once(shortRecvs),
  },
  {
    id: 'waited-recv',
    title: 'recv that waited',
    means: 'Nothing was waiting when it was called, so the thread slept until something came.',
    positions: once(waitedRecvs),
  },
  {
    id: 'ready-recv',
    title: 'recv that found bytes waiting',
    means: 'Bytes were in the socket’s queue before it was called, so it returned at once.',
    positions: once(readyRecvs),
  },
  {
    id: 'merged',
    title: 'recv with bytes of two sends',
    means: 'One recv took bytes that more than one send had given: TCP keeps no borders.',
    positions: (trace) => findStreams(trace).merged,
  },
  {
    id: 'split',
    title: 'send taken by several recvs',
    means: 'This recv took the second part of what one send had given.',
    positions: (trace) => findStreams(trace).split,
  },
  {
    id: 'stall',
    title: '40 ms stall',
    means:
      'A recv waited about 40 ms for bytes that had been sent, or, where the sender is not recorded, just as long as Linux delays an acknowledgement.',
    positions: (trace) => findStreams(trace).stalls,
  },
  {
    id: 'end',
    title: 'end of stream',
    means: 'recv returned 0 bytes: the other side has closed, and nothing more will come.',
    positions: once(streamEnds),
  },
  {
    id: 'message',
    title: 'message that begins',
    means: 'The server took what it reads as a header.',
    positions: (trace) => findStreams(trace).headers,
  },
  {
    id: 'short-send',
    title: 'send that was taken in part',
    means: 'The kernel took fewer bytes than the program gave: the rest must be sent again.',
    positions: once(shortSends),
  },
  {
    id: 'failed',
    title: 'call that failed',
    means: 'The call came back with an error instead of a result.',
    positions: once(failedCalls),
  },
  {
    id: 'died',
    title: 'thread that died',
    means: 'No one caught the exception, so it ended the thread.',
    positions: ofKind('thread.err'),
  },
  {
    id: 'thread',
    title: 'new thread',
    means: 'A thread does its first act.',
    positions: ofKind('thread.run'),
  },
  {
    id: 'connection',
    title: 'new connection',
    means: 'connect or accept returned: from here on both ends can send.',
    positions: once((trace) => Int32Array.from(connectionsOf(trace), ({ from }) => from).sort()),
  },
  {
    id: 'output',
    title: 'output on a terminal',
    means: 'A program printed something.',
    positions: ofKind('out'),
  },
] as const satisfies readonly Predicate[];

/** The predicate of an id; undefined where there is none. */
export function predicateOf(id: string): Predicate | undefined {
  return PREDICATES.find((each) => each.id === id);
}

/** The first match after `position` in a part of the trace; undefined where there is none. */
export function nextMatch(
  trace: Trace,
  { positions }: Predicate,
  position: number,
  within: Within = {},
): number | undefined {
  const list = positions(trace);
  const test = inside(trace, within);
  for (let n = countUpTo(list, position); n < list.length; n++) {
    if (test(list[n] as number)) return list[n];
  }
  return undefined;
}

/** The last match before `position` in a part of the trace; undefined where there is none. */
export function previousMatch(
  trace: Trace,
  { positions }: Predicate,
  position: number,
  within: Within = {},
): number | undefined {
  const list = positions(trace);
  const test = inside(trace, within);
  for (let n = countUpTo(list, position - 1) - 1; n >= 0; n--) {
    if (test(list[n] as number)) return list[n];
  }
  return undefined;
}
