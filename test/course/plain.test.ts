import { expect, test } from 'vitest';
import { parseLesson } from '../../src/course/parse-lesson.ts';
import { sentencesOf, wordCount, wordsOf } from '../../src/course/plain.ts';

const words = (text: string) => {
  const head = '---\ntitle: A\nsummary: B.\n---\n## S\n::cue{kind="accept"}\n\n';
  return wordsOf(parseLesson('lesson.md', '01-a', head + text).steps[0]?.body ?? []);
};

test('a text is its words without markup; each item of a list is one; source text is none', () => {
  const text = 'A `recv` of :term[bytes].\n\n- one\n- *two*\n\n```\ncode\n```\n';
  expect(words(text).map((one) => one.text)).toEqual(['A recv of bytes.', 'one', 'two']);
});

test('asides and labels have words too', () => {
  const text =
    ':::aside[Framing]\nOther ways.\n:::\n\n::lab[Try it]{preset="good"}\n\n::measure{threads}\n';
  expect(words(text).map((one) => one.text)).toEqual(['Framing', 'Other ways.', 'Try it']);
});

test('of a question the reason is hidden, its text and options are not', () => {
  const options = '::option[yes]{n=1}\n\n::option[no]{n=2 right}\n\n::answer{kind="recv.ret"}';
  const text = `:::choice{#a}\nDoes it?\n\n${options}\n\n::because\n\nIt does.\n:::\n`;
  expect(words(text)).toEqual([
    { text: 'Does it?' },
    { text: 'yes' },
    { text: 'no' },
    { text: 'It does.', hidden: true },
  ]);
});

test('sentences end with their marks; only words are counted', () => {
  expect(sentencesOf('One. Two: three? Four!')).toEqual(['One.', 'Two:', 'three?', 'Four!']);
  expect(wordCount('The 64 bytes · are — there.')).toBe(5);
});
