import { isCallKind } from '../../src/trace/calls.ts';
import { describe, expect, test } from 'vitest';
import { birthsOf, lifeOf, startOf, startsOf } from '../../src/views/lanes/life.ts';
import { answers, callAround, endOfCall, lasts } from '../../src/views/lanes/thread-calls.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { connected, oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';
import { draw } from './lanes-at.ts';

const talk = oneMessage();
const { trace } = read(talk);
const end = trace.seqs[trace.length - 1] as number;
const start = seqOf(talk, { k: 'thread.start' });
const runs = seqOf(talk, { k: 'thread.run', th: 3 });

/** The life of a thread as it is drawn after an event. */
function life(of: Trace, seq: number, thread: number, how: Parameters<typeof draw>[2] = {}) {
  const { ruler, extent } = draw(of, seq, how);
  const found = createScenes(of)(extent.position).threads.find(({ id }) => id === thread);
  if (found === undefined) throw new Error(`no thread ${thread}`);
  return { ruler, ...lifeOf(of, found, startOf(of, thread), ruler, extent) };
}

describe('birth', () => {
  test('a thread’s start is that of its parent; a program’s first has none', () => {
    expect(startOf(trace, 3)).toBe(trace.positionOf(start));
    expect(startOf(trace, 1)).toBeUndefined();
  });

  test('a connector leads from the parent’s lane to the child’s, once it has happened', () => {
    const births = (seq: number, ids = [1, 2, 3]) => {
      const { ruler, extent } = draw(trace, seq);
      return birthsOf(
        trace,
        startsOf(
          trace,
          ids.map((id) => ({ id })),
        ),
        ruler,
        extent,
      );
    };
    expect(births(start - 1)).toEqual([]);
    expect(births(start)).toMatchObject([{ child: 3, parent: 1, later: false }]);
    expect(births(start, [2, 3])).toEqual([]);
  });

  test('there is no line before it', () => {
    const { born, runs: from, ruler } = life(trace, end, 3);
    expect(born).toBe(ruler.right(trace.positionOf(start)));
    expect(from).toBe(ruler.left(trace.positionOf(runs)));
    expect(born).toBeGreaterThan(100);
  });

  test('between start and its first act a thread is new', () => {
    const { born, runs: from, ruler } = life(trace, start, 3);
    expect(born).toBe(ruler.playhead);
    expect(from).toBe(ruler.playhead);
  });
});

describe('death', () => {
  const T1 = { p: 1, th: 3 };

  test('a living thread’s line ends at the playhead', () => {
    const { to, end: over, ruler } = life(trace, end, 3);
    expect([to, over]).toEqual([ruler.playhead, undefined]);
  });

  test('after its end there is no line', () => {
    const ended = oneMessage();
    const exit = ended.add('thread.exit', T1);
    ended.add('out', { p: 2, th: 2, stream: 'stdout', text: 'on' });
    const { trace } = read(ended);
    const { to, end: over, ruler } = life(trace, exit + 1, 3);
    expect(over).toBe('finished');
    expect(to).toBe(ruler.right(trace.positionOf(exit)));
    expect(to).toBeLessThan(ruler.playhead);
  });

  test('an exception is another end', () => {
    const died = oneMessage();
    const death = died.add('thread.err', { ...T1, name: 'ValueError', message: '', f: 1, l: 9 });
    expect(life(read(died).trace, death, 3).end).toBe('died');
  });

  test('with the future, the line goes on as not yet happened', () => {
    const { later, to, ruler } = life(trace, runs, 3, { future: true });
    expect(to).toBe(ruler.playhead);
    expect(later).toBeGreaterThan(to);
    expect(life(trace, runs, 3).later).toBeUndefined();
  });
});

describe('the calls of a thread', () => {
  const own = trace.ofThread(3);
  const indexOf = (seq: number): number => own.indexOf(trace.positionOf(seq));
  const recv = seqOf(talk, { k: 'recv', max: 64 });
  const got = seqOf(talk, { k: 'recv.ret', n: 64 });

  test('a call ends with its answer', () => {
    expect(endOfCall(trace, own, indexOf(recv))).toBe(indexOf(got));
    expect(answers(trace, own, indexOf(recv), indexOf(got))).toBe(true);
    expect(answers(trace, own, indexOf(recv), indexOf(got) + 1)).toBe(false);
  });

  test('the kernel’s word and a notice come in between', () => {
    const more = connected();
    const T1 = { p: 1, th: 3 };
    more.add('kernel', { ...T1, re: recv, state: 'S', syscall: 'recvfrom', args: [] });
    more.add('out', { ...T1, stream: 'stdout', text: 'a notice', by: 'wirestep' });
    const answer = more.add('recv.ret', { ...T1, re: recv, s: 3, fd: 24, n: 1, off: 0, u: 'x' });
    const { trace } = read(more);
    const own = trace.ofThread(3);
    const at = own.indexOf(trace.positionOf(answer));
    expect(endOfCall(trace, own, at - 3)).toBe(at);
    expect(callAround(trace, own, at)).toBe(at - 3);
    expect(callAround(trace, own, at + 1)).toBe(-1);
  });

  test('one without an answer goes on to the trace’s end', () => {
    const main = trace.ofThread(1);
    expect(endOfCall(trace, main, main.length - 1)).toBe(main.length);
  });

  test('held lasts like a call but is none', () => {
    expect([
      isCallKind('held'),
      lasts(trace, 'held'),
      isCallKind('recv'),
      isCallKind('recv.ret'),
    ]).toEqual([false, true, true, false]);
  });
});
