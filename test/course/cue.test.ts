import { describe, expect, test } from 'vitest';
import { describeCue, findCue, matches, readCue } from '../../src/course/cue.ts';
import { createFacts } from '../../src/course/facts.ts';
import type { Cue } from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from '../support/conversation.ts';

const { trace } = parseTrace(oneMessage().bytes());
const facts = createFacts(trace);

function cue(attributes: Readonly<Record<string, string>>): Cue {
  const read = readCue(attributes);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

/** The event that a cue with these attributes finds. */
function found(attributes: Readonly<Record<string, string>>, from?: number) {
  const position = findCue(trace, facts, cue(attributes), from);
  return position === undefined ? undefined : trace.at(position);
}

describe('a cue finds', () => {
  test('by its kind alone the first event of it', () => {
    expect(found({ kind: 'accept' })).toBe(trace.at(trace.ofKind('accept')[0] as number));
  });

  test('the nth of the events that meet all other conditions', () => {
    expect(found({ kind: 'recv.ret', thread: 'Thread-1', nth: '2' })).toMatchObject({ n: 12 });
  });

  test('a thread by its name, without the target that Python adds', () => {
    expect(found({ kind: 'thread.run', thread: 'Thread-1' })).toMatchObject({ thread: 3 });
  });

  test('threads of the same name by their program', () => {
    const wanted = { kind: 'thread.run', thread: 'MainThread', program: 'client-1' };
    expect(found(wanted)).toMatchObject({ thread: 2 });
  });

  test('numbers that are equal, less or more, and texts of which a part is given', () => {
    expect(found({ kind: 'recv', max: '12' })).toMatchObject({ max: 12 });
    expect(found({ kind: 'recv', max: '<64' })).toMatchObject({ max: 12 });
    expect(found({ kind: 'recv', max: '<=64' })).toMatchObject({ max: 64 });
    expect(found({ kind: 'recv', max: '>64' })).toMatchObject({ max: 2048 });
    expect(found({ kind: 'recv.ret', n: '>=12', ms: '>30' })).toMatchObject({ n: 12 });
    expect(found({ kind: 'out', text: 'Hello World!' })).toMatchObject({ thread: 3 });
  });

  test('what follows from the fields too: a local, the end of a chunk', () => {
    expect(found({ kind: 'recv', 'local.msg_length': '12' })).toMatchObject({ max: 12 });
    expect(found({ kind: 'recv.ret', end: '76' })).toMatchObject({ n: 12 });
  });

  test('of any kind what happens, not what is about the recording', () => {
    expect(found({ kind: 'any' })).toMatchObject({ kind: 'prog.start' });
  });

  test('only what comes after a position', () => {
    const first = trace.ofKind('send')[0] as number;
    expect(found({ kind: 'send' }, first)).toMatchObject({ len: 12 });
    expect(found({ kind: 'any' }, first)).toBe(trace.at(first + 1));
  });

  test('nothing where no event meets it', () => {
    expect(found({ kind: 'recv.ret', nth: '99' })).toBeUndefined();
  });
});

test('a call that wirestep stopped is found only by its name', () => {
  const talk = oneMessage();
  const end = { p: 1, th: 3, s: 3, fd: 24 };
  const call = talk.add('recv', { ...end, max: 64 });
  const why = { name: 'STOPPED', number: 0, message: 'wirestep stopped the program' };
  talk.add('recv.err', { ...end, re: call, ...why });
  const stopped = parseTrace(talk.bytes()).trace;
  const find = (wanted: Cue) => findCue(stopped, createFacts(stopped), wanted);
  expect(find(cue({ kind: 'recv.err' }))).toBeUndefined();
  expect(find(cue({ kind: 'recv.err', name: 'STOPPED' }))).toBe(stopped.length - 1);
});

test('all matches are listed, whatever nth is', () => {
  const all = [...matches(trace, facts, cue({ kind: 'recv.ret', n: '12', nth: '9' }))];
  expect(all.map((position) => trace.threads[position])).toEqual([3, 2]);
});

test('a cue is described as it is written', () => {
  expect(describeCue(cue({ kind: 'recv', n: '<64', nth: '2', after: 'asked' }))).toBe(
    'kind="recv" n="<64" nth=2 after="asked"',
  );
});

describe('what makes no cue is one sentence', () => {
  test.each([
    [{ kind: 'recv.return' }, 'no event is of kind "recv.return"; is it recv, recv.ret, recv.err?'],
    [{ kind: 'x' }, 'no event is of kind "x"; the kinds are file, prog.start,'],
    [{ kind: 'recv', nth: 'first' }, 'nth must be a whole number, not "first"'],
    [{ kind: 'recv', nth: '0' }, 'nth counts from 1'],
    [{ kind: 'recv', size: '64' }, 'an event has no "size"; it has n, max, len,'],
    [{ kind: 'recv', n: 'many' }, 'n must be a whole number such as 64, or "<64"'],
    [{ kind: 'line', 'local.': '1' }, 'name the local: local.msg_length'],
  ] as const)('%j', (attributes, sentence) => {
    expect(readCue(attributes)).toContain(sentence);
  });
});
