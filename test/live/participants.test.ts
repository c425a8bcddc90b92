import { expect, test } from 'vitest';
import { LiveError } from '../../server/live/live-error.ts';
import { MOST_PARTICIPANTS, Participants } from '../../server/live/participants.ts';

test('two pages of one participant are one follower, until the last is gone', () => {
  const people = new Participants();
  people.connect(1, 'a');
  people.connect(1, 'a');
  people.connect(2, 'b');
  expect(people.following).toBe(2);
  people.leave(1);
  expect(people.following).toBe(2);
  people.leave(1);
  expect(people.following).toBe(1);
});

test('who comes back has the name again', () => {
  const people = new Participants();
  people.connect(1, 'a');
  people.rename(1, 'Ada');
  people.leave(1);
  people.connect(1, 'a');
  expect(people.of(1)?.name).toBe('Ada');
});

test('an empty name takes it back', () => {
  const people = new Participants();
  people.connect(1, 'a');
  people.rename(1, 'Ada');
  people.rename(1, '');
  expect(people.of(1)).not.toHaveProperty('name');
});

test('nobody has a number who has not come', () => {
  const people = new Participants();
  people.leave(7);
  expect(people.of(7)).toBeUndefined();
  expect(() => people.rename(7, 'Ada')).toThrow(LiveError);
});

test('leaving more often than one has come counts nobody twice', () => {
  const people = new Participants();
  people.connect(1, 'a');
  people.leave(1);
  people.leave(1);
  people.connect(1, 'a');
  expect(people.of(1)?.pages).toBe(1);
});

test('the address is that of the newest page', () => {
  const people = new Participants();
  people.connect(1, 'a', '::ffff:10.0.0.5');
  expect(people.of(1)?.address).toBe('10.0.0.5');
  people.connect(1, 'a', '10.0.0.6');
  expect(people.of(1)?.address).toBe('10.0.0.6');
});

test('at most a thousand are remembered: who is away without a name is forgotten first', () => {
  const people = new Participants();
  for (let number = 1; number <= MOST_PARTICIPANTS; number++) people.connect(number, `${number}`);
  people.rename(1, 'Ada');
  people.leave(1);
  people.leave(3);
  people.connect(5000, 'new');
  expect(people.all).toHaveLength(MOST_PARTICIPANTS);
  expect(people.of(3)).toBeUndefined();
  people.connect(5001, 'newer');
  expect(people.of(1)).toBeUndefined();
  expect(people.of(2)).toBeDefined();
});

test('who is here is never forgotten', () => {
  const people = new Participants();
  for (let number = 0; number <= MOST_PARTICIPANTS; number++) people.connect(number, `${number}`);
  expect(people.following).toBe(MOST_PARTICIPANTS + 1);
});

test('all are forgotten at once', () => {
  const people = new Participants();
  people.connect(1, 'a');
  people.forget();
  expect(people.all).toEqual([]);
  expect(people.following).toBe(0);
});
