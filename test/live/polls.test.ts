import { expect, test } from 'vitest';
import { LiveError } from '../../server/live/live-error.ts';
import { POLL_LIMITS, Polls } from '../../server/live/polls.ts';

const number = (value: number) => JSON.stringify({ kind: 'number', value });
const text = (value: string) => JSON.stringify({ kind: 'text', value });

function asked(): Polls {
  const polls = new Polls();
  polls.pose('{"prompt":"how many?"}', 7);
  return polls;
}

/** How often each number was answered, as the presenter sees it. */
function tally(polls: Polls): readonly string[] {
  const rows = polls.stateFor('presenter').tally ?? [];
  return rows.map(
    (row) => `${(JSON.parse(row.given) as { value: unknown }).value}: ${row.count}+${row.hands}`,
  );
}

test('before a question there is none', () => {
  expect(new Polls().stateFor(1)).toEqual({ type: 'question', revealed: false, answers: 0 });
});

test('a question is told as it was posed, with its number', () => {
  expect(asked().stateFor(1)).toEqual({
    type: 'question',
    number: 1,
    question: '{"prompt":"how many?"}',
    after: 7,
    revealed: false,
    answers: 0,
  });
});

test('a question that hides nothing has no `after`', () => {
  const polls = new Polls();
  polls.pose('{}');
  expect(polls.stateFor(1)).not.toHaveProperty('after');
});

test('each participant sees the own answer; all see how many have answered', () => {
  const polls = asked();
  polls.answer(1, 1, number(12));
  polls.answer(2, 1, number(64));
  expect(polls.stateFor(1)).toMatchObject({ answers: 2, given: number(12) });
  expect(polls.stateFor(2)).toMatchObject({ answers: 2, given: number(64) });
  expect(polls.stateFor(3)).not.toHaveProperty('given');
});

test('until the reveal only the presenter sees the tally', () => {
  const polls = asked();
  polls.answer(1, 1, number(12));
  expect(polls.stateFor(1)).not.toHaveProperty('tally');
  expect(polls.stateFor(undefined)).not.toHaveProperty('tally');
  expect(tally(polls)).toEqual(['12: 1+0']);
  polls.reveal('{"answer":9}');
  expect(polls.stateFor(1)).toMatchObject({
    revealed: true,
    question: '{"answer":9}',
    tally: [{ given: number(12), count: 1, hands: 0 }],
  });
});

test('an answer may be changed until the reveal, and counts once', () => {
  const polls = asked();
  polls.answer(1, 1, number(12));
  polls.answer(1, 1, number(64));
  expect(tally(polls)).toEqual(['64: 1+0']);
  polls.reveal('{}');
  expect(() => polls.answer(1, 1, number(12))).toThrow('too late');
  expect(tally(polls)).toEqual(['64: 1+0']);
});

test('the answer to a question that is over does not count for the next', () => {
  const polls = asked();
  polls.pose('{}');
  expect(() => polls.answer(1, 1, number(12))).toThrow('no longer open');
  polls.answer(1, 2, number(12));
  expect(polls.stateFor(1).answers).toBe(1);
  polls.end();
  expect(() => polls.answer(1, 2, number(12))).toThrow('no longer open');
});

test.each(['', '12', 'null', '{', '{"kind":"number"}', '{"kind":"number","value":"1"}', '[]'])(
  '%j is no answer',
  (given) => {
    const polls = asked();
    expect(() => polls.answer(1, 1, given)).toThrow(LiveError);
    expect(() => polls.hands(given, 3)).toThrow(LiveError);
    expect(polls.stateFor('presenter')).toMatchObject({ answers: 0, tally: [] });
  },
);

test('the same answer is one row, however its text is written', () => {
  const polls = asked();
  polls.answer(1, 1, '{ "value": 12.0, "kind": "number" }');
  polls.answer(2, 1, '{"kind":"number","value":12,"more":"x"}');
  polls.answer(3, 1, text('Hello '));
  polls.answer(4, 1, text('Hello'));
  expect(tally(polls)).toEqual(['12: 2+0', 'Hello: 2+0']);
});

test('the most given stands first; where as many, the one that came first', () => {
  const polls = asked();
  polls.answer(1, 1, number(1));
  polls.answer(2, 1, number(2));
  polls.answer(3, 1, number(3));
  polls.answer(4, 1, number(3));
  expect(tally(polls)).toEqual(['3: 2+0', '1: 1+0', '2: 1+0']);
});

test('hands are counted beside answers, replaced when counted again, gone at none', () => {
  const polls = asked();
  polls.answer(1, 1, number(12));
  polls.hands(number(64), 20);
  polls.hands(number(12), 3);
  expect(tally(polls)).toEqual(['64: 0+20', '12: 1+3']);
  polls.hands(number(64), 2);
  polls.hands(number(12), 0);
  expect(tally(polls)).toEqual(['64: 0+2', '12: 1+0']);
  expect(polls.stateFor(1).answers).toBe(1);
});

test('hands may still be counted after the reveal', () => {
  const polls = asked();
  polls.reveal('{}');
  polls.hands(number(12), 3);
  expect(polls.stateFor(1).tally).toEqual([{ given: number(12), count: 0, hands: 3 }]);
});

test('nothing is revealed or counted where no question is open', () => {
  const polls = new Polls();
  expect(() => polls.reveal('{}')).toThrow('No question is open.');
  expect(() => polls.hands(number(1), 1)).toThrow('No question is open.');
  polls.end();
  expect(polls.tallies).toEqual([]);
});

test('tallies outlive their questions, the newest last; those without an answer leave none', () => {
  const polls = asked();
  polls.answer(1, 1, number(12));
  polls.pose('{"second":1}');
  polls.pose('{"third":1}');
  polls.hands(number(3), 4);
  expect(polls.tallies).toEqual([
    { question: '{"prompt":"how many?"}', rows: [{ given: number(12), count: 1, hands: 0 }] },
    { question: '{"third":1}', rows: [{ given: number(3), count: 0, hands: 4 }] },
  ]);
  polls.end();
  expect(polls.tallies).toHaveLength(2);
  expect(polls.stateFor(1)).toEqual({ type: 'question', revealed: false, answers: 0 });
});

test('forgetting leaves nothing; numbers go on, so that no old answer counts', () => {
  const polls = asked();
  polls.answer(1, 1, number(12));
  polls.forget();
  expect(polls.tallies).toEqual([]);
  expect(polls.stateFor('presenter')).toEqual({ type: 'question', revealed: false, answers: 0 });
  polls.pose('{}');
  expect(polls.stateFor(1)).toMatchObject({ number: 2, answers: 0 });
});

test('so many tallies are kept, the oldest is forgotten', () => {
  const polls = new Polls();
  for (let count = 0; count <= POLL_LIMITS.kept; count++) {
    polls.pose(`${count}`);
    polls.hands(number(count), 1);
  }
  polls.end();
  expect(polls.tallies).toHaveLength(POLL_LIMITS.kept);
  expect(polls.tallies[0]?.question).toBe('1');
});

test('different long answers are refused where a question cannot keep more; equal ones are not', () => {
  const polls = asked();
  const long = (count: number) => text(`${count}`.padEnd(4000, '.'));
  const fitting = Math.floor(POLL_LIMITS.characters / long(0).length);
  for (let count = 0; count < fitting; count++) polls.answer(count, 1, long(count));
  expect(() => polls.answer(1000, 1, long(1000))).toThrow('as many answers');
  polls.answer(1001, 1, long(0));
  polls.answer(0, 1, number(1));
  expect(polls.stateFor(1).answers).toBe(fitting + 1);
});

test('a thousand participants may answer, who has answered may change it even then', () => {
  const polls = asked();
  for (let count = 0; count < POLL_LIMITS.answers; count++) polls.answer(count, 1, number(1));
  expect(() => polls.answer(5000, 1, number(1))).toThrow('as many answers');
  polls.answer(7, 1, number(2));
  expect(tally(polls)).toEqual([`1: ${POLL_LIMITS.answers - 1}+0`, '2: 1+0']);
});
