import { describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { MAY, type Command, type CommandType, type Role } from '../../src/live/messages.ts';
import { headerLine, writeTrace } from '../data/trace-files.ts';
import { FakeSessions, refused } from './fake-sessions.ts';
import { GENEROUS, openPage, type PageClient } from './page-client.ts';
import { join, present, startSite, type Site } from './site.ts';

const ID = 'a'.repeat(22);
const GIVEN = JSON.stringify({ kind: 'number', value: 7 });
const QUESTION = JSON.stringify({ id: 'q', kind: 'number' });

/** One good command of each type: a type that is added fails to compile until it is here. */
const GOOD: { readonly [K in CommandType]: Command<K> } = {
  want: { type: 'want', id: ID, from: 0 },
  unwant: { type: 'unwant' },
  'session-start': { type: 'session-start', program: 'fixed', port: 5051, title: 'Mine' },
  'session-stop': { type: 'session-stop' },
  hold: { type: 'hold', thread: 3 },
  step: { type: 'step', thread: 'all' },
  run: { type: 'run', thread: 3, until: 'return' },
  resume: { type: 'resume', thread: 'all' },
  'end-thread': { type: 'end-thread', thread: 'gone' },
  'client-start': { type: 'client-start', program: 'lines' },
  'client-type': { type: 'client-type', client: 'client-1', text: 'Hello' },
  'client-interrupt': { type: 'client-interrupt', client: 'client-1' },
  'client-close': { type: 'client-close', client: 'client-1' },
  look: { type: 'look', link: `#/recording/${ID}`, now: true },
  pose: { type: 'pose', question: QUESTION },
  reveal: { type: 'reveal', question: QUESTION },
  hands: { type: 'hands', given: GIVEN, count: 3 },
  'end-question': { type: 'end-question' },
  room: { type: 'room', mode: 'network' },
  'allow-clients': { type: 'allow-clients', allowed: true },
  'hand-over': { type: 'hand-over' },
  'end-class': { type: 'end-class' },
  answer: { type: 'answer', question: 1, given: GIVEN },
  name: { type: 'name', name: 'Ann' },
};
const TYPES = Object.keys(GOOD) as CommandType[];
const ROLES = ['presenter', 'follower', 'none'] as const;

/** Who may say what, once more and by hand: a mistake in the table is no mistake here. */
const FOLLOWERS = ['answer', 'name'];
const BOTH = [
  ...['want', 'unwant', 'client-start', 'client-type', 'client-interrupt', 'client-close'],
];
const may = (role: Role, type: CommandType): boolean => {
  if (role === 'none') return false;
  if (BOTH.includes(type)) return true;
  return FOLLOWERS.includes(type) === (role === 'follower');
};

interface Room {
  readonly site: Site;
  readonly sessions: FakeSessions;
  readonly pages: Readonly<Record<Role, PageClient>>;
}

/** A class with an open question, where followers may run clients; everybody has one connection. */
async function openRoom(): Promise<Room> {
  const sessions = new FakeSessions(ID);
  const site = await startSite({ sessions });
  await writeTrace(site.dataDir, headerLine(), ID);
  sessions.record(ID, `${site.dataDir}/${ID}.trace.jsonl`);
  const presenter = await openPage(site, await present(site));
  const pages = {
    presenter,
    follower: await openPage(site, await join(site)),
    none: await openPage(site),
  };
  await presenter.say({ type: 'allow-clients', allowed: true });
  await presenter.say({ type: 'pose', question: QUESTION });
  await vi.waitFor(() => expect(presenter.newest('question')?.number).toBe(1), GENEROUS);
  sessions.asked.length = 0;
  return { site, sessions, pages };
}

describe('every command × every role', () => {
  test('is in the table, and the table says who may', () => {
    expect(Object.keys(MAY).sort()).toEqual([...TYPES].sort());
    const table = TYPES.flatMap((type) =>
      ROLES.filter((role) => MAY[type].includes(role)).map((role) => `${type} ${role}`),
    );
    const wanted = TYPES.flatMap((type) =>
      ROLES.filter((role) => may(role, type)).map((role) => `${type} ${role}`),
    );
    expect(table).toEqual(wanted);
  });

  test.each(ROLES)(
    '%s is refused what it may not, nothing happens, and it is noted',
    async (role) => {
      const { sessions, pages } = await openRoom();
      const forbidden = TYPES.filter((type) => !may(role, type));
      const { room, question, look } = {
        room: pages.presenter.newest('room')?.mode,
        question: pages.presenter.newest('question')?.number,
        look: pages.presenter.newest('look'),
      };
      for (const type of forbidden) {
        const reply = await pages[role].say(GOOD[type]);
        expect([type, reply.type]).toEqual([type, 'refused']);
        if (reply.type === 'refused') expect(reply.why).toMatch(/^Only .* may do that\.$/);
      }
      expect(sessions.asked).toEqual([]);
      expect(pages[role].frames).toEqual([]);
      await vi.waitFor(() => {
        const lines = pages.presenter.newest('audit')?.lines.map(({ what }) => what) ?? [];
        for (const type of forbidden.slice(-20)) expect(lines.join()).toContain(`"${type}"`);
      }, GENEROUS);
      expect(pages.presenter.newest('room')?.mode).toBe(room);
      expect(pages.presenter.newest('question')).toMatchObject({
        number: question,
        revealed: false,
      });
      expect(pages.presenter.newest('look')).toEqual(look);
    },
  );

  test('the presenter may do all the rest', async () => {
    const { sessions, pages } = await openRoom();
    const order = TYPES.filter((type) => may('presenter', type));
    for (const type of order) {
      const reply = await pages.presenter.say(GOOD[type]);
      expect([type, reply]).toEqual([type, expect.objectContaining({ type: 'done' })]);
    }
    expect(sessions.asked).toEqual([
      ...['begin fixed 5051 Mine', 'end', 'hold 3', 'step all', 'run 3 return', 'resume all'],
      ...['endThread gone', 'startClient lines presenter', 'typeLine client-1 Hello'],
      ...['interrupt client-1', 'closeClient client-1'],
    ]);
  });

  test('a follower may run a client of its own, answer, and have a name', async () => {
    const { sessions, pages } = await openRoom();
    for (const type of TYPES.filter((one) => may('follower', one))) {
      const reply = await pages.follower.say(GOOD[type]);
      expect([type, reply]).toEqual([type, expect.objectContaining({ type: 'done' })]);
    }
    expect(sessions.asked[0]).toBe('startClient lines 1');
  });
});

describe('clients of somebody else', () => {
  test.each(['client-type', 'client-interrupt', 'client-close'] as const)(
    'a follower may not %s',
    async (type) => {
      const { site, sessions, pages } = await openRoom();
      const other = await openPage(site, await join(site));
      expect(await other.say(GOOD['client-start'])).toMatchObject({ client: 'client-1' });
      expect((await pages.follower.say(GOOD[type])).type).toBe('refused');
      expect(sessions.asked).toEqual(['startClient lines 2']);
      expect((await pages.presenter.say(GOOD[type])).type).toBe('done');
    },
  );
});

describe('what a command comes back with', () => {
  test('the name of the client that was started, the link that was asked for', async () => {
    const { site, pages } = await openRoom();
    expect(await pages.presenter.say(GOOD['client-start'])).toEqual({
      ...{ type: 'done', n: 3, client: 'client-1' },
    });
    const reply = await pages.presenter.say(GOOD['hand-over']);
    expect(reply).toMatchObject({ link: expect.stringContaining(`${site.origin}/#presenter=`) });
  });

  test('why it could not be done, in a sentence', async () => {
    const { sessions, pages } = await openRoom();
    sessions.failure = refused('Thread-9 is gone.');
    expect(await pages.presenter.say(GOOD.hold)).toMatchObject({
      ...{ type: 'refused', why: 'Thread-9 is gone.' },
    });
  });

  test('nothing of an error of ours, which is reported here', async () => {
    const errors: unknown[] = [];
    const sessions = new FakeSessions();
    const site = await startSite({ sessions, onError: (error) => errors.push(error) });
    const page = await openPage(site, await present(site));
    sessions.failure = new Error('at /home/me/secret.ts:12');
    const reply = await page.say(GOOD.hold);
    expect(reply).toMatchObject({ type: 'refused', why: 'The server failed to do this.' });
    expect(errors).toEqual([sessions.failure]);
  });

  test('that nothing can be run where nothing can', async () => {
    const site = await startSite();
    const page = await openPage(site, await present(site));
    for (const type of ['hold', 'session-start', 'client-start'] as const) {
      const reply = await page.say(GOOD[type]);
      expect(reply).toMatchObject({ why: 'No program can be run on this machine.' });
    }
  });
});

test('a command reaches nobody from a page of another Host or Origin, whatever its cookie', async () => {
  const { site, sessions } = await openRoom();
  const cookie = await present(site);
  const doors: [host: string, origin: string | undefined][] = [
    ['evil.example', 'http://evil.example'],
    [`evil.example:${site.port}`, `http://evil.example:${site.port}`],
    [site.host, 'http://evil.example'],
    [site.host, `https://${site.host}`],
    [site.host, 'null'],
    [site.host, undefined],
    [`127.0.0.1:${site.port + 1}`, site.origin],
  ];
  for (const [host, origin] of doors) {
    const headers = { host, cookie, ...(origin === undefined ? {} : { origin }) };
    const socket = new WebSocket(`ws://127.0.0.1:${site.port}/api/live`, { headers });
    const outcome = await new Promise<string>((resolve) => {
      socket.on('open', () => {
        for (const type of TYPES) socket.send(JSON.stringify({ ...GOOD[type], n: 1 }));
        resolve('open');
      });
      socket.on('error', ({ message }) => resolve(message));
    });
    expect([host, origin, outcome]).toEqual([host, origin, 'Unexpected server response: 403']);
    socket.terminate();
  }
  expect(sessions.asked).toEqual([]);
});
