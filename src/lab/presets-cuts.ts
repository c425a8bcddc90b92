/** Presets about where the sends are cut, and what the server's recv makes of it. */
import { messageOf } from './message.ts';
import { composed, dies, effect, prints, survives, T1, type Preset } from './preset.ts';

const HELLO = 'Hello World!';
/** Long enough for the server to take what came before the pause. */
const PAUSE = 300;

export const CUT_PRESETS: readonly Preset[] = [
  {
    name: 'split-header',
    title: 'Split header',
    shows:
      'The header is sent in two parts, with a pause after its first byte. The server takes that one byte for the whole header.',
    composition: composed([messageOf(HELLO, { cuts: [1, 64], pauses: [PAUSE] })]),
    effects: {
      course: [
        effect('The first recv(64) returns only 1 byte.', 'recv.ret', { ...T1, n: '1', off: '0' }),
        effect('The server asks for a payload of 1 byte.', 'recv', { ...T1, max: '1' }),
        prints('2'),
        dies('ValueError'),
      ],
      fixed: survives(HELLO),
    },
    good: 'good',
  },
  {
    name: 'byte-by-byte',
    title: 'Byte by byte',
    shows:
      'Each byte of the message is sent alone, with a short pause before it. A recv returns what is there: one byte.',
    composition: composed([
      messageOf('Hi', {
        cuts: Array.from({ length: 65 }, (_, n) => n + 1),
        pauses: Array.from({ length: 65 }, () => 10),
      }),
    ]),
    effects: {
      course: [
        effect('The first recv(64) returns only 1 byte.', 'recv.ret', { ...T1, n: '1', off: '0' }),
        dies('ValueError'),
      ],
      fixed: survives('Hi'),
    },
    good: 'good',
  },
  {
    name: 'split-payload',
    title: 'Split payload',
    shows:
      'The payload is sent in two parts, with a pause between them. The server prints the first part, and takes the second one for a header.',
    composition: composed([messageOf(HELLO, { cuts: [64, 69], pauses: [0, PAUSE] })]),
    effects: {
      course: [
        effect('recv(12) returns only 5 bytes.', 'recv.ret', { ...T1, n: '5', off: '64' }),
        prints('Hello'),
        dies('ValueError'),
      ],
      fixed: survives(HELLO),
    },
    good: 'good',
  },
  {
    name: 'big-payload',
    title: 'Big payload',
    shows:
      'A payload of 100,000 bytes, the last part of it a moment later. One recv does not return all of it, and the rest is taken for headers.',
    composition: composed([
      messageOf('0123456789'.repeat(10_000), { cuts: [64, 40_064], pauses: [0, PAUSE] }),
    ]),
    effects: {
      course: [
        effect('The server asks for 100000 bytes.', 'recv', { ...T1, max: '100000' }),
        effect('It gets fewer.', 'recv.ret', { ...T1, off: '64', n: '<100000' }),
        effect('The next header is made of payload.', 'recv.ret', {
          ...T1,
          n: '64',
          text: '0123456789',
        }),
      ],
      fixed: survives(),
    },
    good: 'good',
  },
  {
    name: 'one-send',
    title: 'Header and payload in one send',
    shows:
      'Header and payload leave in one send of 76 bytes. The server takes them with two recv calls, and the second one does not wait.',
    composition: composed([messageOf(HELLO, { cuts: [] })]),
    effects: {
      course: [
        effect('One send gives 76 bytes.', 'send', { program: 'client-1', len: '76' }, 1),
        effect('recv(64) takes 64 of them.', 'recv.ret', { ...T1, n: '64', off: '0' }),
        effect('The other 12 are already waiting.', 'recv', { ...T1, max: '12', queued: '12' }),
        ...survives(HELLO),
      ],
      fixed: survives(HELLO),
    },
    good: 'good',
  },
  {
    name: 'coalesced',
    title: 'Two messages in one send',
    shows:
      'Two messages leave together, in one send. The server keeps them apart, because it asks for exactly as many bytes as each part has.',
    composition: composed([
      messageOf(HELLO, { cuts: [], reads: false }),
      messageOf('Hello Everyone!', { cuts: [], joined: true, readsAfter: PAUSE }),
    ]),
    effects: {
      course: [
        effect('One send gives 155 bytes.', 'send', { program: 'client-1', len: '155' }, 1),
        ...survives(HELLO, 'Hello Everyone!'),
        effect('One recv returns both replies.', 'recv.ret', { program: 'client-1', n: '24' }, 1),
      ],
      fixed: survives(HELLO, 'Hello Everyone!'),
    },
    good: 'good-two',
  },
  {
    name: 'greedy-recv',
    title: 'A recv that asks for too much',
    shows:
      'This server asks for 2048 bytes where a header is due. It gets header and payload together, and int() cannot read them.',
    composition: composed([messageOf(HELLO, { cuts: [] })], {
      server: { program: 'sizes', headerRecv: 2048 },
    }),
    effects: {
      sizes: [
        effect('One recv returns all 76 bytes.', 'recv.ret', { ...T1, n: '76' }, 1),
        dies('ValueError'),
      ],
    },
    good: 'one-send',
  },
  {
    name: 'small-recv',
    title: 'A recv that asks for too little',
    shows:
      'This server asks for at most 5 bytes of a payload. It prints the first 5, and takes the rest for a header.',
    composition: composed([messageOf(HELLO)], { server: { program: 'sizes', payloadRecv: 5 } }),
    effects: {
      sizes: [
        effect('recv(5) returns 5 of the 12 bytes.', 'recv.ret', { ...T1, n: '5', off: '64' }),
        prints('Hello'),
        dies('ValueError'),
      ],
    },
    good: 'good',
  },
  {
    name: 'recv-exactly',
    title: 'Asking again until all bytes are there',
    shows:
      'This server asks for at most 5 bytes at a time too, but it asks again until the payload is complete.',
    composition: composed([messageOf(HELLO)], {
      server: { program: 'sizes', payloadRecv: 5, exactly: true },
    }),
    effects: { sizes: survives(HELLO) },
    good: 'good',
  },
];
