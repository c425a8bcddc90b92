import { describe, expect, test } from 'vitest';
import type { Course } from '../../src/course/links.ts';
import { parseLesson } from '../../src/course/parse-lesson.ts';
import { proveLesson } from '../../src/course/prove.ts';
import { recorded, resolveLesson } from '../../src/course/resolve.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from '../support/conversation.ts';

const HEAD = '---\ntitle: A\nsummary: B.\n---\n';
const recordings = recorded(new Map([['main', parseTrace(oneMessage().bytes()).trace]]));
const course: Course = { lessons: new Map(), presets: [] };
const BECAUSE = '\n\n::because\n\nWhy.\n:::\n';

/** What of a lesson does not fit the recording of one message; its text begins in line 5. */
function faults(text: string): readonly string[] {
  const lesson = parseLesson('lesson.md', '01-a', HEAD + text);
  const resolved = resolveLesson('lesson.md', lesson, recordings, course);
  const proved = proveLesson('lesson.md', lesson, resolved, recordings);
  return [...resolved.problems, ...proved].map(({ line, reason }) => `${line}: ${reason}`);
}

/** A step before the first recv returns, with a question whose answer is in line 10. */
function asked(kind: string, answer: string): readonly string[] {
  const options = kind.startsWith('choice') || kind.startsWith('order') ? answer : `\n${answer}`;
  return faults(`## S\n::cue{#s kind="recv"}\n:::${kind}\nHow?\n${options}${BECAUSE}`);
}

describe('the lesson of this recording', () => {
  test('fits where everything is as it says', () => {
    const first = '::answer{kind="recv.ret" fact="n" is="64"}';
    const lesson = `## A\n::cue{#a kind="recv" max=64}\n\n:::number{#n}\nHow many?\n\n${first}${BECAUSE}
## B\n::cue{kind="recv.ret" after="a"}\n::holds{kind="send" len="<64"}\n::holds{count=3 kind="recv"}\n::holds{never kind="recv.err"}\n`;
    expect(faults(lesson)).toEqual([]);
  });
});

describe('a cue', () => {
  test('without an event is quoted', () => {
    expect(faults('## A\n::cue{kind="recv" max=99 nth=2}')).toEqual([
      '6: no event of the recording main matches kind="recv" max="99" nth=2',
    ]);
  });

  test('goes with the recording', () => {
    expect(faults('## A\n::cue{kind="send"}\n## B\n::cue{kind="accept"}')).toEqual([
      '8: its event comes before that of the step "A" above; steps go with the recording',
    ]);
  });

  test('of a recording that is not there names those that are', () => {
    expect(faults('## A\n::step{recording="split"}\n::cue{kind="send"}')).toEqual([
      '7: the lesson has no recording split; it has main',
    ]);
  });
});

describe('an answer', () => {
  test.each([
    [
      'a number',
      'number{#q}',
      '::answer{kind="recv.ret" fact="n" is="12"}',
      '10: n is "64" in the recording, not "12"',
    ],
    [
      'a text',
      'text{#q}',
      '::answer{kind="out" nth=3 fact="text" is="Hi"}',
      'in the recording, not "Hi"',
    ],
    [
      'no such fact',
      'number{#q}',
      '::answer{kind="recv.ret" fact="max" is="12"}',
      '10: the event recv.ret has no max',
    ],
    [
      'bytes',
      'bytes{#q}',
      '::answer{kind="recv.ret" n=64 is="31 33"}',
      '10: the bytes in the recording are 3132',
    ],
    [
      'no bytes',
      'bytes{#q}',
      '::answer{kind="recv" n=64 is="31"}',
      '10: no event of the recording main matches',
    ],
    [
      'nothing to point at',
      'point{#q at="byte"}',
      '::answer{kind="out" nth=2}',
      '10: the event out has no byte to point at',
    ],
    [
      'before the step',
      'number{#q}',
      '::answer{kind="recv" fact="max" is="64"}',
      '10: the answer has happened before the step begins',
    ],
  ])('that is wrong: %s', (_, kind, answer, message) => {
    expect(asked(kind, answer).join('\n')).toContain(message);
  });

  const choice = (...options: string[]) =>
    asked('choice{#q}', `\n${options.join('\n\n')}\n\n::answer{kind="recv.ret"}`);

  test('of which no option holds, two do, or the wrong one, says what the event is', () => {
    const event = /kind="recv\.ret" program="server" thread="Thread-1" n=64 queued=0 waited="yes"/;
    const none = choice('::option[a]{n=1 right}', '::option[b]{n=2}');
    expect(none.join()).toMatch(event);
    expect(none.join()).toContain("14: no option holds of the answer's event");
    expect(choice('::option[a]{n=64 right}', '::option[b]{n=">2"}').join()).toContain(
      '14: "a" and "b" all hold',
    );
    expect(choice('::option[a]{n=1 right}', '::option[b]{n=64}').join()).toMatch(
      /14: "b" holds .* and another one is marked right/,
    );
    expect(choice('::option[a]{n=1}', '::option[b]{n=64 right}')).toEqual([]);
  });

  test('that is an order goes with the recording', () => {
    const item = (name: string, cue: string) => `::item[${name}]{${cue}}`;
    const send = item('sent', 'kind="send"');
    const took = item('taken', 'kind="recv.ret"');
    const print = item('printed', 'kind="out" nth=3');
    const early = item('accepted', 'kind="accept"');
    const order = (...items: string[]) => asked('order{#q}', `\n${items.join('\n')}`);
    expect(order(send, took, print)).toEqual([]);
    expect(order(send, print, took)).toEqual([
      '12: "taken" comes before the item above it in the recording',
    ]);
    expect(order(early, send, took)).toEqual([
      '10: "accepted" has happened before the step begins: the student sees it',
    ]);
  });
});

describe('what must hold', () => {
  const held = (line: string) => faults(`## A\n::cue{#a kind="recv.ret"}\n${line}\n`);

  test.each([
    [
      '::holds{kind="recv.ret" n=99}',
      '7: there should be at least 1 × kind="recv.ret" n="99": there are 0',
    ],
    [
      '::holds{kind="recv.ret" nth=9}',
      '7: there should be at least 9 × kind="recv.ret" nth=9: there are 3',
    ],
    ['::holds{count=2 kind="recv.ret"}', '7: there should be 2 × kind="recv.ret": there are 3'],
    [
      '::holds{never kind="recv.ret" n=64}',
      '7: there should never be kind="recv.ret" n="64": there are 1',
    ],
  ])('%s', (line, message) => expect(held(line)).toEqual([message]));

  test('may count from a step on', () => {
    expect(held('::holds{count=2 kind="recv.ret" after="a"}')).toEqual([]);
  });
});
