import { describe, expect, test } from 'vitest';
import type { HoldsState, RoomState } from '../../src/live/state.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { heldBefore } from '../../src/views/lanes/held.ts';
import { goneThreads } from '../../src/views/live/gone-threads.ts';
import {
  countWords,
  filterThreads,
  isHeld,
  targetOf,
  threadsNow,
} from '../../src/views/live/live-threads.ts';
import { UNTIL, untilWords } from '../../src/views/live/until.ts';
import { connected, type Conversation, oneMessage } from '../support/conversation.ts';
import { HANDLER, heldTalk, holdsOf, MAIN_THREAD } from '../support/live-talk.ts';

function now(talk: Conversation, holds?: HoldsState, names: RoomState['names'] = []) {
  const { trace } = parseTrace(talk.bytes());
  const scene = createScenes(trace)(trace.length - 1);
  return { trace, scene, threads: threadsNow(trace, scene, holds, names) };
}
const ofId = (threads: ReturnType<typeof now>['threads'], id: number) =>
  threads.find((thread) => thread.id === id);

describe('a thread of the live session', () => {
  test.each<[string, Conversation, HoldsState | undefined, object]>([
    [
      'in the kernel is blocked',
      connected(),
      undefined,
      { does: 'blocked', words: 'blocked in recv, in the kernel', more: '' },
    ],
    [
      'in the kernel, and asked to be held: both are said',
      connected(),
      holdsOf([{ thread: HANDLER, state: 'asked' }]),
      {
        does: 'asked',
        words: 'blocked in recv, in the kernel',
        more: 'will be held before its next call',
      },
    ],
    [
      'at the gate is held before its call, by the presenter',
      heldTalk(),
      holdsOf([{ thread: HANDLER, state: 'held' }]),
      { does: 'held', words: 'held before recv', more: 'by the presenter' },
    ],
    [
      'at the gate is held by what the recording says, where the server has not said it yet',
      heldTalk(),
      holdsOf([{ thread: HANDLER, state: 'asked' }]),
      { does: 'held', words: 'held before recv' },
    ],
    [
      'that runs until something says until what',
      connected(),
      holdsOf([{ thread: HANDLER, state: 'running', until: 'message' }]),
      { does: 'runs-until', more: 'runs to the next message that begins' },
    ],
  ])('%s', (_name, talk, holds, expected) => {
    expect(ofId(now(talk, holds).threads, HANDLER)).toMatchObject(expected);
  });

  test('of the server comes before those of clients; one that has ended is not there', () => {
    const talk = connected();
    expect(now(talk).threads.map(({ badge }) => badge)).toEqual(['M', 'T1', 'C1']);
    talk.add('thread.exit', { p: 2, th: 2 });
    talk.add('prog.exit', { p: 2, code: 0 });
    expect(now(talk).threads.map(({ badge }) => badge)).toEqual(['M', 'T1']);
  });

  test('is called by its participant’s name too', () => {
    const names = [{ name: 'Ada', program: 'client-1' }];
    expect(ofId(now(connected(), undefined, names).threads, HANDLER)?.name).toBe('Thread-1 · Ada');
  });
});

describe('the buttons are about', () => {
  test('the selected thread, whatever the others do', () => {
    const { threads } = now(heldTalk(), holdsOf([{ thread: HANDLER, state: 'held' }]));
    expect(targetOf(threads, MAIN_THREAD)?.id).toBe(MAIN_THREAD);
  });

  test('a client’s thread of the server rather than the one that accepts', () => {
    const all = holdsOf(
      [
        { thread: MAIN_THREAD, state: 'held' },
        { thread: HANDLER, state: 'asked' },
      ],
      true,
    );
    expect(targetOf(now(connected(), all).threads, undefined)?.id).toBe(HANDLER);
  });

  test('the first that is held, so that a new client does not take them away', () => {
    const talk = heldTalk();
    const later = { child: 4, name: 'Thread-2 (handle_client)' };
    talk.add('thread.start', { p: 1, th: 1, ...later });
    talk.add('thread.run', { p: 1, th: 4, name: later.name, tid: 104 });
    const holds = holdsOf([{ thread: HANDLER, state: 'held' }]);
    expect(targetOf(now(talk, holds).threads, undefined)?.id).toBe(HANDLER);
  });

  test('the one that accepts while there is no other, and none where none runs', () => {
    const main = now(connected()).threads.filter((thread) => thread.main);
    expect(targetOf(main, undefined)?.id).toBe(MAIN_THREAD);
    expect(targetOf([], MAIN_THREAD)).toBeUndefined();
  });
});

test('what the server’s threads do is counted, held ones first; clients’ are not', () => {
  const holds = holdsOf([{ thread: HANDLER, state: 'held' }]);
  expect(countWords(now(heldTalk(), holds).threads)).toBe('1 held, 1 blocked');
  expect(countWords([])).toBe('');
});

test('a thread can be let go while its gate is closed, or will be again', () => {
  const state = (holds?: HoldsState) => {
    const found = ofId(now(connected(), holds).threads, HANDLER);
    return found && isHeld(found);
  };
  expect(state()).toBe(false);
  for (const one of ['asked', 'held', 'running'] as const)
    expect(state(holdsOf([{ thread: HANDLER, state: one, until: 'return' }]))).toBe(true);
});

test('a thread is found by all words of its name and state', () => {
  const { threads } = now(connected());
  expect(filterThreads(threads, 'thread-1 RECV').map(({ id }) => id)).toEqual([HANDLER]);
  expect(filterThreads(threads, 'thread-1 accept')).toEqual([]);
  expect(filterThreads(threads, '')).toEqual(threads);
});

test('held before: the last time, up to the playhead', () => {
  const talk = heldTalk();
  const { trace } = parseTrace(talk.bytes());
  const at = trace.ofKind('held')[0] ?? 0;
  expect(heldBefore(trace, HANDLER, at)).toBe('recv');
  expect(heldBefore(trace, HANDLER, at - 1)).toBeUndefined();
});

describe('a thread whose client is gone', () => {
  test('is one that took the end of the stream and goes on', () => {
    const talk = oneMessage();
    expect(goneThreads(now(talk).trace, now(talk).scene).size).toBe(0);
    const asks = talk.add('recv', { p: 1, th: HANDLER, s: 3, fd: 24, max: 64, queued: 0 });
    const end = { re: asks, s: 3, fd: 24, n: 0, off: 76, queued: 0, u: '' };
    talk.add('recv.ret', { p: 1, th: HANDLER, ...end });
    const { trace, scene } = now(talk);
    expect([...goneThreads(trace, scene)]).toEqual([HANDLER]);
    talk.add('thread.exit', { p: 1, th: HANDLER });
    const after = now(talk);
    expect(goneThreads(after.trace, after.scene).size).toBe(0);
  });
});

describe('run to', () => {
  test('offers the next return first, then the next message, and every predicate once', () => {
    expect(UNTIL.slice(0, 2).map(({ id }) => id)).toEqual(['return', 'message']);
    expect(new Set(UNTIL.map(({ id }) => id)).size).toBe(UNTIL.length);
  });

  test('is said in words, also where this page does not know the word', () => {
    expect(untilWords('return')).toBe('next return');
    expect(untilWords('split')).toBe('next send taken by several recvs');
    expect(untilWords('something-new')).toBe('next stop');
  });
});
