import { describe, expect, test } from 'vitest';
import { countText, diagramWords, nodesOf } from '../../src/views/thread/diagram.ts';
import { countsAt, createHistories, historyOf } from '../../src/views/thread/history.ts';
import { connectionOf, kernelWords, nowWords, socketLines } from '../../src/views/thread/words.ts';
import type { EventOf } from '../../src/trace/format.ts';
import { Conversation, oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const T = { p: 1, th: 1 };
const recv = { ...T, s: 3, fd: 24 };

/** run · held · recv … kernel … got · line · recv … */
function life() {
  const talk = new Conversation();
  talk.add('thread.run', { ...T, name: 'MainThread', tid: 77 }, 1);
  talk.add('held', { ...T, before: 'recv' }, 1);
  const first = talk.add('recv', { ...recv, max: 64 }, 1);
  talk.add('kernel', { ...T, re: first, state: 'S', syscall: 'recvfrom', args: ['24'] }, 20);
  talk.add('recv.ret', { ...recv, re: first, n: 0, off: 0, u: '' }, 80);
  talk.add('recv', { ...recv, max: 64 }, 5);
  talk.add('recv.err', { ...T, re: 6, name: 'ECONNRESET', number: 104, message: 'reset' }, 50);
  return read(talk).trace;
}

describe('a thread’s history', () => {
  const trace = life();
  const history = historyOf(trace, 1);
  const at = (position: number, entered?: number) => countsAt(history, trace, position, entered);

  test('has each state as often as it was come into', () => {
    expect(at(-1)).toEqual({ runs: 0, calls: 0, holds: 0, waited: 0 });
    expect(at(0)).toMatchObject({ runs: 1, calls: 0, holds: 0 });
    expect(at(1)).toMatchObject({ runs: 1, calls: 0, holds: 1 });
    expect(at(2)).toMatchObject({ runs: 1, calls: 1 });
    expect(at(6)).toMatchObject({ runs: 3, calls: 2, holds: 1 });
  });

  test('adds up the time in calls, from entry to return', () => {
    expect(at(4).waited).toBe(100_000);
    expect(at(6).waited).toBe(150_000);
  });

  test('counts the open call up to the playhead', () => {
    expect(at(3, trace.ats[2]).waited).toBe(20_000);
    expect(at(5, trace.ats[5]).waited).toBe(100_000);
  });

  test('the kernel’s own word does not end a call', () => {
    expect(at(3)).toMatchObject({ runs: 1, calls: 1 });
    expect(history.returns).toHaveLength(2);
  });

  test('knows the kernel’s number of the thread and its sockets', () => {
    expect(history.tid).toBe(77);
    expect(history.sockets).toEqual([{ socket: 3, from: 2 }]);
  });

  test('agrees with the scene: what is blocked has entered one call more than it left', () => {
    const { trace: talk, scene } = read(oneMessage());
    const histories = createHistories(talk);
    for (let position = 0; position < talk.length; position++) {
      for (const { id, state } of scene(talk.seqs[position] ?? 0).threads) {
        const { calls, returns } = histories(id);
        const open =
          calls.filter((n) => n <= position).length - returns.filter((n) => n <= position).length;
        expect(open, `thread ${id} at ${position}`).toBe(state === 'blocked' ? 1 : 0);
      }
    }
  });
});

describe('the picture of the states', () => {
  const counts = { runs: 13, calls: 12, holds: 0, waited: 0 };

  test('lights one state', () => {
    const now = nodesOf('blocked', counts).filter((node) => node.now);
    expect(now.map(({ state }) => state)).toEqual(['blocked']);
  });

  test('counts, short where the number is long', () => {
    const texts = (runs: number) => nodesOf('running', { ...counts, runs }).map(countText);
    expect(texts(13)).toEqual(['', '13×', '12×', '', '', '0×']);
    expect(texts(1_234_567)[1]).toBe('1.2M×');
  });

  test('is said in words too', () => {
    expect(diagramWords(nodesOf('blocked', { ...counts, holds: 1 }))).toBe(
      'State now: blocked. So far running 13 times, blocked 12 times, held once.',
    );
  });
});

describe('what is said of a thread', () => {
  const talk = oneMessage();
  const { trace, last, scene } = read(talk);
  const waiting = scene(seqOf(talk, { k: 'recv', th: 3 }));
  const thread = (badge: string) => {
    const found = waiting.threads.find((one) => one.badge === badge);
    if (found === undefined) throw new Error(`no thread ${badge}`);
    return found;
  };

  test('the kernel’s word, without addresses of memory', () => {
    const call = { call: 'recv', seq: 1, at: 0 } as const;
    const kernel: EventOf<'kernel'> = {
      kind: 'kernel',
      seq: 2,
      at: 0,
      program: 1,
      thread: 3,
      call: 1,
      state: 'S',
      syscall: 'recvfrom',
      args: ['5', '0x7ff', '64'],
    };
    expect(kernelWords({ ...call, kernel })).toBe('S in recvfrom(5, …, 64)');
    expect(kernelWords(call)).toBeUndefined();
    expect(kernelWords(undefined)).toBeUndefined();
  });

  test('its connection: the one whose socket it uses', () => {
    expect(connectionOf(waiting, historyOf(trace, 3))?.id).toBe(1);
    expect(connectionOf(waiting, historyOf(trace, 1))).toBeUndefined();
    expect(connectionOf(last, historyOf(trace, 2))?.id).toBe(1);
  });

  test('its sockets', () => {
    expect(socketLines(waiting, historyOf(trace, 3))).toEqual([
      'socket 24, connection 1 with 127.0.0.1:58994',
    ]);
    expect(socketLines(waiting, historyOf(trace, 1))).toEqual([
      'socket 20, listening on port 5050',
    ]);
  });

  test('what it does now', () => {
    expect(nowWords(thread('T1'))).toBe('In recv');
    expect(nowWords({ ...thread('T1'), state: 'running' })).toBe('Running handle_client.');
    const error = { name: 'ValueError', message: 'bad' };
    expect(nowWords({ ...thread('T1'), state: 'died', error })).toBe('Died of ValueError: bad');
    expect(nowWords({ ...thread('M'), state: 'finished' })).toBe('Has finished.');
  });
});
