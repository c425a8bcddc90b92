import { describe, expect, test } from 'vitest';
import { LessonError } from '../../src/course/lesson.ts';
import { parseLesson } from '../../src/course/parse-lesson.ts';

const FRONT = '---\ntitle: A lesson\nsummary: About it.\n---\n';
const STEP = '## First\n\n::cue{kind="accept"}\n\nWords.\n';

const parse = (text: string, slug = '01-a-lesson') => parseLesson('lesson.md', slug, text);
const texts = (text: string) =>
  parse(text).steps[0]?.body.flatMap((block) => (block.block === 'text' ? [block.node] : []));
const fault = (text: string, slug?: string): string => {
  try {
    parse(text, slug);
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  return 'no fault';
};

test('front matter, then a step for each ##, with its cue and its text', () => {
  const text = `${FRONT}\n${STEP}\n## Second\n\n::cue{kind="recv.ret" thread="Thread-1" n=64 nth=2}\n`;
  expect(parse(text)).toEqual({
    slug: '01-a-lesson',
    number: 1,
    title: 'A lesson',
    summary: 'About it.',
    short: false,
    references: [],
    steps: [
      {
        title: 'First',
        stage: 'predict',
        recording: 'main',
        body: [{ block: 'text', node: { tag: 'p', children: ['Words.'] } }],
        cue: { kind: 'accept', nth: 1, where: {} },
        line: 8,
        holds: [],
      },
      {
        title: 'Second',
        stage: 'predict',
        recording: 'main',
        body: [],
        cue: { kind: 'recv.ret', nth: 2, where: { thread: 'Thread-1', n: '64' } },
        line: 14,
        holds: [],
      },
    ],
  });
});

test('the text is a tree of a few tags; markup in it stays text', () => {
  const text = `${FRONT}## A\n\n::cue{kind="accept"}\n\nA \`recv\` of **64** & *more*,\nsee [this](#/recordings).\n\n- one\n- two\n`;
  expect(texts(text)).toEqual([
    {
      tag: 'p',
      children: [
        'A ',
        { tag: 'code', children: ['recv'] },
        ' of ',
        { tag: 'strong', children: ['64'] },
        ' & ',
        { tag: 'em', children: ['more'] },
        ', see ',
        { tag: 'a', href: '#/recordings', children: ['this'] },
        '.',
      ],
    },
    {
      tag: 'ul',
      children: [
        { tag: 'li', children: ['one'] },
        { tag: 'li', children: ['two'] },
      ],
    },
  ]);
});

describe('a fault names the file, the line and what is wrong', () => {
  test.each([
    ['no front matter', STEP, 'lesson.md:1: begin with front matter'],
    ['no title', `---\nsummary: x\n---\n${STEP}`, 'lesson.md:1: the front matter needs a title'],
    ['no step', FRONT, 'lesson.md:1: a lesson has at least one ## step'],
    [
      'text before a step',
      `${FRONT}\nWords.\n${STEP}`,
      'lesson.md:6: text before the first ## step',
    ],
    ['a step without cue', `${FRONT}## A\n\nWords.\n`, 'lesson.md:5: a step needs a ::cue{kind='],
    ['two cues', `${FRONT}${STEP}\n::cue{kind="accept"}\n`, 'lesson.md:11: a step has one ::cue'],
    [
      'an unknown directive',
      `${FRONT}${STEP}\n::quiz\n`,
      'lesson.md:11: unknown directive "::quiz"',
    ],
    [
      'an inline directive',
      `${FRONT}${STEP}\nA :word here.\n`,
      'unknown directive ":word"; in a text there is :term[word]',
    ],
    [
      'an unknown kind',
      `${FRONT}## A\n\n::cue{kind="recieve"}\n`,
      'lesson.md:7: no event is of kind "recieve"',
    ],
    [
      'an unknown condition',
      `${FRONT}## A\n\n::cue{kind="recv" size=64}\n`,
      'an event has no "size"',
    ],
    [
      'a number in words',
      `${FRONT}## A\n\n::cue{kind="recv" nth=first}\n`,
      'nth must be a whole number',
    ],
    ['the event zero', `${FRONT}## A\n\n::cue{kind="recv" nth=0}\n`, 'nth counts from 1'],
    [
      'a link to elsewhere',
      `${FRONT}${STEP}\n[x](https://example.org)\n`,
      'lesson.md:11: a link leads to',
    ],
    [
      'markup',
      `${FRONT}${STEP}\n<b onclick="x">b</b>\n`,
      'lesson.md:11: a lesson cannot have "html" here',
    ],
    [
      'an image',
      `${FRONT}${STEP}\n![x](y.png)\n`,
      'lesson.md:11: a lesson cannot have "image" here',
    ],
  ])('%s', (_, text, message) => expect(fault(text)).toContain(message));

  test('a folder without a number', () => {
    expect(fault(FRONT + STEP, 'hello')).toContain('01-some-words');
  });
});
