import { describe, expect, test } from 'vitest';
import type { HoldsState, RoomState, You } from '../../src/live/state.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { barState, barWords, type BarFacts } from '../../src/views/room/bar-words.ts';
import { isAct, isOwn, type Stand } from '../../src/views/room/navigation.ts';
import { handlerOf, ownHeld } from '../../src/views/room/own-handlers.ts';
import { Throttle, type Later } from '../../src/views/room/throttle.ts';
import { connected } from '../support/conversation.ts';

const TRACE = {};
const BEFORE: Stand = {
  place: 'recording/a',
  look: '#/recording/a?th=3',
  seq: 21,
  atEnd: false,
  trace: TRACE,
  busy: false,
};

describe('a follower’s own navigation', () => {
  test.each([
    ['a step to another event', { seq: 22 }, true],
    ['the selection of a thread', { look: '#/recording/a?th=2' }, true],
    ['another recording', { place: 'recording/b', trace: {}, seq: undefined }, true],
    ['play', { busy: true }, true],
    ['nothing', {}, false],
    ['a step back as the recording grows', { seq: 20, trace: {} }, true],
    ['growth that takes the end along', { seq: 30, trace: {}, atEnd: true }, false],
    ['growth behind the playhead', { trace: {} }, false],
  ])('after an input: %s', (_, change: Partial<Stand>, own) => {
    expect(isOwn(BEFORE, { ...BEFORE, ...change }, true)).toBe(own);
  });

  test.each([
    ['growth that takes the end along', { seq: 30, trace: {}, atEnd: true }, false],
    ['more of a lesson that is shown', { seq: 25, trace: {} }, false],
    ['what a page points at by itself', { look: '#/recording/a?th=3&byte=up.0' }, false],
    ['the next session’s recording', { place: 'recording/b', seq: 3 }, false],
    ['a search that ends later', { seq: 40 }, true],
    ['play', { busy: true }, true],
  ])('without one: %s', (_, change: Partial<Stand>, own) => {
    expect(isOwn(BEFORE, { ...BEFORE, ...change }, false)).toBe(own);
  });

  test('a pointer acts only while something is pressed', () => {
    expect(isAct({ type: 'pointermove', buttons: 0 })).toBe(false);
    expect(isAct({ type: 'pointermove', buttons: 1 })).toBe(true);
    expect(isAct({ type: 'keydown' })).toBe(true);
  });
});

describe('a throttle', () => {
  /** Timers that a test lets ring. */
  function timers() {
    const rings: (() => void)[] = [];
    const later: Later = (act) => {
      rings.push(act);
      return () => void rings.splice(rings.indexOf(act), 1);
    };
    return { later, rings, ring: () => rings.shift()?.() };
  }

  test('passes the first at once, and of those that follow the newest when the rest is over', () => {
    const { later, ring } = timers();
    const passed: number[] = [];
    const throttle = new Throttle<number>((value) => passed.push(value), 100, later);
    for (const value of [1, 2, 3]) throttle.push(value);
    expect(passed).toEqual([1]);
    ring();
    expect(passed).toEqual([1, 3]);
    ring();
    ring();
    expect(passed).toEqual([1, 3]);
    throttle.push(4);
    expect(passed).toEqual([1, 3, 4]);
  });

  test('rests after each value, also after the last of a burst', () => {
    const { later, rings, ring } = timers();
    const passed: number[] = [];
    const throttle = new Throttle<number>((value) => passed.push(value), 100, later);
    throttle.push(1);
    throttle.push(2);
    ring();
    throttle.push(3);
    expect(passed).toEqual([1, 2]);
    expect(rings).toHaveLength(1);
  });

  test('passes nothing on once it is stopped', () => {
    const { later, rings } = timers();
    const passed: number[] = [];
    const throttle = new Throttle<number>((value) => passed.push(value), 100, later);
    throttle.push(1);
    throttle.push(2);
    throttle.stop();
    expect(rings).toHaveLength(0);
    expect(passed).toEqual([1]);
  });
});

describe('the bar of a follower', () => {
  const you: You = { type: 'you', role: 'follower', participant: 3, clients: [] };
  const room: RoomState = {
    type: 'room',
    mode: 'network',
    followers: 2,
    presenting: true,
    clientsAllowed: false,
    names: [],
  };
  const facts: BarFacts = {
    you,
    room,
    online: true,
    mode: 'following',
    shown: true,
    waiting: undefined,
    failed: false,
  };

  test.each<readonly [Partial<BarFacts>, string, RegExp]>([
    [{}, 'following', /^You follow the presenter\.$/],
    [{ shown: false }, 'following', /has not opened anything yet/],
    [{ waiting: 57 }, 'following', /event 57: it is on its way/],
    [{ failed: true }, 'following', /cannot be opened here/],
    [{ mode: 'own' }, 'own', /on your own/],
    [{ mode: 'question' }, 'question', /asks the room/],
    [{ room: { ...room, presenting: false } }, 'alone', /is not connected/],
    [{ online: false, mode: 'own' }, 'offline', /Reconnecting…/],
    [{ you: { ...you, role: 'none', notice: 'The class has ended.' } }, 'gone', /has ended/],
  ])('%j: %s', (change, state, words) => {
    expect(barState({ ...facts, ...change })).toBe(state);
    expect(barWords({ ...facts, ...change })).toMatch(words);
  });
});

describe('the threads that talk to a follower’s own clients', () => {
  const { trace } = parseTrace(connected().bytes());
  const scene = createScenes(trace)(trace.length - 1);
  const you: You = { type: 'you', role: 'follower', participant: 1, clients: ['client-1'] };
  const room = (names: RoomState['names']): RoomState => ({
    type: 'room',
    mode: 'network',
    followers: 1,
    presenting: true,
    clientsAllowed: true,
    names,
  });
  const holding = (...threads: number[]): HoldsState => ({
    type: 'holds',
    all: false,
    threads: threads.map((thread) => ({ thread, state: 'held' })),
  });
  const heldFor = (who: You, holds: HoldsState | undefined, names: RoomState['names'] = []) =>
    ownHeld(trace, () => scene, holds, who, room(names));

  test('a server’s thread is the connection’s that was started after its accept', () => {
    const [connection] = scene.connections;
    expect(connection && handlerOf(trace, connection)).toBe(3);
  });

  test('are named while they are held, and no others', () => {
    expect(heldFor(you, holding(3))).toEqual(['Thread-1']);
    expect(heldFor(you, holding(1))).toEqual([]);
    expect(heldFor(you, holding())).toEqual([]);
    expect(heldFor(you, undefined)).toEqual([]);
  });

  test.each(['asked', 'running'] as const)('are not named while they are %s', (state) => {
    expect(heldFor(you, { type: 'holds', all: false, threads: [{ thread: 3, state }] })).toEqual(
      [],
    );
  });

  test('are not those of somebody else’s client', () => {
    expect(heldFor({ ...you, clients: ['client-2'] }, holding(3))).toEqual([]);
    expect(heldFor({ ...you, clients: [], name: 'Ada' }, holding(3))).toEqual([]);
  });
});

test('a laptop’s client is known by its machine, where its participant gave a name', () => {
  const text = new TextDecoder().decode(connected().bytes());
  const outside = text
    .split('\n')
    .filter((line) => !line.includes('"p":2') || line.includes('"format"'))
    .join('\n')
    .replace('{"p":2,"role":"client","name":"client-1"}', '')
    .replace('"name":"server"},]', '"name":"server"}]')
    .replaceAll('["127.0.0.1",58994]', '["192.168.1.7",58994]');
  const { trace } = parseTrace(new TextEncoder().encode(outside));
  const scene = createScenes(trace)(trace.length - 1);
  const holds: HoldsState = { type: 'holds', all: true, threads: [{ thread: 3, state: 'held' }] };
  const room: RoomState = {
    type: 'room',
    mode: 'network',
    followers: 2,
    presenting: true,
    clientsAllowed: false,
    names: [{ name: 'Ada', host: '192.168.1.7' }],
  };
  const ask = (name: string) =>
    ownHeld(trace, () => scene, holds, { type: 'you', role: 'follower', clients: [], name }, room);
  expect(ask('Ada')).toEqual(['Thread-1']);
  expect(ask('Bob')).toEqual([]);
});
