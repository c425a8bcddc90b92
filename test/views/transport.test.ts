import { beforeEach, describe, expect, test } from 'vitest';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import {
  elapsed,
  markPath,
  partOf,
  stayWith,
  stoppedWords,
  unitsOf,
} from '../../src/views/transport/transport.ts';
import { oneMessage } from '../support/conversation.ts';
import { read } from './at.ts';

const { trace } = read(oneMessage());
let player: PlayerState;
beforeEach(() => {
  player = new PlayerState(trace, undefined, undefined);
});

test('the readout gives the time since the recording began', () => {
  expect(elapsed({ event: undefined })).toBe('+0.000 ms');
  expect(elapsed({ event: { kind: 'end', seq: 1, at: 3_417_000 } })).toBe('+3.417 ms');
  expect(elapsed({ event: { kind: 'end', seq: 1, at: 12_000_000_000 } })).toBe('+12.000 s');
});

test('a unit of which the recording has nothing cannot be chosen', () => {
  const none = unitsOf(player).filter((each) => each.none);
  expect(none.map(({ unit }) => unit)).toEqual(['marker']);
});

describe('the part that steps stay in', () => {
  test('is all, one thread, or one connection', () => {
    player.replay.last();
    expect(partOf(player.replay)).toBe('all');
    stayWith(player, 'thread');
    expect(player.replay.within).toEqual({ thread: 2 });
    stayWith(player, 'connection');
    expect(player.replay.within).toEqual({ connection: 1 });
    expect(partOf(player.replay)).toBe('connection');
    stayWith(player, 'all');
    expect(player.replay.within).toEqual({});
  });

  test('is the connection that is followed, where one is', () => {
    player.replay.connection = 7;
    stayWith(player, 'connection');
    expect(player.replay.within).toEqual({ connection: 7 });
  });

  test('stays all while there is no connection', () => {
    stayWith(player, 'connection');
    expect(partOf(player.replay)).toBe('all');
  });
});

test('thousands of marks are one path with a line every three pixels at most', () => {
  const ranks = Array.from({ length: 5000 }, (_, n) => n * 200);
  const path = markPath(ranks, 1_000_000, 600);
  expect(path.split('M').length - 1).toBeLessThanOrEqual(201);
  expect(markPath([0, 50, 100], 100, 600)).toBe('M0 0V12M300 0V12M600 0V12');
});

test('nothing is said of a stop that was none', () => {
  expect(stoppedWords(player)).toBe('');
});
