import { expect, test } from 'vitest';
import { isHit } from './figures.ts';
import {
  clientGoals,
  costGoals,
  exportGoals,
  followerGoals,
  rateGoals,
  startGoals,
  stepGoals,
} from './goals.ts';
import type { Rates } from './rates.ts';
import type { TargetName } from './targets.ts';

const rates = (value: number): Rates => ({
  1: value,
  8: value,
  64: value,
  sessions: value,
  bytes: 300,
  processor: 20,
});

test('a ratio is the recorded server’s rate over the other’s', () => {
  const both = new Map<TargetName, Rates>([
    ['recorded', rates(300)],
    ['python', rates(100)],
  ]);
  expect(rateGoals(both).map((goal) => [goal.name, goal.measured, isHit(goal)])).toEqual([
    ['recorded ÷ Python unrecorded, 1 connection', 3, true],
    ['recorded ÷ Python unrecorded, 8 connections', 3, true],
    ['recorded ÷ Python unrecorded, 64 connections', 3, true],
    ['recorded ÷ Python unrecorded, whole sessions', 3, true],
  ]);
});

test('a server that could not be measured has no goal', () => {
  expect(rateGoals(new Map([['recorded', rates(300)]]))).toEqual([]);
});

test('memory and starts are held below their goals', () => {
  expect(costGoals({ perThread: 8, growth: 30 }).map(isHit)).toEqual([true, false]);
  expect(startGoals({ cold: 19, warm: 1.2 }).map(isHit)).toEqual([true, false]);
});

test('one message of many that is lost or swapped misses the goal', () => {
  const clients = { clients: 200, perSecond: 9_000, each: 9 };
  expect(clientGoals({ ...clients, wrong: 0 }).map(isHit)).toEqual([true, true]);
  expect(clientGoals({ ...clients, wrong: 1 }).map(isHit)).toEqual([false, true]);
});

test('a step may take 20 ms to its call, and as long to be told of', () => {
  expect(stepGoals({ toCall: 20, toTold: 21 }).map(isHit)).toEqual([true, false]);
});

test('followers are held to 100 ms, to four fifths of the flood, and to the whole trace', () => {
  const followers = {
    ...{ rate: 2000, p50: 30, p99: 70, p99Stalled: 120, missing: 0 },
    flood: { none: 1000, all: 850, stalled: 700 },
  };
  const goals = followerGoals(followers);
  expect(goals.map(({ measured }) => Number(measured.toFixed(2)))).toEqual([
    70, 120, 0.85, 0.82, 0,
  ]);
  expect(goals.map(isHit)).toEqual([true, false, true, false, true]);
});

test('captures are held to 100,000 packets a second, to text2pcap, and to bounded memory', () => {
  const twice = { events: 2e6, packets: 1e6, entries: 5e5 };
  const goals = exportGoals({ ...twice, parse: 1.8, write: 4, text2pcap: 5, growth: 2e8 });
  expect(goals.map(({ measured }) => measured)).toEqual([250_000, 1.25, 0.9, 200]);
  expect(goals.map(isHit)).toEqual([true, true, true, false]);
});
