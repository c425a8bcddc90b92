import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '../../server/live/caller.ts';
import { Outlet } from '../../server/web/outlet.ts';
import { HEARS, Topics, type Newest, type TopicType } from '../../server/web/topics.ts';
import type { Role } from '../../src/live/messages.ts';
import type { Topic } from '../../src/live/state.ts';
import { FakeWire } from './fake-wire.ts';

const ALL = Object.keys(HEARS) as TopicType[];

let clock: number;
let topics: Topics;
let asked: number;
let wire: FakeWire;

/** Every topic's message is the time. */
const newest: Newest = (type, caller) => {
  asked++;
  return { type, clock, ...(type === 'you' && { key: caller.key }) } as unknown as Topic;
};

beforeEach(() => {
  vi.useFakeTimers();
  [clock, asked] = [0, 0];
  topics = new Topics(newest);
  wire = new FakeWire();
});
afterEach(() => {
  topics.stop();
  vi.useRealTimers();
});

const caller = (role: Role, key: string = role): Caller => ({ role, key });
const types = (one: FakeWire): unknown[] => one.texts.map(({ type }) => type);

/** A client that has had its first messages. */
function joined(role: Role = 'presenter', one = wire): Outlet {
  const outlet = new Outlet(one);
  topics.join(outlet, () => caller(role));
  vi.advanceTimersByTime(100);
  one.sent.length = 0;
  return outlet;
}

describe('who joins', () => {
  test.each(['presenter', 'follower', 'none'] as const)('as %s hears what it may', (role) => {
    topics.join(new Outlet(wire), () => caller(role));
    vi.advanceTimersByTime(25);
    const may = ALL.filter((topic) => HEARS[topic].includes(role) && topic !== 'lessons');
    expect(types(wire).sort()).toEqual(may.sort());
  });

  test('a stranger hears who it is, and of lessons, and nothing else', () => {
    expect(ALL.filter((topic) => HEARS[topic].includes('none')).sort()).toEqual(['lessons', 'you']);
  });

  test('addresses of people and refused attempts are for the presenter only', () => {
    const own = ALL.filter((topic) => !HEARS[topic].includes('follower'));
    expect(own.sort()).toEqual(['audit', 'people']);
  });
});

describe('a client', () => {
  test('is told the newest of a topic, at most 40 times a second', () => {
    joined();
    for (let ms = 1; ms <= 1000; ms++) {
      clock = ms;
      topics.changed('session');
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(25);
    expect(wire.sent.length).toBeLessThanOrEqual(41);
    expect(wire.sent.length).toBeGreaterThanOrEqual(39);
    expect(wire.texts.at(-1)).toEqual({ type: 'session', clock });
  });

  test('is told at once where the last time is long ago', () => {
    joined();
    vi.advanceTimersByTime(1000);
    clock = 7;
    topics.changed('holds');
    vi.advanceTimersByTime(1);
    expect(wire.texts).toEqual([{ type: 'holds', clock: 7 }]);
  });

  test('is not told again what it knows, but that there is news it is', () => {
    joined();
    topics.changed('session', 'recordings', 'lessons');
    vi.advanceTimersByTime(100);
    expect(types(wire)).toEqual(['recordings', 'lessons']);
  });

  test('that left hears nothing more, and no timer runs', () => {
    const outlet = joined();
    topics.leave(outlet);
    clock = 1;
    topics.changed('session');
    vi.advanceTimersByTime(1000);
    expect(wire.sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('with another role is told all that it may hear now', () => {
    let role: Role = 'none';
    const outlet = new Outlet(wire);
    topics.join(outlet, () => caller(role));
    vi.advanceTimersByTime(50);
    expect(types(wire)).toEqual(['you']);
    role = 'follower';
    topics.changedFor(outlet);
    vi.advanceTimersByTime(50);
    expect(types(wire)).toContain('session');
    expect(types(wire)).not.toContain('people');
  });
});

test('a client that does not read has nothing queued, and gets the newest when it reads', () => {
  joined();
  wire.bufferedAmount = 1;
  for (clock = 1; clock <= 400; clock++) {
    topics.changed('session', 'audit');
    vi.advanceTimersByTime(25);
  }
  expect(wire.sent).toEqual([]);
  wire.bufferedAmount = 0;
  vi.advanceTimersByTime(25);
  expect(wire.texts).toEqual([
    { type: 'session', clock },
    { type: 'audit', clock },
  ]);
});

test('what is the same for all is asked once for 300, what is each one’s own for each', () => {
  const wires = Array.from({ length: 300 }, () => new FakeWire());
  for (const [n, one] of wires.entries()) {
    topics.join(new Outlet(one), () => caller('follower', `${n}`));
  }
  vi.advanceTimersByTime(100);
  asked = 0;
  clock = 1;
  topics.changed('session');
  vi.advanceTimersByTime(25);
  expect(asked).toBe(1);
  for (const one of wires) expect(one.texts.at(-1)).toEqual({ type: 'session', clock: 1 });
  topics.changed('you');
  vi.advanceTimersByTime(25);
  expect(asked).toBe(301);
  expect(wires[7]?.texts.at(-1)).toEqual({ type: 'you', clock: 1, key: '7' });
});

test('after stopping nobody hears anything', () => {
  joined();
  topics.changed('session');
  topics.stop();
  vi.advanceTimersByTime(1000);
  expect(wire.sent).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
