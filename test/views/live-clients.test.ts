import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CLIENT_PROGRAMS } from '../../src/live/messages.ts';
import type { RoomState } from '../../src/live/state.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import {
  addressesOf,
  clientFile,
  clientSource,
  COURSE_LINE,
  serverLine,
} from '../../src/views/live/clients/own-client.ts';
import { footWords, mayStart, offersFor, whyNoClient } from '../../src/views/live/clients/words.ts';
import { labelOf, nameOfProgram, nameOfThread } from '../../src/views/live/names.ts';
import { oneMessage } from '../support/conversation.ts';
import { runningSession } from '../support/fake-live.ts';

describe('where a client of one’s own finds the server', () => {
  const reach = (server: string, page: string, join?: readonly string[]) =>
    addressesOf({ server, page, join }).map(({ host, local }) => `${host}${local ? ' here' : ''}`);

  test('a server of this machine only is at 127.0.0.1, for programs on this machine', () => {
    for (const page of ['127.0.0.1', 'localhost', '[::1]']) {
      expect(reach('127.0.0.1', page)).toEqual(['127.0.0.1 here']);
    }
  });

  test('from another computer it is nowhere', () => {
    expect(reach('127.0.0.1', '192.168.1.7')).toEqual([]);
  });

  test('on all addresses: where the page was found', () => {
    expect(reach('0.0.0.0', '192.168.1.7')).toEqual(['192.168.1.7']);
    expect(reach('0.0.0.0', 'teacher.local')).toEqual(['teacher.local']);
  });

  test('opened on the server’s machine: the addresses that join links name come first', () => {
    const join = ['http://192.168.1.7:8080/#join=abc', 'http://[fe80::1]:8080/#join=abc'];
    expect(reach('0.0.0.0', 'localhost', join)).toEqual(['192.168.1.7', '127.0.0.1 here']);
    expect(reach('0.0.0.0', '192.168.1.7', join)).toEqual(['192.168.1.7']);
    expect(reach('0.0.0.0', '127.0.0.1')).toEqual(['127.0.0.1 here']);
  });

  test('bound to one address: there', () => {
    expect(reach('192.168.1.7', 'localhost')).toEqual(['192.168.1.7']);
  });
});

describe('client.py', () => {
  const programs = 'server/programs/python';
  const sources = (['course', 'fixed'] as const).map((program) => {
    const file = clientFile(program);
    return [file, readFileSync(`${programs}/${file}`, 'utf8')] as const;
  });

  test.each(sources)('%s is the course’s client with other values in two lines', (_, source) => {
    const made = clientSource(source, '192.168.1.7', 5051).split('\n');
    const changed = source.split('\n').flatMap((line, n) => (line === made[n] ? [] : [made[n]]));
    expect(changed).toEqual(['PORT = 5051', 'SERVER = "192.168.1.7"']);
  });

  test.each(sources)('%s has the host as it is, whatever it is called', (_, source) => {
    for (const host of ['10.0.0.1', 'teacher.local', '$&$1']) {
      expect(clientSource(source, host, 5050).split('\n')).toContain(`SERVER = "${host}"`);
    }
  });

  test('the line to change is the one that the course’s client has', () => {
    const own = readFileSync(`${programs}/client_three.py`, 'utf8');
    const shape = (line: string) => line.replace(/"[^"]*"/, '""');
    expect(own.split('\n').map(shape)).toContain(shape(COURSE_LINE));
    expect(shape(serverLine('10.0.0.1'))).toBe(shape(COURSE_LINE));
  });
});

describe('who may start a client', () => {
  const room = (clientsAllowed: boolean): RoomState => ({
    type: 'room',
    mode: 'network',
    followers: 3,
    presenting: true,
    clientsAllowed,
    names: [],
  });

  test('the presenter always; followers where they are let; nobody else', () => {
    expect(mayStart(true, false, undefined)).toBe(true);
    expect(mayStart(false, true, room(true))).toBe(true);
    expect(mayStart(false, true, room(false))).toBe(false);
    expect(mayStart(false, true, undefined)).toBe(false);
    expect(mayStart(false, false, room(true))).toBe(false);
  });

  test('every program is offered once, first the one that the server understands', () => {
    for (const server of ['course', 'fixed'] as const) {
      const offered = offersFor(server).map(({ program }) => program);
      expect(offered.toSorted()).toEqual([...CLIENT_PROGRAMS].toSorted());
      expect(offered[0]).toBe(server === 'fixed' ? 'fixed' : 'lines');
    }
  });

  test('only while the server runs and can be heard', () => {
    expect(whyNoClient(runningSession(), true)).toBeUndefined();
    expect(whyNoClient(runningSession(), false)).toContain('lost');
    expect(whyNoClient(runningSession({ state: 'stopped' }), true)).toContain('does not run');
  });
});

test.each([
  [{ takes: true, exit: undefined, now: true }, 'Type a line. Enter sends it.'],
  [{ takes: true, exit: undefined, now: false }, 'This is earlier. What you type goes to now.'],
  [
    { takes: true, exit: undefined, now: true, full: true },
    'Too many lines at once: the last ones are left out.',
  ],
  [{ takes: false, exit: 0, now: true }, 'The program has ended.'],
  [{ takes: false, exit: 130, now: true }, 'The program has ended, exit code 130.'],
  [{ takes: false, exit: undefined, now: true }, ''],
])('below a terminal that is %o: %s', (state, words) => expect(footWords(state)).toBe(words));

describe('names of participants', () => {
  const { trace } = parseTrace(oneMessage().bytes());
  const scene = createScenes(trace)(trace.length - 1);
  const named = (names: RoomState['names'], at = scene) =>
    at.threads.map((thread) => nameOfThread(names, trace, at, thread));
  const threads = scene.threads.map(({ badge }) => badge);

  test('stand beside the client in the browser and the thread that serves it', () => {
    const names = named([{ name: 'Ada', program: 'client-1' }]);
    const found = Object.fromEntries(threads.map((badge, n) => [badge, names[n]]));
    expect(found).toEqual({ C1: 'Ada', T1: 'Ada' });
    expect(threads).toEqual(expect.arrayContaining(['M', 'T1', 'C1']));
  });

  test('a program in the browser is not named after the machine that it runs on', () => {
    expect(named([{ name: 'Teacher', host: '127.0.0.1' }]).some((name) => name)).toBe(false);
  });

  test('of a machine: beside the thread that serves a client from there', () => {
    const outside = new TextDecoder()
      .decode(oneMessage().bytes())
      .split('\n')
      .filter((line, n) => n === 0 || !line.includes('"p":2,'))
      .join('\n')
      .replaceAll('["127.0.0.1",58994]', '["192.168.1.9",58994]')
      .replace(/,\{"p":2[^}]*\}/, '');
    const other = parseTrace(new TextEncoder().encode(outside)).trace;
    const last = createScenes(other)(other.length - 1);
    const handler = last.threads.find(({ badge }) => badge === 'T1');
    if (handler === undefined) throw new Error('no handler');
    const names = [{ name: 'Grace', host: '192.168.1.9' }];
    expect(nameOfThread(names, other, last, handler)).toBe('Grace');
    expect(
      nameOfThread([{ name: 'x', host: '192.168.1.8' }], other, last, handler),
    ).toBeUndefined();
  });

  test('are not known before the thread has had to do with the client', () => {
    const begun = trace.ofKind('thread.run').at(-1) ?? 0;
    const early = createScenes(trace)(begun);
    expect(named([{ name: 'Ada', program: 'client-1' }], early).at(-1)).toBeUndefined();
  });

  test('are text: nothing in them hides or turns what stands beside', () => {
    const names = [{ name: 'A\u202eda\u001b[2J', program: 'client-1' }];
    expect(nameOfProgram(names, 'client-1')).toBe('A‹U+202E›da␛[2J');
    expect(labelOf(names, 'client-1')).toBe('client-1 · A‹U+202E›da␛[2J');
    expect(labelOf(names, 'client-2')).toBe('client-2');
  });
});
