import { describe, expect, test } from 'vitest';
import { answerOf, isRight } from '../../src/course/grade.ts';
import { practiceQuestions } from '../../src/course/practice.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { Cut } from '../../src/trace/cut.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { head, Talk } from '../analysis/talk.ts';
import { connected, Conversation, oneMessage } from '../support/conversation.ts';

const read = (talk: { bytes(): Uint8Array }) => parseTrace(talk.bytes()).trace;
const trace = read(oneMessage());
const longer = read(
  new Talk().message('Hi').message('Hello World!').message('How are you?').message('!DISCONNECT')
    .events,
);
const split = read(new Talk().message('Hi').send(head(5)).take(64, '5').ask(63).events);
const kinds = (of: typeof trace) => practiceQuestions(of).map(({ id }) => id.split('-')[1]);

describe('practice on a recording', () => {
  test('asks for bytes, waits, threads, prints and headers', () => {
    const all = [trace, longer, split].flatMap(kinds);
    expect(new Set(all)).toEqual(new Set(['take', 'wait', 'thread', 'print', 'header']));
  });

  test.each([
    ['one message', trace],
    ['several messages', longer],
    ['a split header', split],
  ])('of %s has an answer to every question, which the recording itself gives', (_, of) => {
    for (const question of practiceQuestions(of)) {
      const answer = answerOf(of, question);
      expect(answer, question.id).toBeDefined();
      if (answer !== undefined) expect(isRight(of, question, answer)).toBe(true);
    }
  });

  test.each([
    ['one message', trace],
    ['several messages', longer],
  ])('of %s hides each answer until it is given', (_, of) => {
    for (const question of practiceQuestions(of)) {
      if (question.kind === 'order') throw new Error('no order is made');
      const part = new Cut(of).upTo(question.after);
      expect(part.positionOf(question.answer)).toBe(-1);
      const answer = of.positionOf(question.answer);
      const sentence = createSentences(of)(answer);
      const prompt = JSON.stringify(question.prompt);
      expect(prompt).not.toContain(sentence);
    }
  });

  test('asks each question after the answer to the one before', () => {
    const questions = practiceQuestions(longer);
    expect(questions.length).toBeGreaterThan(3);
    for (const [at, question] of questions.entries()) {
      const before = questions[at - 1];
      if (before === undefined || before.kind === 'order') continue;
      expect(question.after).toBeGreaterThanOrEqual(before.answer);
    }
  });

  test('is the same every time, and no longer than a dozen', () => {
    expect(practiceQuestions(longer)).toEqual(practiceQuestions(longer));
    const many = new Talk();
    for (let n = 0; n < 100; n++) many.message(`Message ${n}`);
    const questions = practiceQuestions(read(many.events));
    expect(questions.length).toBeLessThanOrEqual(12);
    const last = questions.at(-1)?.after ?? 0;
    expect(last).toBeGreaterThan(read(many.events).length / 3);
  });

  test('does not make a question of a call that wirestep itself ended, or of nothing', () => {
    expect(practiceQuestions(read(new Conversation()))).toEqual([]);
    expect(practiceQuestions(read(connected())).map(({ kind }) => kind)).not.toContain('number');
  });

  test('shows texts of a recording harmless', () => {
    const odd = new Talk();
    for (let n = 0; n < 4; n++) odd.message('a\u202eb');
    const prompts = JSON.stringify(practiceQuestions(read(odd.events)).map(({ prompt }) => prompt));
    expect(prompts).toContain('‹U+202E›');
    expect(prompts).not.toContain('\u202e');
  });
});
