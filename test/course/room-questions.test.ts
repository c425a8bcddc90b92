import { describe, expect, test } from 'vitest';
import { answerOf, isRight } from '../../src/course/grade.ts';
import { plainText } from '../../src/course/plain.ts';
import { readRoomQuestion, writeRoomQuestion } from '../../src/course/room-question.ts';
import { roomQuestions, settled, type ComingQuestion } from '../../src/course/room-questions.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { connected, Conversation } from '../support/conversation.ts';

const read = (talk: Conversation) => parseTrace(talk.bytes()).trace;
const T1 = { p: 1, th: 3 };
const MAIN = { p: 1, th: 1 };
const C1 = { p: 2, th: 2 };
const HANDLER = { ...T1, s: 3, fd: 24 };
/** The handler's recv, with which `connected` ends. */
const RECV = 25;
const words = (question: ComingQuestion) => question.prompt.map(plainText).join(' ');
const idsOf = (talk: Conversation, thread?: number) =>
  roomQuestions(read(talk), thread).map(({ id }) => id);

/** The handler has taken a header and is held before its next recv. */
function held(): Conversation {
  const talk = connected();
  const bytes = { len: 64, off: 0, u: '12'.padEnd(64) };
  const sent = talk.add('send', { ...C1, s: 2, fd: 22, ...bytes });
  talk.add('send.ret', { ...C1, re: sent, s: 2, fd: 22, n: 64 });
  const { len: n, ...chunk } = bytes;
  talk.add('recv.ret', { ...HANDLER, re: RECV, n, ...chunk, queued: 0 });
  talk.add('held', { ...T1, before: 'recv' });
  return talk;
}

function questionOf(talk: Conversation, what: string): ComingQuestion {
  const found = roomQuestions(read(talk)).find(({ id }) => id.startsWith(`coming-${what}-`));
  if (found === undefined) throw new Error(`no question ${what}`);
  return found;
}

/** Returns from a recv that is called now. */
function takes(talk: Conversation, text: string, queued: number): void {
  const call = talk.add('recv', { ...HANDLER, max: 12, queued });
  const chunk = { n: text.length, off: 64, queued: 0, u: text };
  talk.add('recv.ret', { ...HANDLER, re: call, ...chunk });
}

describe('questions about what comes next', () => {
  test('ask of a thread that waits in recv how many bytes will come', () => {
    const question = questionOf(connected(), 'take');
    expect(words(question)).toBe(
      'Thread-1 of server waits in recv(64). How many bytes will it return?',
    );
    expect(question).toMatchObject({ kind: 'number', after: RECV, answer: 0, coming: [3] });
    expect(idsOf(connected())).not.toContain(`coming-wait-3-${RECV}`);
  });

  test('ask of a held thread also whether it will have to wait', () => {
    const talk = held();
    expect(words(questionOf(talk, 'take'))).toBe(
      'Thread-1 of server is held before a recv. How many bytes will it return?',
    );
    expect(words(questionOf(talk, 'wait'))).toContain('Will it have to wait?');
  });

  test('the kernel’s word about a blocked thread does not end its waiting', () => {
    const talk = connected();
    talk.add('kernel', { ...T1, re: RECV, state: 'S', syscall: 'recvfrom', args: [] });
    expect(questionOf(talk, 'take').after).toBe(RECV + 1);
  });

  test('ask which thread returns next where several stand, the server’s first', () => {
    const talk = connected();
    talk.add('recv', { ...C1, s: 2, fd: 22, max: 2048, queued: 0 });
    const question = questionOf(talk, 'next');
    expect(question.kind === 'choice' && question.options.map(({ label }) => label)).toEqual([
      'MainThread of server',
      'Thread-1 of server',
      'MainThread of client-1',
    ]);
    expect(question.coming).toEqual([1, 3, 2]);
  });

  test('offer at most four threads', () => {
    const talk = connected();
    for (const th of [11, 12, 13, 14]) {
      talk.add('thread.run', { p: 1, th, name: `Thread-${th} (handle_client)`, tid: th });
      talk.add('recv', { p: 1, th, s: th, fd: th, max: 64, queued: 0 });
    }
    const question = questionOf(talk, 'next');
    expect(question.kind === 'choice' && question.options).toHaveLength(4);
  });

  test('are only of the thread that is asked for; which returns next is of all', () => {
    const talk = connected();
    talk.add('recv', { ...C1, s: 2, fd: 22, max: 2048, queued: 0 });
    const after = RECV + 1;
    expect(idsOf(talk, 2)).toEqual([`coming-take-2-${after}`, `coming-next-${after}`]);
  });

  test('are none of a thread that runs, of a recv for nothing, of an end, of nothing', () => {
    const runs = held();
    takes(runs, 'Hello World!', 12);
    expect(idsOf(runs)).toEqual([]);
    const nothing = held();
    nothing.add('recv', { ...HANDLER, max: 0, queued: 0 });
    expect(idsOf(nothing).filter((id) => id.includes('take'))).toEqual([]);
    const over = held();
    over.add('end');
    expect(idsOf(over)).toEqual([]);
    expect(idsOf(new Conversation())).toEqual([]);
  });

  test('have no answer yet', () => {
    const talk = held();
    for (const question of roomQuestions(read(talk))) {
      expect(answerOf(read(talk), question)).toBeUndefined();
      expect(settled(read(talk), question)).toBe('open');
    }
  });

  test('show a name from the trace harmless', () => {
    const talk = connected();
    talk.add('thread.run', { p: 1, th: 9, name: 'a\u202eb', tid: 9 });
    talk.add('recv', { p: 1, th: 9, s: 9, fd: 9, max: 64, queued: 0 });
    const questions = JSON.stringify(roomQuestions(read(talk)).map(({ prompt }) => prompt));
    expect(questions).toContain('‹U+202E›');
    expect(questions).not.toContain('\u202e');
  });

  test('travel as they are', () => {
    for (const question of roomQuestions(read(held()))) {
      const { after: _, ...told } = question;
      expect(readRoomQuestion(writeRoomQuestion(question))).toEqual(told);
    }
  });
});

/** What the recording answers once it has gone on. */
function answered(talk: Conversation, what: string, goOn: () => void) {
  const question = questionOf(talk, what);
  goOn();
  const trace = read(talk);
  const found = settled(trace, question);
  if (typeof found === 'string') return found;
  const answer = answerOf(trace, found);
  expect(answer !== undefined && isRight(trace, found, answer)).toBe(true);
  return answer;
}

describe('what has come', () => {
  test('is as many bytes as the next recv returned', () => {
    const talk = held();
    expect(answered(talk, 'take', () => takes(talk, 'Hello', 5))).toEqual({
      kind: 'number',
      value: 5,
    });
  });

  test('is no byte where the other side has ended its stream', () => {
    const talk = held();
    expect(answered(talk, 'take', () => takes(talk, '', 0))).toEqual({ kind: 'number', value: 0 });
  });

  test('is what the blocked recv itself returned, not the one after it', () => {
    const talk = connected();
    const answer = answered(talk, 'take', () => {
      const chunk = { n: 64, off: 0, queued: 0, u: '12'.padEnd(64) };
      talk.add('recv.ret', { ...HANDLER, re: RECV, ...chunk });
      takes(talk, 'Hello World!', 12);
    });
    expect(answer).toEqual({ kind: 'number', value: 64 });
  });

  test.each([
    [12, 1],
    [0, 0],
  ])('with %i bytes queued at the call it is option %i of waiting', (queued, option) => {
    const talk = held();
    const answer = answered(talk, 'wait', () => takes(talk, 'Hello World!', queued));
    expect(answer).toEqual({ kind: 'choice', option });
  });

  test('stays open while only others go on, and while the call only begins', () => {
    const talk = held();
    const goOn = () => {
      talk.add('recv', { ...C1, s: 2, fd: 22, max: 2048, queued: 0 });
      talk.add('recv', { ...HANDLER, max: 12, queued: 0 });
    };
    expect(answered(talk, 'take', goOn)).toBe('open');
  });

  test('is the thread whose call came back first', () => {
    const talk = held();
    const peer = ['127.0.0.1', 60_000];
    const answer = answered(talk, 'next', () => {
      const local = ['127.0.0.1', 5050];
      talk.add('accept.ret', { ...MAIN, re: 21, s: 1, s2: 9, fd: 30, peer, local });
      takes(talk, 'Hello', 5);
    });
    expect(answer).toEqual({ kind: 'choice', option: 0 });
  });

  test('of the threads may also be a call that failed', () => {
    const talk = held();
    const answer = answered(talk, 'next', () => {
      const call = talk.add('recv', { ...HANDLER, max: 12, queued: 0 });
      const failure = { name: 'ECONNRESET', number: 104, message: 'Connection reset by peer' };
      talk.add('recv.err', { ...T1, re: call, ...failure });
    });
    expect(answer).toEqual({ kind: 'choice', option: 1 });
  });

  test('is lost where the recv fails, is stopped, or the thread ends', () => {
    const failing = (name: string) => (talk: Conversation) => {
      const call = talk.add('recv', { ...HANDLER, max: 12, queued: 0 });
      talk.add('recv.err', { ...T1, re: call, name, number: 0, message: 'x' });
    };
    const exits = (talk: Conversation) => talk.add('thread.exit', T1);
    for (const goOn of [failing('ECONNRESET'), failing('STOPPED'), exits]) {
      const talk = held();
      expect(answered(talk, 'take', () => void goOn(talk))).toBe('lost');
    }
  });

  test('is lost where the recording ends', () => {
    for (const what of ['take', 'next']) {
      const talk = held();
      expect(answered(talk, what, () => void talk.add('end'))).toBe('lost');
    }
  });

  test('of several threads is not lost with one of them', () => {
    const talk = held();
    expect(answered(talk, 'next', () => void talk.add('thread.exit', T1))).toBe('open');
  });

  test('is never a call that wirestep itself has stopped', () => {
    const talk = held();
    const answer = answered(talk, 'next', () => {
      const call = talk.add('recv', { ...HANDLER, max: 12, queued: 0 });
      talk.add('recv.err', { ...T1, re: call, name: 'STOPPED', number: 0, message: 'x' });
    });
    expect(answer).toBe('open');
  });

  test('is open where the recording is not yet as long as when it was asked', () => {
    const question = questionOf(held(), 'take');
    expect(settled(read(connected()), question)).toBe('open');
  });
});
