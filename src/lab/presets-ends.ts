/** Presets about how a client leaves, and about when it reads; and those in which nothing is wrong. */
import { messageOf } from './message.ts';
import { composed, dies, effect, prints, refuses, survives, T1, type Preset } from './preset.ts';

const HELLO = 'Hello World!';
const THREE = [HELLO, 'Hello World Second Message!', 'Hello World Third Message!'];
const REPLY = 'Msg received'.length;

const spins = effect('recv returns no bytes, again and again.', 'recv.ret', { ...T1, n: '0' });
const folds = effect('wirestep counts the repetitions in one line.', 'fold', T1);
const waits = effect(
  'Thread-1 waits until it is stopped.',
  'recv.err',
  { ...T1, name: 'STOPPED' },
  1,
);

export const GOOD_PRESETS: readonly Preset[] = [
  {
    name: 'good',
    title: 'The good run',
    shows: 'One message and goodbye, as the course has them. Nothing is wrong here.',
    composition: composed([messageOf(HELLO)]),
    effects: {
      course: [...survives(HELLO, '!DISCONNECT'), effect('Thread-1 ends.', 'thread.exit', T1, 1)],
      fixed: survives(HELLO),
    },
    good: 'good',
  },
  {
    name: 'good-two',
    title: 'Two good messages',
    shows: 'Two messages and goodbye. The client reads each reply before it goes on.',
    composition: composed([messageOf(HELLO), messageOf('Hello Everyone!')]),
    effects: {
      course: survives(HELLO, 'Hello Everyone!'),
      fixed: survives(HELLO, 'Hello Everyone!'),
    },
    good: 'good-two',
  },
  {
    name: 'three',
    title: 'Three good messages',
    shows: 'Three messages and goodbye. The client reads each reply before it goes on.',
    composition: composed(THREE.map((text) => messageOf(text))),
    effects: { course: survives(...THREE), fixed: survives(...THREE) },
    good: 'three',
  },
];

export const END_PRESETS: readonly Preset[] = [
  {
    name: 'no-read',
    title: 'Three messages, one recv',
    shows:
      'The client sends three messages and only then reads. One recv(2048) returns all three replies, with no border between them.',
    composition: composed(
      THREE.map((text, n) => messageOf(text, n < 2 ? { reads: false } : { readsAfter: 500 })),
    ),
    effects: {
      course: [
        effect(
          'One recv returns three replies.',
          'recv.ret',
          { program: 'client-1', n: String(3 * REPLY) },
          1,
        ),
        ...survives(...THREE),
      ],
      fixed: survives(...THREE),
    },
    good: 'three',
  },
  {
    name: 'nodelay',
    title: 'TCP_NODELAY',
    shows:
      'Three messages with TCP_NODELAY set. A small send no longer waits until the bytes before it are acknowledged.',
    composition: composed(
      THREE.map((text) => messageOf(text)),
      { nodelay: true },
    ),
    effects: {
      course: [
        effect(
          'The client sets TCP_NODELAY.',
          'setsockopt',
          { program: 'client-1', option: 'TCP_NODELAY' },
          1,
        ),
        ...survives(...THREE),
      ],
      fixed: survives(...THREE),
    },
    good: 'three',
  },
  {
    name: 'two-clients',
    title: 'Two clients at once',
    shows: 'Two clients do the same at the same time. The server has a thread for each of them.',
    composition: composed(
      [HELLO, 'Hello Everyone!'].map((text) => messageOf(text, { wait: 100 })),
      { clients: 2 },
    ),
    effects: {
      course: [
        effect('Two connections are accepted.', 'accept.ret', { program: 'server' }, 2),
        effect('Thread-2 ends too.', 'thread.exit', { program: 'server', thread: 'Thread-2' }, 1),
        ...survives(HELLO, 'Hello Everyone!'),
      ],
      fixed: survives(HELLO, 'Hello Everyone!'),
    },
    good: 'good-two',
  },
  {
    name: 'no-goodbye',
    title: 'No goodbye',
    shows:
      'The client closes its connection without !DISCONNECT. The server gets no bytes from recv, again and again, and never leaves its loop.',
    composition: composed([messageOf(HELLO)], { end: 'close' }),
    effects: {
      course: [prints(HELLO), spins, folds],
      fixed: refuses('the other side has ended the connection'),
    },
    good: 'good',
  },
  {
    name: 'wrong-goodbye',
    title: 'DISCONNECT without !',
    shows:
      'The client says DISCONNECT, without the exclamation mark, and closes. For the server this is a message like any other.',
    composition: composed([messageOf(HELLO), messageOf('DISCONNECT')], { end: 'close' }),
    effects: {
      course: [prints(HELLO), prints('DISCONNECT'), spins, folds],
      fixed: refuses('the other side has ended the connection'),
    },
    good: 'good',
  },
  {
    name: 'half-close',
    title: 'Half-close',
    shows:
      'The client says that it sends no more, but keeps the connection for replies. The server sees no difference to a client that has left.',
    composition: composed([messageOf(HELLO)], { end: 'half-close' }),
    effects: {
      course: [
        effect(
          'The client shuts down its direction.',
          'shutdown',
          { program: 'client-1', how: 'SHUT_WR' },
          1,
        ),
        prints(HELLO),
        spins,
        folds,
      ],
      fixed: refuses('the other side has ended the connection'),
    },
    good: 'good',
  },
  {
    name: 'reset',
    title: 'Reset',
    shows:
      'The client breaks the connection off with a reset. The recv that waits in the server fails with ConnectionResetError.',
    composition: composed([messageOf(HELLO)], { end: 'reset' }),
    effects: {
      course: [
        prints(HELLO),
        effect('A recv of Thread-1 fails.', 'recv.err', { ...T1, name: 'ECONNRESET' }, 1),
        dies('ConnectionResetError'),
      ],
      fixed: refuses('[Errno 104] Connection reset by peer'),
    },
    good: 'good',
  },
  {
    name: 'stays',
    title: 'A client that stays',
    shows:
      'The client sends one message and then nothing more, but does not leave. The server’s thread waits in recv.',
    composition: composed([messageOf(HELLO)], { end: 'stay' }),
    effects: { course: [prints(HELLO), waits], fixed: refuses('timed out') },
    good: 'good',
  },
  {
    name: 'unfinished',
    title: 'A promise that is not kept',
    shows:
      'The header says 12, but only 5 bytes of the payload follow. Then the client waits and stays.',
    composition: composed(
      [messageOf('Hello', { header: messageOf(HELLO).header, cuts: [64], reads: false })],
      { end: 'stay' },
    ),
    effects: { course: [prints('Hello'), waits], fixed: refuses('timed out') },
    good: 'good',
  },
];
