import { expect, test } from 'vitest';
import { cleanName, plainAddress, roomNames } from '../../server/live/names.ts';
import type { ClientState } from '../../src/live/state.ts';
import { visible } from '../../src/trace/visible.ts';

const client = (name: string, participant?: number): ClientState => ({
  name,
  program: 'lines',
  running: true,
  ...(participant === undefined ? {} : { participant }),
});

test.each([
  ['Ada', 'Ada'],
  ['  Ada \t\n Lovelace ', 'Ada Lovelace'],
  ['Ada\u0007\u001b[31m', 'Ada[31m'],
  ['\u202eadA\u2066', 'adA'],
  ['A\u200bd\u200ea', 'Ada'],
  ['\u2800\u3164', ''],
  ['', ''],
  ['\ud800Ada', 'Ada'],
  ['Zoë Müller-Ñandú', 'Zoë Müller-Ñandú'],
  ['李小龙', '李小龙'],
  ['a\u0301\u0302\u0303\u0304\u0305', 'a\u0301\u0302'],
  ['<b>Ada</b>', '<b>Ada</b>'],
])('the name %j is kept as %j', (name, kept) => {
  expect(cleanName(name)).toBe(kept);
});

test('a name has at most 40 characters, and no half of one', () => {
  expect(cleanName('x'.repeat(41))).toBe('x'.repeat(40));
  expect([...cleanName('🦉'.repeat(60))]).toEqual(Array(40).fill('🦉'));
  expect(cleanName(`${'x'.repeat(39)} y`)).toBe('x'.repeat(39));
});

test('no character of Unicode makes a name that hides or reorders anything', () => {
  const wrong: string[] = [];
  for (let from = 0; from < 0x110000; from += 16) {
    const codes = Array.from({ length: 16 }, (_, more) => from + more);
    const name = cleanName(codes.map((code) => `a${String.fromCodePoint(code)}`).join(''));
    if (visible(name) !== name) wrong.push(`from ${from.toString(16)}`);
  }
  expect(wrong).toEqual([]);
});

test('IPv4 inside IPv6 is the address that the trace shows', () => {
  expect(plainAddress('::ffff:10.0.0.5')).toBe('10.0.0.5');
  expect(plainAddress('::FFFF:10.0.0.5')).toBe('10.0.0.5');
  expect(plainAddress('10.0.0.5')).toBe('10.0.0.5');
  expect(plainAddress('fe80::1')).toBe('fe80::1');
});

test('a name stands on the programs of its participant, also on those that have ended', () => {
  const people = [{ number: 1, name: 'Ada' }, { number: 2 }, { number: 3, name: 'Bob' }];
  const clients = [
    client('client-1'),
    client('client-2', 1),
    client('client-3', 2),
    { ...client('client-4', 3), running: false },
  ];
  expect(roomNames(people, clients)).toEqual([
    { name: 'Ada', program: 'client-2' },
    { name: 'Bob', program: 'client-4' },
  ]);
});

test("a machine's address stands for its one participant", () => {
  expect(roomNames([{ number: 1, name: 'Ada', address: '10.0.0.5' }], [])).toEqual([
    { name: 'Ada', host: '10.0.0.5' },
  ]);
});

test.each(['127.0.0.1', '127.8.8.8', '::1'])(
  '%s stands for nobody: clients of this machine may be anybody’s',
  (address) => {
    expect(roomNames([{ number: 1, name: 'Ada', address }], [])).toEqual([]);
  },
);

test('an address that two share stands for neither, even where only one has a name', () => {
  const ada = { number: 1, name: 'Ada', address: '10.0.0.5' };
  const bob = { number: 2, name: 'Bob', address: '10.0.0.5' };
  expect(roomNames([ada, bob], [])).toEqual([]);
  expect(roomNames([ada, { number: 2, address: '10.0.0.5' }], [])).toEqual([]);
});
