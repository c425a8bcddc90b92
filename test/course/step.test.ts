import { describe, expect, test } from 'vitest';
import { LessonError } from '../../src/course/lesson.ts';
import { parseLesson, readLesson } from '../../src/course/parse-lesson.ts';

const HEAD = '---\ntitle: A\nsummary: B.\n---\n\n';
const CUE = '::cue{kind="accept"}\n\n';

const stepsOf = (text: string) => parseLesson('lesson.md', '01-a', HEAD + text).steps;
/** The only step, its body from line 9 on. */
const step = (text: string) => stepsOf(`## Step\n\n${CUE}${text}`)[0];

const fault = (text: string): string => {
  try {
    stepsOf(text);
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  return 'no fault';
};

test('a step says its stage, its recording and what it shows; the next one is as the last', () => {
  const head = '::step{stage="run" recording="split" show="bytes terminals"}\n';
  const steps = stepsOf(
    `## A\n${head}${CUE}## B\n\n${CUE}## C\n::step{stage="investigate"}\n${CUE}`,
  );
  expect(steps.map(({ stage, recording, show }) => [stage, recording, show])).toEqual([
    ['run', 'split', ['lesson', 'bytes', 'terminals']],
    ['run', 'split', undefined],
    ['investigate', 'split', undefined],
  ]);
});

test('a cue may have an id, and a later one counts from there', () => {
  const steps = stepsOf(
    `## A\n::cue{#asked kind="recv"}\n## B\n::cue{kind="recv.ret" after="asked"}`,
  );
  expect(steps[0]?.id).toBe('asked');
  expect(steps[1]?.cue).toEqual({ kind: 'recv.ret', nth: 1, where: {}, after: 'asked' });
});

test('a highlight points at a view, a byte, a thread, a panel', () => {
  const text = '::highlight{view="bytes" byte="up:64" thread="Thread-1" panel="locals"}';
  expect(step(text)?.highlight).toEqual({
    view: 'bytes',
    byte: { way: 'up', offset: 64 },
    thread: 'Thread-1',
    panel: 'locals',
  });
});

test('what must hold: at least once, so often, or never', () => {
  const lines = [
    '::holds{kind="send" n=1}',
    '::holds{count=3 kind="send"}',
    '::holds{never kind="recv.err"}',
  ];
  expect(step(lines.join('\n'))?.holds).toEqual([
    { cue: { kind: 'send', nth: 1, where: { n: '1' } }, line: 10 },
    { cue: { kind: 'send', nth: 1, where: {} }, count: 3, line: 11 },
    { cue: { kind: 'recv.err', nth: 1, where: {} }, count: 0, line: 12 },
  ]);
});

test('texts, asides, runs, presets and measures stand in their order', () => {
  const text =
    'Words.\n\n:::aside[Title]\nMore.\n:::\n\n::runs[Both]{left="a" right="05-b.c"}\n\n::lab{preset="good"}\n\n::measure{threads}';
  expect(step(text)?.body).toEqual([
    { block: 'text', node: { tag: 'p', children: ['Words.'] } },
    { block: 'aside', title: 'Title', nodes: [{ tag: 'p', children: ['More.'] }] },
    { block: 'runs', left: 'a', right: '05-b.c', label: 'Both' },
    { block: 'lab', preset: 'good', label: 'Change it in the byte lab' },
    { block: 'measure', what: 'threads' },
  ]);
});

test('a label may stand behind the braces too', () => {
  expect(step('::lab{preset="good"}[Try it]')?.body).toEqual([
    { block: 'lab', preset: 'good', label: 'Try it' },
  ]);
});

test('notes are for presenters and no part of the text', () => {
  const { notes, body } = step(':::notes{minutes=3}\nSlowly.\n:::') ?? {};
  expect(notes).toEqual({ minutes: 3, nodes: [{ tag: 'p', children: ['Slowly.'] }] });
  expect(body).toEqual([]);
});

test('a term is named by its word, or by the word that the glossary has', () => {
  expect(step('A :term[header] or :term[headers]{name="header"}.')?.body).toEqual([
    {
      block: 'text',
      node: {
        tag: 'p',
        children: [
          'A ',
          { tag: 'term', term: 'header', children: ['header'] },
          ' or ',
          { tag: 'term', term: 'header', children: ['headers'] },
          '.',
        ],
      },
    },
  ]);
});

test('what a lesson names is listed with its line', () => {
  const text = `## A\n\n${CUE}:term[byte] [x](#/lesson/02-b/c)\n\n::runs{left="a" right="b"}\n::lab{preset="good"}`;
  expect(parseLesson('lesson.md', '01-a', HEAD + text).references).toEqual([
    { what: 'term', name: 'byte', line: 10 },
    { what: 'link', name: '#/lesson/02-b/c', line: 10 },
    { what: 'recording', name: 'a', line: 12 },
    { what: 'recording', name: 'b', line: 12 },
    { what: 'lab', name: 'good', line: 13 },
  ]);
});

test('a time of day is a text', () => {
  expect(step('At 12:30, at 127.0.0.1:5050.')?.body).toEqual([
    { block: 'text', node: { tag: 'p', children: ['At 12:30, at 127.0.0.1:5050.'] } },
  ]);
});

test('front matter may have minutes, and say that the lesson is part of the short path', () => {
  const text = `---\ntitle: A\nsummary: B.\nminutes: 12\nshort: true\n---\n## S\n${CUE}`;
  expect(parseLesson('lesson.md', '07-a', text)).toMatchObject({
    number: 7,
    minutes: 12,
    short: true,
  });
});

describe('a fault names the line and what to write', () => {
  const own = (text: string) => `## A\n\n${CUE}${text}`;
  test.each([
    ['an unknown stage', own('::step{stage="play"}'), '10: stage is one of predict, run'],
    ['an unknown view', own('::step{show="bytes cat"}'), '10: show is one of lesson, threads'],
    ['an odd recording', own('::step{recording="A B"}'), '10: a recording is named in small'],
    ['two steps', own('::step{stage="run"}\n::step{stage="run"}'), '11: a step has one ::step'],
    ['a byte without a way', own('::highlight{byte="64"}'), '10: byte is a way and an offset'],
    ['an unknown attribute', own('::lab{name="x"}'), '10: ::lab has no "name"; it has preset'],
    ['a lab without preset', own('::lab'), '10: ::lab names a preset'],
    ['one run', own('::runs{left="a"}'), '10: ::runs names two recordings: left="nagle", not ""'],
    ['nothing to measure', own('::measure'), '10: what is measured is one of threads, not ""'],
    ['an aside without title', own(':::aside\nX.\n:::'), '10: an aside has a title'],
    ['an answer in a step', own('::answer{kind="send"}'), '10: ::answer belongs inside a question'],
    ['a leaf as a container', own(':::lab\nX.\n:::'), '10: ":::lab" is written ::lab'],
    ['a container as a leaf', own('::notes'), '10: "::notes" is written :::notes … :::'],
    ['an unknown one', own('::quiz'), '10: unknown directive "::quiz"; there are ::step, ::cue,'],
    [
      'one that is not closed',
      `${own(':::notes\nX.\n')}\n## B\n\n${CUE}`,
      '13: a heading cannot stand here',
    ],
    ['a value without quotes', own('::holds{kind="recv" n=<64}'), '10: "::holds" cannot be read'],
    ['a term without a word', own(':term'), '10: a term is written :term[word]'],
    [
      'an id twice',
      '## A\n::cue{#a kind="send"}\n## B\n::cue{#a kind="recv"}',
      '9: the id #a is taken: see line 7',
    ],
    [
      'an id to come',
      '## A\n::cue{kind="send" after="b"}\n## B\n::cue{#b kind="recv"}',
      '7: no step above has the cue #b',
    ],
    [
      'an id of another recording',
      '## A\n::cue{#a kind="send"}\n## B\n::step{recording="b"}\n::cue{kind="recv" after="a"}',
      '10: #a is about another recording, main',
    ],
  ])('%s', (_, text, message) => expect(fault(text)).toContain(`lesson.md:${message}`));

  test.each([
    ['unknown', 'author: me', 3, 'the front matter has no "author"; it has title, summary'],
    ['minutes in words', 'minutes: ten', 3, 'minutes is a whole number'],
    ['short in words', 'short: very', 3, 'short is true or false'],
    ['no YAML', 'short: [', 4, 'the front matter is no YAML'],
  ])('front matter: %s', (_, line, at, message) => {
    const text = `---\ntitle: A\n${line}\nsummary: B.\n---\n## S\n${CUE}`;
    const read = readLesson('lesson.md', '01-a', text);
    expect(read.problems[0]?.message).toContain(`lesson.md:${at}: ${message}`);
  });

  test('each step is read, whatever is wrong with the others', () => {
    const text = `${HEAD}## A\n\n::quiz\n\n## B\n\n${CUE}## C\n\nWords.\n`;
    const { lesson, problems } = readLesson('lesson.md', '01-a', text);
    expect(lesson).toBeUndefined();
    expect(problems.map(({ line }) => line)).toEqual([8, 14]);
  });
});
