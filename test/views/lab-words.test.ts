import { expect, test } from 'vitest';
import type { Composition } from '../../src/lab/composition.ts';
import { goodOf, titleOf } from '../../src/lab/good.ts';
import { hexOfText } from '../../src/trace/hex.ts';
import { writeComposition } from '../../src/lab/link.ts';
import { headerOfText, messageOf } from '../../src/lab/message.ts';
import { presetNamed, PRESETS } from '../../src/lab/presets.ts';
import { headerNote, oddities, previewOf } from '../../src/views/lab/preview.ts';
import { goodText } from '../../src/views/lab/run-state.svelte.ts';

const hello: Composition = {
  clients: 1,
  nodelay: false,
  messages: [messageOf('Hello World!')],
  end: 'goodbye',
  server: { program: 'course' },
};

test('what will be sent is told in words', () => {
  expect(previewOf(hello)).toEqual([
    'The client sends 4 times: 64, 12, 64 and 11 bytes.',
    'It reads 2 times.',
    'Then it says !DISCONNECT and closes.',
  ]);
});

test.each<[Partial<Composition>, string]>([
  [{ messages: [], end: 'close' }, 'The client sends nothing.'],
  [{ messages: [messageOf('Hi', { cuts: [] })], end: 'reset' }, 'The client sends once: 66 bytes.'],
  [{ clients: 3, end: 'close' }, 'Each of the 3 clients sends 2 times: 64 and 12 bytes.'],
  [
    {
      messages: [
        messageOf('', { header: 'ff', cuts: [] }),
        messageOf('', { header: 'ff', cuts: [] }),
      ],
      end: 'close',
    },
    'The client sends 2 times, 1 byte each.',
  ],
  [
    { messages: Array(3).fill(messageOf('Hi')), end: 'close' },
    'The client sends 6 times, 198 bytes in all.',
  ],
])('%# the sends are counted', (given, words) => {
  expect(previewOf({ ...hello, ...given })[0]).toBe(words);
});

test('pauses, and what sets no pause, are told', () => {
  const message = messageOf('Hi', { cuts: [1, 64], pauses: [20, 30], reads: false });
  const words = previewOf({ ...hello, messages: [message], end: 'stay', nodelay: true });
  expect(words).toContain('It pauses 2 times, 50 ms in all.');
  expect(words).toContain('It never reads a reply.');
  expect(words).toContain('TCP_NODELAY is set: a small send does not wait for the one before.');
});

test.each<[string, Parameters<typeof messageOf>[1], readonly string[]]>([
  ['Hello', {}, []],
  ['Hello', { header: headerOfText('20') }, ['The header says 20, but the payload has 5 bytes.']],
  [
    'Hi é!',
    { header: headerOfText('5') },
    ['The header says 5, but the payload has 6 bytes.', 'The payload has 5 characters.'],
  ],
  [
    'Hello',
    { header: headerOfText('-5') },
    ['The header is no length: recv was asked for -5 bytes.'],
  ],
  [
    'Hello',
    { header: headerOfText('') },
    ['The header is no length: int() was given nothing but white space.'],
  ],
  [
    'Hello',
    { header: hexOfText('5'.padEnd(32)) },
    ['The header has 32 bytes, the server asks for 64.'],
  ],
  ['', { payload: 'e9' }, ['The payload is no UTF-8, so decode() fails.']],
])('%j with %j is odd so: %j', (text, given, odd) => {
  expect(oddities({ ...hello, messages: [messageOf(text, given)] })).toEqual(odd);
});

test('with several messages each oddity says whose it is', () => {
  const messages = [messageOf('Hi'), messageOf('Hi', { header: headerOfText('9') })];
  expect(oddities({ ...hello, messages })).toEqual([
    'Message 2: the header says 9, but the payload has 2 bytes.',
  ]);
});

test('beside a header stands what it says', () => {
  expect(headerNote(headerOfText('12'))).toBe('64 bytes, says 12');
  expect(headerNote(headerOfText('twelve'))).toBe('64 bytes, no number');
  expect(headerNote(headerOfText('1_2'))).toBe('64 bytes, says 12');
});

test('the good run says the same, unharmed', () => {
  const { composition } = presetNamed('split-header') ?? { composition: hello };
  expect(goodOf(composition)).toEqual(hello);
  expect(goodOf(hello)).toEqual(hello);
});

test('a goodbye that was typed as a message is not said twice', () => {
  const typed = { ...hello, messages: [...hello.messages, messageOf('!DISCONNECT')] };
  expect(goodOf({ ...typed, end: 'close' })).toEqual(hello);
});

test('every good run has no better one', () => {
  for (const { composition } of PRESETS) {
    const good = goodText(writeComposition(composition)) ?? writeComposition(composition);
    expect(goodText(good)).toBeUndefined();
  }
});

test('a title tells one composition from another', () => {
  expect(titleOf(hello)).toBe('Good run: Hello World!, course’s server');
  expect(titleOf({ ...hello, end: 'reset' })).toBe('Byte lab: Hello World!, course’s server');
  const many = { ...hello, clients: 2, messages: [...hello.messages, messageOf('Hi')] };
  expect(titleOf(many)).toBe('Good run: Hello World! and 1 more, 2 clients, course’s server');
});
