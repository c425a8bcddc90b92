import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ComposedMessage, Composition } from '../../src/lab/composition.ts';
import { LIMITS, problemOf } from '../../src/lab/limits.ts';
import { messageOf } from '../../src/lab/message.ts';
import { anyComposition } from './any.ts';

const plain: Composition = {
  clients: 1,
  nodelay: false,
  messages: [messageOf('Hi')],
  end: 'close',
  server: { program: 'course' },
};

function problem(given: Partial<Composition>): string | undefined {
  return problemOf({ ...plain, ...given });
}

function message(given: Partial<ComposedMessage>): string | undefined {
  return problem({ messages: [messageOf('Hi'), messageOf('Hi', given)] });
}

test('what the lab makes within its limits has no problem', () => {
  fc.assert(
    fc.property(anyComposition, (composition) => {
      expect(problemOf(composition)).toBeUndefined();
    }),
  );
});

test.each([0, 9, 1.5, NaN])('%d clients are refused', (clients) => {
  expect(problem({ clients })).toBe('There can be 1 to 8 clients.');
});

test('too many messages are refused with their number', () => {
  const messages = Array<ComposedMessage>(33).fill(messageOf('Hi'));
  expect(problem({ messages })).toBe('There can be at most 32 messages; these are 33.');
  expect(problem({ messages: messages.slice(1) })).toBeUndefined();
});

test.each(['4', 'zz', 'FF'])('hex that is none is refused with its message: %s', (payload) => {
  expect(message({ payload, header: '' })).toBe('Message 2: its bytes are no pairs of hex digits.');
});

test.each([[[0]], [[66]], [[3, 3]], [[9, 4]], [[1.5]]])('a cut must be inside: %j', (cuts) => {
  expect(message({ cuts })).toBe('Message 2: a cut is not between two of its bytes.');
});

test.each([2001, -1, 0.5])('a pause of %d ms is refused', (ms) => {
  expect(message({ pauses: [ms] })).toBe('Message 2: a pause can be 0 to 2000 milliseconds.');
  expect(message({ readsAfter: ms })).toBe('Message 2: a pause can be 0 to 2000 milliseconds.');
  expect(message({ wait: ms })).toBe('Message 2: a pause can be 0 to 2000 milliseconds.');
});

test('a pause belongs to a cut', () => {
  expect(message({ pauses: [1, 2] })).toBe('Message 2: there are more pauses than cuts.');
});

test('the bytes of all clients count together', () => {
  const half = messageOf('x'.repeat(LIMITS.bytes / 2 - 64));
  expect(problem({ messages: [half], clients: 2 })).toBeUndefined();
  expect(problem({ messages: [half, messageOf('')], clients: 2 })).toBe(
    'All clients together can send 262144 bytes; these are 262272.',
  );
});

test('a client sends no more than 512 times', () => {
  const cuts = Array.from({ length: 513 }, (_, n) => n + 1);
  const long = messageOf('x'.repeat(600), { cuts });
  expect(problem({ messages: [long] })).toBe('A client can send 512 times; these are 514.');
});

test('all pauses of a client together are limited too', () => {
  const slow = messageOf('Hi', { wait: 2000 });
  expect(problem({ messages: Array<ComposedMessage>(5).fill(slow) })).toBeUndefined();
  expect(problem({ messages: Array<ComposedMessage>(6).fill(slow) })).toBe(
    'A client can pause 10 seconds in all; these are 12.',
  );
});

test.each([0, 65_537, 2.5])('the server cannot ask for %d bytes', (size) => {
  const sentence = "The server's recv can ask for 1 to 65536 bytes.";
  expect(problem({ server: { program: 'sizes', headerRecv: size } })).toBe(sentence);
  expect(problem({ server: { program: 'sizes', payloadRecv: size } })).toBe(sentence);
});
