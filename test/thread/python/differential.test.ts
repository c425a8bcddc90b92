/** The same random inputs to ours and to the installed Python: every answer must be the same. */
import { expect, it } from 'vitest';
import { int } from '../../../server/thread/python/int.ts';
import { bytesRepr, repr } from '../../../server/thread/python/repr.ts';
import { decode, encode } from '../../../server/thread/python/utf8.ts';
import { askPython, orError } from './oracle.ts';
import { Random } from './random.ts';

/** Inputs for int(); the other functions get a tenth. */
const SAMPLES = Number(process.env['WIRESTEP_PYTHON_SAMPLES'] ?? 100_000);

const DIGITS = ['0', '1', '2', '9', '٠', '٩', '०', '９', '𝟘', '𝟿', '꯹', '🯹'];
const SPACES = [
  ' ',
  ' ',
  ' ',
  '\t',
  '\n',
  '\v',
  '\f',
  '\r',
  '\x85',
  '\xa0',
  '\u1680',
  '\u2000',
].concat(['\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000']);
const NEARLY = [
  '\x1c',
  '\x1f',
  '\u180e',
  '\u200b',
  '\ufeff',
  '²',
  '⑫',
  '十',
  '＋',
  '−',
  '\0',
  'x',
].concat(['.', ',', "'", '"', '\\', 'é', '🙂', '\ud800', '\udfff', '\x7f', '_', '+', '-']);

/** Mostly what int() accepts or nearly does; seldom noise, seldom very long. */
function numeral(random: Random): string {
  const digit = (): string => random.of(random.below(3) > 0 ? DIGITS.slice(0, 4) : DIGITS);
  const digits = (): string =>
    random.text(1 + random.below(random.below(2000) === 0 ? 4400 : 20), digit);
  const spaces = (): string => random.text(random.below(4), () => random.of(SPACES));
  const noise = (): string => (random.below(6) === 0 ? random.of(NEARLY) : '');
  const groups = Array.from({ length: 1 + random.below(2) }, digits).join('_');
  const sign = random.of(['', '', '', '+', '-', '＋']);
  const text = [spaces(), noise(), sign, noise(), groups, noise(), spaces(), noise()].join('');
  return random.below(100) === 0 ? text.repeat(20) : text;
}

function words(random: Random): string {
  const pool = [
    ...NEARLY,
    ...SPACES,
    ...DIGITS,
    'a',
    'Z',
    '~',
    '\x80',
    '\xad',
    '\ue000',
    '\u{e0001}',
  ];
  return random.text(random.below(12), () => random.of(pool));
}

/** Bytes on the edges of the UTF-8 table, where one wrong comparison shows. */
function nearUtf8(random: Random): Uint8Array {
  const edges = [
    0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
  ].concat([0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff]);
  return Uint8Array.from({ length: random.below(7) }, () => random.of(edges));
}

function many<T>(count: number, seed: number, make: (random: Random) => T): T[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => make(random));
}

it(`int() answers as Python's, ${SAMPLES} times`, { timeout: 120_000 }, () => {
  const inputs = many(SAMPLES, 5050, numeral);
  const theirs = askPython(inputs.map((text) => ['int', text]));
  const ours = inputs.map((text) => String(orError(() => int(text))));
  const differing = inputs.flatMap((text, n) =>
    ours[n] === theirs[n] ? [] : [{ text, ours: ours[n], theirs: theirs[n] }],
  );
  expect(differing).toEqual([]);
  const accepted = theirs.filter((answer) => !String(answer).startsWith('ValueError')).length;
  expect(accepted).toBeGreaterThan(SAMPLES / 5);
  expect(accepted).toBeLessThan((SAMPLES * 4) / 5);
});

it('decode() answers as Python does', { timeout: 60_000 }, () => {
  const inputs = many(SAMPLES / 10, 64, nearUtf8);
  const ours = inputs.map((bytes) => orError(() => decode(bytes)));
  expect(ours).toEqual(askPython(inputs.map((bytes) => ['decode', bytes])));
});

it('repr() of text and bytes, and encode(), answer as Python does', { timeout: 60_000 }, () => {
  const texts = many(SAMPLES / 10, 2048, words);
  const bytes = many(SAMPLES / 10, 12, nearUtf8);
  const hex = (text: string): string => Buffer.from(encode(text)).toString('hex');
  expect(texts.map(repr)).toEqual(askPython(texts.map((text) => ['repr', text])));
  expect(bytes.map(bytesRepr)).toEqual(askPython(bytes.map((some) => ['bytes-repr', some])));
  expect(texts.map((text) => orError(() => hex(text)))).toEqual(
    askPython(texts.map((text) => ['encode', text])),
  );
});
