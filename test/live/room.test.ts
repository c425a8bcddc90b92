import { describe, expect, test } from 'vitest';
import type { Caller } from '../../server/live/caller.ts';
import { LiveError } from '../../server/live/live-error.ts';
import { Room, ROOM_COMMANDS, type RoomTopic, type Surroundings } from '../../server/live/room.ts';
import { MAY, type RoomMode } from '../../src/live/messages.ts';
import type { ClientState } from '../../src/live/state.ts';

const PRESENTER: Caller = { role: 'presenter', key: 'p' };
const STRANGER: Caller = { role: 'none', key: '' };
const ADA: Caller = { role: 'follower', key: 'a', participant: 1 };
const BOB: Caller = { role: 'follower', key: 'b', participant: 2 };
const GIVEN = JSON.stringify({ kind: 'number', value: 12 });

class Around implements Surroundings {
  all: readonly ClientState[] = [];
  readonly closed: string[] = [];
  readonly exposed = { page: true, server: false };
  dismissed = 0;
  seen: string | undefined;
  clients = () => this.all;
  closeClient = (name: string) => void this.closed.push(name);
  handOverLink = () => 'http://127.0.0.1:8080/#presenter=T';
  dismissFollowers = () => void (this.dismissed += 1);
  joinLinks = () => ['http://10.0.0.1:8080/#join=abcd'];
  reached = () => this.seen;
}

function client(name: string, participant?: number, running = true): ClientState {
  const owner = participant === undefined ? {} : { participant };
  return { name, program: 'lines', running, ...owner };
}

function open(mode?: RoomMode) {
  const around = new Around();
  const room = new Room(around, mode);
  const topics: RoomTopic[] = [];
  room.onChange((topic) => topics.push(topic));
  return { around, room, topics };
}

test('the room carries out what its list says, and nobody else may say these than `MAY` has', () => {
  expect(ROOM_COMMANDS.every((type) => type in MAY)).toBe(true);
  expect(ROOM_COMMANDS.filter((type) => MAY[type].includes('follower'))).toEqual([
    'answer',
    'name',
  ]);
});

describe('who is there', () => {
  test('at first there is no class: nobody, and nobody can join', () => {
    const { room } = open();
    expect(room.state).toEqual({
      type: 'room',
      followers: 0,
      presenting: false,
      clientsAllowed: false,
      names: [],
    });
    expect(room.admits).toBe(false);
  });

  test('followers are counted by participant, while a page of theirs is connected', () => {
    const { room } = open('network');
    room.connected(ADA);
    room.connected(ADA);
    room.connected(BOB);
    room.connected(STRANGER);
    expect(room.state.followers).toBe(2);
    room.left(BOB);
    room.left(ADA);
    expect(room.state.followers).toBe(1);
  });

  test('the presenter is there while one page is', () => {
    const { room } = open();
    room.connected(PRESENTER);
    room.connected(PRESENTER);
    room.left(PRESENTER);
    expect(room.state.presenting).toBe(true);
    room.left(PRESENTER);
    expect(room.state.presenting).toBe(false);
    room.left(PRESENTER);
    room.connected(PRESENTER);
    expect(room.state.presenting).toBe(true);
  });

  test('strangers change nothing', () => {
    const { room, topics } = open();
    room.connected(STRANGER);
    room.left(STRANGER);
    expect(topics).toEqual([]);
  });

  test('everybody is told who they are', () => {
    const { room, around } = open('network');
    around.all = [client('client-1'), client('client-2', 1), client('client-3', 1, false)];
    room.connected(ADA);
    room.handle(ADA, { type: 'name', name: ' Ada\u0007 ' });
    expect(room.youOf(ADA)).toEqual({
      type: 'you',
      role: 'follower',
      participant: 1,
      name: 'Ada',
      clients: ['client-2'],
    });
    expect(room.youOf(PRESENTER)).toEqual({
      type: 'you',
      role: 'presenter',
      clients: ['client-1'],
    });
    expect(room.youOf(STRANGER)).toEqual({ type: 'you', role: 'none', clients: [] });
  });

  test('names stand on programs and machines, for all to see', () => {
    const { room, around } = open('network');
    around.all = [client('client-2', 1)];
    room.connected(ADA, '::ffff:10.0.0.5');
    room.handle(ADA, { type: 'name', name: 'Ada' });
    expect(room.state.names).toEqual([
      { name: 'Ada', program: 'client-2' },
      { name: 'Ada', host: '10.0.0.5' },
    ]);
  });

  test('the presenter sees everybody who has come, also those who are away', () => {
    const { room, around } = open('network');
    around.all = [client('client-2', 1), client('client-3', 1, false)];
    around.seen = '2026-11-23T10:03:00.000Z';
    room.connected(ADA);
    room.connected(BOB);
    room.left(BOB);
    room.handle(ADA, { type: 'name', name: 'Ada' });
    expect(room.people).toEqual({
      type: 'people',
      people: [
        { participant: 1, name: 'Ada', connected: true, clients: 1 },
        { participant: 2, connected: false, clients: 0 },
      ],
      join: ['http://10.0.0.1:8080/#join=abcd'],
      reached: '2026-11-23T10:03:00.000Z',
      exposed: { page: true, server: false },
      tallies: [],
    });
  });
});

describe('how the room is connected', () => {
  test.each([
    ['projector', false],
    ['network', true],
    ['hosted', true],
  ] as const)('%s: joining is possible: %s', (mode, admits) => {
    const { room } = open();
    room.handle(PRESENTER, { type: 'room', mode });
    expect(room.state.mode).toBe(mode);
    expect(room.admits).toBe(admits);
    expect(open(mode).room.admits).toBe(admits);
  });

  test('behind a proxy followers have clients in the browser from the beginning', () => {
    expect(open('hosted').room.state.clientsAllowed).toBe(true);
    expect(open('network').room.state.clientsAllowed).toBe(false);
  });

  test('what the presenter has switched stays as it is when the same is chosen again', () => {
    const { room } = open('hosted');
    room.handle(PRESENTER, { type: 'allow-clients', allowed: false });
    room.handle(PRESENTER, { type: 'room', mode: 'hosted' });
    expect(room.state.clientsAllowed).toBe(false);
  });

  test('followers are not shut out by a wrong click: projector only needs the end of the class', () => {
    const { room } = open('network');
    room.connected(ADA);
    const projector = { type: 'room', mode: 'projector' } as const;
    expect(() => room.handle(PRESENTER, projector)).toThrow('One follows on an own screen');
    expect(room.state.mode).toBe('network');
    room.left(ADA);
    room.handle(PRESENTER, projector);
    expect(room.state.mode).toBe('projector');
  });

  test('followers start a client once that is allowed, one each', () => {
    const { room, around } = open('network');
    expect(() => room.checkStart(ADA)).toThrow(LiveError);
    room.handle(PRESENTER, { type: 'allow-clients', allowed: true });
    expect(() => room.checkStart(ADA)).not.toThrow();
    around.all = [client('client-1', 1)];
    expect(() => room.checkStart(ADA)).toThrow(LiveError);
    expect(() => room.checkStart(BOB)).not.toThrow();
    expect(() => room.checkOwner(ADA, 'client-1')).not.toThrow();
    expect(() => room.checkOwner(BOB, 'client-1')).toThrow(LiveError);
  });
});

describe('where the presenter is', () => {
  test('who comes late is told the newest look', () => {
    const { room, topics } = open();
    expect(room.look).toBeUndefined();
    room.handle(PRESENTER, { type: 'look', link: '#/recording/a?i=3', now: false });
    room.handle(PRESENTER, { type: 'look', link: '#/recording/b?i=9', now: true });
    expect(room.look).toEqual({ type: 'look', link: '#/recording/b?i=9', now: true });
    expect(topics).toEqual(['look', 'look']);
  });

  test.each(['https://example.org/', 'javascript:alert(1)', '#/a b', '#presenter=x', '', '#/\n'])(
    '%j is no address of the page',
    (link) => {
      const { room } = open();
      expect(() => room.handle(PRESENTER, { type: 'look', link, now: false })).toThrow(LiveError);
      expect(room.look).toBeUndefined();
    },
  );

  test('followers may read the recordings that were shown to them, until the class ends', () => {
    const { room } = open();
    room.handle(PRESENTER, { type: 'look', link: '#/recording/first?i=3', now: false });
    room.handle(PRESENTER, { type: 'look', link: '#/recording/second', now: false });
    room.handle(PRESENTER, { type: 'look', link: '#/lesson/01-hello-world/2', now: false });
    expect(
      ['first', 'second', 'third', '01-hello-world'].filter((id) => room.hasShown(id)),
    ).toEqual(['first', 'second']);
    room.handle(PRESENTER, { type: 'end-class' });
    expect(room.hasShown('first')).toBe(false);
  });
});

describe('questions', () => {
  test('a question goes from pose to answers to reveal to its end', () => {
    const { room, topics } = open('network');
    room.connected(ADA);
    room.handle(PRESENTER, { type: 'pose', question: '{}', after: 4 });
    room.handle(ADA, { type: 'answer', question: 1, given: GIVEN });
    expect(room.questionFor(ADA)).toMatchObject({ number: 1, after: 4, given: GIVEN, answers: 1 });
    expect(room.questionFor(ADA)).not.toHaveProperty('tally');
    expect(room.questionFor(BOB)).not.toHaveProperty('given');
    expect(room.questionFor(PRESENTER)).toHaveProperty('tally');
    room.handle(PRESENTER, { type: 'hands', given: GIVEN, count: 2 });
    room.handle(PRESENTER, { type: 'reveal', question: '{"answer":1}' });
    const tally = [{ given: GIVEN, count: 1, hands: 2 }];
    expect(room.questionFor(BOB)).toMatchObject({ question: '{"answer":1}', tally });
    topics.length = 0;
    room.handle(PRESENTER, { type: 'end-question' });
    expect(topics).toEqual(['question', 'people']);
    expect(room.questionFor(ADA)).not.toHaveProperty('number');
    expect(room.people.tallies).toEqual([{ question: '{"answer":1}', rows: tally }]);
  });

  test('who comes back finds the own answer', () => {
    const { room } = open('network');
    room.connected(ADA);
    room.handle(PRESENTER, { type: 'pose', question: '{}' });
    room.handle(ADA, { type: 'answer', question: 1, given: GIVEN });
    room.left(ADA);
    room.connected(ADA);
    expect(room.questionFor(ADA).given).toBe(GIVEN);
  });

  test('only somebody with a number answers or has a name', () => {
    const { room } = open('network');
    room.handle(PRESENTER, { type: 'pose', question: '{}' });
    const answer = { type: 'answer', question: 1, given: GIVEN } as const;
    expect(() => room.handle(PRESENTER, answer)).toThrow(LiveError);
    expect(() => room.handle(PRESENTER, { type: 'name', name: 'Eve' })).toThrow(LiveError);
  });
});

describe('handing over and ending', () => {
  test('handing over gives the link with a new token', () => {
    const { room } = open();
    const reply = room.handle(PRESENTER, { type: 'hand-over' });
    expect(reply).toEqual({ link: 'http://127.0.0.1:8080/#presenter=T' });
  });

  test('who was the presenter is told that another page is, until it is again', () => {
    const { room, topics } = open();
    room.connected(PRESENTER);
    room.connected({ role: 'presenter', key: 'q' });
    const before: Caller = { role: 'follower', key: 'p', participant: 9 };
    expect(room.youOf(before).notice).toBe('Another page is the presenter now.');
    expect(topics).toContain('you');
    expect(room.youOf({ role: 'presenter', key: 'q' })).not.toHaveProperty('notice');
    room.connected(PRESENTER);
    expect(room.youOf(PRESENTER)).not.toHaveProperty('notice');
  });

  test('a presenter who reloads is told nothing', () => {
    const { room, topics } = open();
    room.connected(PRESENTER);
    room.left(PRESENTER);
    topics.length = 0;
    room.connected(PRESENTER);
    expect(room.youOf(PRESENTER)).not.toHaveProperty('notice');
    expect(topics).not.toContain('you');
  });

  test('the end of the class forgets names, answers and tallies, and shuts the door', () => {
    const { room, around, topics } = open('hosted');
    room.connected(PRESENTER);
    room.connected(ADA, '10.0.0.5');
    room.handle(ADA, { type: 'name', name: 'Ada' });
    room.handle(PRESENTER, { type: 'pose', question: '{}' });
    room.handle(ADA, { type: 'answer', question: 1, given: GIVEN });
    topics.length = 0;
    room.handle(PRESENTER, { type: 'end-class' });
    expect(around.dismissed).toBe(1);
    expect(room.state).toEqual({
      type: 'room',
      followers: 0,
      presenting: true,
      clientsAllowed: false,
      names: [],
    });
    expect(room.admits).toBe(false);
    expect(room.people).toMatchObject({ people: [], tallies: [] });
    expect(room.questionFor(PRESENTER)).not.toHaveProperty('number');
    expect(JSON.stringify([room.state, room.people, room.youOf(ADA)])).not.toContain('Ada');
    expect([...new Set(topics)].sort()).toEqual(['people', 'question', 'room', 'you']);
  });

  test('pages of the class are told that it has ended; others are not', () => {
    const { room } = open('network');
    room.connected(ADA);
    room.handle(PRESENTER, { type: 'end-class' });
    expect(room.youOf({ role: 'none', key: ADA.key }).notice).toBe('The class has ended.');
    expect(room.youOf({ role: 'none', key: BOB.key })).not.toHaveProperty('notice');
    expect(room.youOf(PRESENTER)).not.toHaveProperty('notice');
  });

  test('clients of followers end with the class, the presenter’s go on', () => {
    const { room, around } = open('hosted');
    around.all = [client('client-1'), client('client-2', 1), client('client-3', 2, false)];
    room.handle(PRESENTER, { type: 'end-class' });
    expect(around.closed).toEqual(['client-2']);
  });

  test('who joins the next class is told nothing of the one before', () => {
    const { room } = open('network');
    room.connected(ADA);
    room.handle(PRESENTER, { type: 'end-class' });
    room.handle(PRESENTER, { type: 'room', mode: 'network' });
    room.connected({ ...ADA, participant: 3 });
    expect(room.youOf({ ...ADA, participant: 3 })).not.toHaveProperty('notice');
  });

  test('who listens no more is told no more', () => {
    const { room } = open();
    const topics: RoomTopic[] = [];
    const end = room.onChange((topic) => topics.push(topic));
    end();
    room.connected(PRESENTER);
    expect(topics).toEqual([]);
  });
});
