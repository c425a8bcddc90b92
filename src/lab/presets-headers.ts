/** Presets about what a header says. */
import { hexOfText } from '../trace/hex.ts';
import { headerOfText, messageOf } from './message.ts';
import { composed, dies, effect, prints, refuses, survives, T1, type Preset } from './preset.ts';

const HELLO = 'Hello World!';

/** One message whose header says something else than its length. */
function saying(header: string, text = HELLO): Preset['composition'] {
  return composed([messageOf(text, { header: headerOfText(header) })]);
}

export const HEADER_PRESETS: readonly Preset[] = [
  {
    name: 'characters',
    title: 'Characters counted, not bytes',
    shows:
      'Hi é! has 5 characters and 6 bytes, because é is two bytes. The header says 5, so one byte stays behind for the next header.',
    composition: saying('5', 'Hi é!'),
    effects: {
      course: [
        effect('recv(5) returns 5 of the 6 bytes.', 'recv.ret', { ...T1, n: '5', off: '64' }),
        prints('Hi é'),
        effect('The next header begins with !', 'recv.ret', { ...T1, off: '69', text: '!' }),
        dies('ValueError'),
      ],
      fixed: [prints('Hi é'), ...refuses('the header is no number')],
    },
    good: 'good',
  },
  {
    name: 'half-character',
    title: 'Half a character',
    shows: 'The letter é is two bytes, and the header says 1. One byte alone is no UTF-8.',
    composition: saying('1', 'é'),
    effects: {
      course: [
        effect('recv(1) returns 1 of the 2 bytes.', 'recv.ret', { ...T1, n: '1', off: '64' }),
        dies('UnicodeDecodeError'),
      ],
      fixed: refuses("'utf-8' codec can't decode byte 0xc3"),
    },
    good: 'good',
  },
  {
    name: 'latin-1',
    title: 'Another encoding',
    shows: 'The client encodes é as one byte, e9, as Latin-1 does. The server reads UTF-8.',
    composition: composed([messageOf('', { payload: 'e9' })]),
    effects: {
      course: [dies('UnicodeDecodeError')],
      fixed: refuses("'utf-8' codec can't decode byte 0xe9"),
    },
    good: 'good',
  },
  {
    name: 'lying-length-long',
    title: 'A length that is too long',
    shows:
      'The header says 20, the payload has 12 bytes. The server takes the first 8 bytes of the next header for text.',
    composition: composed([
      messageOf(HELLO, { header: headerOfText('20'), cuts: [], reads: false }),
      messageOf('Hello Everyone!', { cuts: [], joined: true }),
    ]),
    effects: {
      course: [
        effect('recv(20) returns 20 bytes.', 'recv.ret', { ...T1, n: '20', off: '64' }),
        prints('Hello World!15      '),
        dies('ValueError'),
      ],
      fixed: refuses('the header is no number'),
    },
    good: 'good-two',
  },
  {
    name: 'lying-length-lucky',
    title: 'Too long, and nobody notices',
    shows:
      'The header says 20, but only 12 bytes are there. One recv(20) returns up to 20 bytes: it returns the 12.',
    composition: saying('20'),
    effects: {
      course: [
        effect('The server asks for 20 bytes.', 'recv', { ...T1, max: '20' }, 1),
        effect('It gets 12.', 'recv.ret', { ...T1, n: '12', off: '64' }, 1),
        ...survives(HELLO),
      ],
      fixed: refuses('timed out'),
    },
    good: 'good',
  },
  {
    name: 'lying-length-short',
    title: 'A length that is too short',
    shows:
      'The header says 5, the payload has 12 bytes. The 7 bytes that are left become part of the next header.',
    composition: saying('5'),
    effects: {
      course: [
        effect('recv(5) returns 5 of the 12 bytes.', 'recv.ret', { ...T1, n: '5', off: '64' }),
        prints('Hello'),
        effect('The next header begins with World!', 'recv.ret', {
          ...T1,
          off: '69',
          text: ' World!',
        }),
        dies('ValueError'),
      ],
      fixed: [prints('Hello'), ...refuses('the header is no number')],
    },
    good: 'good',
  },
  {
    name: 'negative',
    title: 'A negative length',
    shows: 'The header says -5. int() reads it, but recv cannot be asked for fewer than no bytes.',
    composition: saying('-5'),
    effects: { course: [dies('ValueError')], fixed: refuses('the header is no number') },
    good: 'good',
  },
  {
    name: 'huge',
    title: 'A huge length',
    shows:
      'The header says 99999999999. Python has no memory for so many bytes, and the thread dies.',
    composition: saying('99999999999'),
    effects: { course: [dies('MemoryError')], fixed: refuses('the message is too long') },
    good: 'good',
  },
  {
    name: 'not-a-number',
    title: 'No number at all',
    shows: 'The header says twelve, in letters. int() cannot read it.',
    composition: saying('twelve'),
    effects: { course: [dies('ValueError')], fixed: refuses('the header is no number') },
    good: 'good',
  },
  {
    name: 'blank',
    title: 'A blank header',
    shows: 'The header is 64 spaces. It is not empty, so the server gives it to int().',
    composition: saying(''),
    effects: { course: [dies('ValueError')], fixed: refuses('the header is no number') },
    good: 'good',
  },
  {
    name: 'underscores',
    title: 'An underscore in the number',
    shows: 'The header says 1_2. Python allows an underscore between digits, so int() reads 12.',
    composition: saying('1_2'),
    effects: {
      course: [
        effect('The server asks for 12 bytes.', 'recv', { ...T1, max: '12' }, 1),
        ...survives(HELLO),
      ],
      fixed: refuses('the header is no number'),
    },
    good: 'good',
  },
  {
    name: 'arabic-digits',
    title: 'Arabic digits',
    shows:
      'The header says ١٢, the Arabic digits of 12: two characters, four bytes. int() reads them.',
    composition: composed([messageOf(HELLO, { header: hexOfText('١٢' + ' '.repeat(60)) })]),
    effects: {
      course: [
        effect('The server asks for 12 bytes.', 'recv', { ...T1, max: '12' }, 1),
        ...survives(HELLO),
      ],
      fixed: refuses('the header is no number'),
    },
    good: 'good',
  },
  {
    name: 'short-header',
    title: 'A header of 32 bytes',
    shows:
      'The client pads its header to 32 bytes, not 64. The server takes the payload as part of the header.',
    composition: composed([messageOf(HELLO, { header: hexOfText('12'.padEnd(32)), cuts: [] })]),
    effects: {
      course: [
        effect('recv(64) returns all 44 bytes.', 'recv.ret', { ...T1, n: '44', off: '0' }),
        dies('ValueError'),
      ],
      fixed: refuses('timed out'),
    },
    good: 'good',
  },
  {
    name: 'empty-message',
    title: 'An empty message',
    shows:
      'The header says 0, and no payload follows. The server asks for 0 bytes and prints an empty line.',
    composition: composed([messageOf('')]),
    effects: {
      course: [
        effect('The server asks for 0 bytes.', 'recv', { ...T1, max: '0' }, 1),
        ...survives(),
      ],
      fixed: survives(),
    },
    good: 'good',
  },
];
