import { describe, expect, test } from 'vitest';
import { parseLesson } from '../../src/course/parse-lesson.ts';
import { lessonFaults } from '../../src/course/rules.ts';

const QUESTION =
  ':::number{#q}\nHow many?\n\n::answer{kind="recv.ret" fact="n" is="64"}\n\n::because\n\nWhy.\n:::\n';
const ALL = ['predict', 'run', 'investigate', 'modify', 'make'];
const known = {
  course: { lessons: new Map(), presets: ['good'] },
  glossary: [{ term: 'header', also: ['headers'], meaning: '' }],
};

/** What the rules find in a lesson of these stages; `text` stands in the first step, from line 9. */
function faults(stages: readonly string[], text = ''): readonly string[] {
  const steps = stages.map(
    (stage, at) =>
      `## S${at}\n::step{stage="${stage}"}\n::cue{kind="send"}\n\n${at > 0 ? '' : `${text}\n\n${QUESTION}`}`,
  );
  const lesson = parseLesson(
    'lesson.md',
    '01-a',
    `---\ntitle: A\nsummary: B.\n---\n${steps.join('')}`,
  );
  return lessonFaults('lesson.md', lesson, known).map(({ line, reason }) => `${line}: ${reason}`);
}

test('a lesson of all stages with a question keeps the rules', () => {
  expect(faults(ALL, 'A :term[Headers] and ::lab.\n\n::lab{preset="good"}')).toEqual([]);
});

describe('the stages', () => {
  test.each([
    ['may each be several steps', [...ALL, 'make']],
    [
      'may begin again until the first modify',
      [
        'predict',
        'run',
        'predict',
        'run',
        'investigate',
        'predict',
        'investigate',
        'modify',
        'make',
      ],
    ],
  ])('%s', (_, stages) => expect(faults(stages)).toEqual([]));

  test.each([
    ['all occur', ['predict', 'run', 'investigate', 'modify'], 'the lesson has no stage make'],
    ['begin with predict', ALL.slice(1), 'the stage predict comes before run'],
    [
      'leave none out',
      ['predict', 'investigate', 'modify', 'make'],
      'the stage run comes before investigate',
    ],
    ['go on after modify', [...ALL, 'predict'], 'after make no step can be predict'],
  ])('%s', (_, stages, message) => expect(faults(stages).join()).toContain(message));
});

test('a lesson has at most twelve steps', () => {
  expect(faults([...ALL.slice(0, 4), ...Array<string>(9).fill('make')]).join()).toContain(
    'a lesson has at most 12 steps',
  );
});

test('a lesson asks something', () => {
  const text = '---\ntitle: A\nsummary: B.\n---\n## S\n::cue{kind="send"}\n';
  const lesson = parseLesson('lesson.md', '01-a', text);
  const reasons = lessonFaults('lesson.md', lesson, known).map(({ reason }) => reason);
  expect(reasons).toContain('a lesson asks at least one question');
});

test("a sentence has at most 25 words, in the presenter's notes too", () => {
  const long = (count: number) => `${'word '.repeat(count).trim()}.`;
  expect(faults(ALL, long(25))).toEqual([]);
  expect(faults(ALL, `Short. ${long(26)}`)).toEqual([
    '7: 26 words in one sentence, at most 25: "word word word word word word …"',
  ]);
  expect(faults(ALL, `:::notes\n${long(26)}\n:::`)).toHaveLength(1);
});

describe('what a lesson names is there', () => {
  test.each([
    [':term[packet]', '9: the glossary has no term "packet"'],
    ['::lab{preset="bad"}', '9: the byte lab has no preset "bad"; it has good'],
    ['[x](#/lesson/02-b)', '9: there is no lesson 02-b'],
    ['::runs{left="a" right="b"}', '9: there is no recording "a" to compare'],
  ])('%s', (text, message) => expect(faults(ALL, text)[0]).toBe(message));
});
