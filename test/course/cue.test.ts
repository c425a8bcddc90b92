import { expect, test } from 'vitest';
import { findCue, readCue } from '../../src/course/cue.ts';
import type { Cue } from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from '../support/conversation.ts';
import { eventsOf } from '../support/trace.ts';

const events = eventsOf(parseTrace(oneMessage().bytes()));

/** The event that a cue with these attributes finds. */
function found(attributes: Readonly<Record<string, string>>) {
  const cue = readCue(attributes);
  if (typeof cue === 'string') throw new Error(cue);
  const seq = findCue(events, cue);
  return events.find((event) => event.seq === seq);
}

test('a kind alone finds its first event', () => {
  expect(found({ kind: 'accept' })).toBe(events.find(({ kind }) => kind === 'accept'));
});

test('nth counts among the events that meet all other conditions', () => {
  expect(found({ kind: 'recv.ret', thread: 'Thread-1', nth: '2' })).toMatchObject({ n: 12 });
});

test('a thread is named without the target that Python adds', () => {
  expect(found({ kind: 'thread.run', thread: 'Thread-1' })).toMatchObject({ thread: 3 });
});

test('threads of the same name are told apart by their program', () => {
  expect(found({ kind: 'thread.run', thread: 'MainThread', program: 'client-1' })).toMatchObject({
    thread: 2,
  });
});

test('numbers are equal, texts are contained', () => {
  expect(found({ kind: 'recv', max: '12' })).toMatchObject({ max: 12 });
  expect(found({ kind: 'send', len: '64' })).toMatchObject({ len: 64 });
  expect(found({ kind: 'out', text: 'Hello World!' })).toMatchObject({ thread: 3 });
  expect(found({ kind: 'line', line: '10', function: 'handle_client' })).toMatchObject({
    line: 10,
  });
});

test('what no event meets finds nothing', () => {
  const cue: Cue = { kind: 'recv.ret', nth: 99, where: {} };
  expect(findCue(events, cue)).toBeUndefined();
});
