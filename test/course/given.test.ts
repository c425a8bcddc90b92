import { expect, test } from 'vitest';
import { parseGiven, writeGiven, type Given } from '../../src/course/given.ts';

const ALL: readonly Given[] = [
  { kind: 'number', value: 12 },
  { kind: 'text', value: 'Hello World!' },
  { kind: 'choice', option: 0 },
  { kind: 'bytes', hex: '3132' },
  { kind: 'order', items: [1, 0, 2] },
  { kind: 'point', at: 'byte', way: 'up', offset: 3 },
  { kind: 'point', at: 'line', line: 7 },
  { kind: 'point', at: 'call', seq: 21 },
];

test.each(ALL)('$kind $at arrives as it was sent', (given) => {
  expect(parseGiven(writeGiven(given))).toEqual(given);
});

test('the same answer is the same text, in whatever order its fields were made', () => {
  const [one, other] = [
    { kind: 'number', value: 1 } as const,
    { value: 1, kind: 'number' } as const,
  ];
  expect(writeGiven(other)).toBe(writeGiven(one));
  const byte = { offset: 3, way: 'up', at: 'byte', kind: 'point' } as const;
  expect(writeGiven(byte)).toBe('{"kind":"point","at":"byte","way":"up","offset":3}');
});

test('spaces around a text are no difference', () => {
  expect(writeGiven({ kind: 'text', value: ' Hi \n' })).toBe(
    writeGiven({ kind: 'text', value: 'Hi' }),
  );
});

test.each(['', '{', 'null', '12', '{"kind":"number","value":"12"}', '{"kind":"other"}'])(
  '%j is no answer',
  (text) => {
    expect(parseGiven(text)).toBeUndefined();
  },
);
