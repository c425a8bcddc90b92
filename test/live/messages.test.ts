import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/live/limits.ts';
import { MAY, readCommand, writeCommand, type CommandType } from '../../src/live/messages.ts';

const read = (message: unknown) => readCommand(JSON.stringify(message));

test('a command is read as it was written', () => {
  const command = { type: 'run', thread: 'all', until: 'return' } as const;
  expect(readCommand(writeCommand({ n: 7, command }))).toEqual({ n: 7, command });
});

describe('no command is', () => {
  const good = { n: 1, type: 'hold', thread: 3 };
  test.each([
    ['a type that there is not', { ...good, type: 'shutdown' }],
    ['a type that every object has', { ...good, type: 'constructor' }],
    ['the type __proto__', { ...good, type: '__proto__' }],
    ['one without a number', { type: 'hold', thread: 3 }],
    ['one with half a number', { ...good, n: 0.5 }],
    ['one with a part too many', { ...good, all: true }],
    ['one with a part that is missing', { n: 1, type: 'hold' }],
    ['a thread that is no number', { ...good, thread: '3' }],
    ['a thread below 0', { ...good, thread: -1 }],
    ['every thread by another word', { ...good, thread: 'ALL' }],
    ['a list', [good]],
    ['nothing', null],
    ['a text', 'hold'],
    [
      'a port above 65535',
      { n: 1, type: 'session-start', program: 'course', port: 65_536, title: '' },
    ],
    [
      'a program of one’s own',
      { n: 1, type: 'session-start', program: '/bin/sh', port: 0, title: '' },
    ],
    ['a path for a recording', { n: 1, type: 'want', id: '../secret', from: 0 }],
    ['a negative offset', { n: 1, type: 'want', id: 'a', from: -1 }],
    ['a predicate that is no name', { n: 1, type: 'run', thread: 1, until: 'A b' }],
  ])('%s', (_what, message) => {
    expect(read(message)).toBeUndefined();
  });

  test('text that is no JSON, however deep', () => {
    expect(readCommand('')).toBeUndefined();
    expect(readCommand('{"n":1')).toBeUndefined();
    expect(readCommand('['.repeat(60_000))).toBeUndefined();
  });

  test('a __proto__ that brings a part along', () => {
    expect(readCommand('{"n":1,"type":"hold","__proto__":{"thread":3}}')).toBeUndefined();
  });
});

test.each([
  [
    'title',
    LIMITS.title,
    (title: string) => ({ type: 'session-start', program: 'fixed', port: 0, title }),
  ],
  ['name', LIMITS.name, (name: string) => ({ type: 'name', name })],
  ['line', LIMITS.line, (text: string) => ({ type: 'client-type', client: 'client-1', text })],
  ['link', LIMITS.link, (link: string) => ({ type: 'look', link, now: true })],
  ['question', LIMITS.question, (question: string) => ({ type: 'pose', question })],
  ['given', LIMITS.given, (given: string) => ({ type: 'answer', question: 1, given })],
])('a %s may have %i characters, and not one more', (_what, longest, message) => {
  expect(read({ n: 1, ...message('x'.repeat(longest)) })).toBeDefined();
  expect(read({ n: 1, ...message('x'.repeat(longest + 1)) })).toBeUndefined();
});

test('any text at all is a command or none, never an error', () => {
  const types = Object.keys(MAY) as CommandType[];
  const message = fc
    .record({ n: fc.nat(), type: fc.constantFrom(...types) })
    .chain((start) =>
      fc
        .dictionary(fc.constantFrom('thread', 'id', 'from', 'text', 'port'), fc.jsonValue())
        .map((parts) => ({ ...parts, ...start })),
    );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        message.map((one) => JSON.stringify(one)),
      ),
      (text) => {
        const command = readCommand(text)?.command;
        if (command !== undefined) expect(types).toContain(command.type);
      },
    ),
    { numRuns: 2_000 },
  );
});
