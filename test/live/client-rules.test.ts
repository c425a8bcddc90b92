import { expect, test } from 'vitest';
import type { Caller } from '../../server/live/caller.ts';
import { checkOwner, checkStart, clientsOf } from '../../server/live/client-rules.ts';
import type { ClientState } from '../../src/live/state.ts';

const PRESENTER: Caller = { role: 'presenter', key: 'p' };
const STRANGER: Caller = { role: 'none', key: '' };
const follower = (participant: number): Caller => ({ role: 'follower', key: 'f', participant });

function clients(...owners: readonly (number | undefined)[]): readonly ClientState[] {
  return owners.map((participant, at) => ({
    name: `client-${at + 1}`,
    program: 'lines',
    running: true,
    ...(participant === undefined ? {} : { participant }),
  }));
}
const ended = (all: readonly ClientState[]) => all.map((one) => ({ ...one, running: false }));

test('a follower may start a client only where that is allowed', () => {
  expect(() => checkStart(follower(1), [], false)).toThrow('has not allowed');
  expect(() => checkStart(follower(1), [], true)).not.toThrow();
});

test('a follower has one client at a time; another follower’s does not count', () => {
  expect(() => checkStart(follower(1), clients(2, undefined), true)).not.toThrow();
  expect(() => checkStart(follower(1), clients(1), true)).toThrow('end one first');
  expect(() => checkStart(follower(1), ended(clients(1)), true)).not.toThrow();
});

test('the presenter has up to eight, allowed or not; those of followers do not count', () => {
  const seven = Array<undefined>(7).fill(undefined);
  expect(() => checkStart(PRESENTER, clients(...seven, 1, 2), false)).not.toThrow();
  expect(() => checkStart(PRESENTER, clients(...seven, undefined), false)).toThrow('8 clients');
});

test('a stranger starts nothing where nothing is allowed, and has no clients', () => {
  expect(() => checkStart(STRANGER, [], false)).toThrow('has not allowed');
  expect(clientsOf(STRANGER, clients(undefined))).toEqual([]);
});

test('followers act on their own clients only', () => {
  const all = clients(1, 2, undefined);
  expect(() => checkOwner(follower(1), all, 'client-1')).not.toThrow();
  expect(() => checkOwner(follower(1), all, 'client-2')).toThrow("somebody else's");
  expect(() => checkOwner(follower(1), all, 'client-3')).toThrow("somebody else's");
});

test('a follower without a number does not have the presenter’s clients', () => {
  expect(() => checkOwner({ role: 'follower', key: 'f' }, clients(undefined), 'client-1')).toThrow(
    "somebody else's",
  );
  expect(() => checkOwner(STRANGER, clients(undefined), 'client-1')).toThrow("somebody else's");
});

test('the presenter acts on every client', () => {
  for (const name of ['client-1', 'client-2']) {
    expect(() => checkOwner(PRESENTER, clients(1, undefined), name)).not.toThrow();
  }
});

test('nobody acts on a client that is not there', () => {
  expect(() => checkOwner(PRESENTER, clients(1), 'client-9')).toThrow('No client client-9');
});
