import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dissectCutHeader, dissectHeader } from '../../src/protocol/header.ts';
import type { Header } from '../../src/protocol/header.ts';

/** A header's bytes: hex, a text in quotes, `20 × 62` for a byte again and again. */
function header(...pieces: readonly string[]): Uint8Array {
  const bytes = pieces.flatMap((piece) => {
    const again = /^([0-9a-f]{2}) × (\d+)$/.exec(piece);
    if (again !== null) return Array<number>(Number(again[2])).fill(parseInt(again[1] ?? '', 16));
    if (piece.startsWith("'")) return [...new TextEncoder().encode(piece.slice(1, -1))];
    return piece.split(' ').map((hex) => parseInt(hex, 16));
  });
  return Uint8Array.from(bytes);
}

/** `digits 0-2, padding 2-64`: what each byte is. */
function rolesOf({ parts }: Header): string {
  return parts.map(({ role, from, to }) => `${role} ${from}-${to}`).join(', ');
}

test('a header is digits, then padding up to byte 64', () => {
  const dissected = dissectHeader(header('31 32', '20 × 62'));
  expect(rolesOf(dissected)).toBe('digits 0-2, padding 2-64');
  expect(dissected.length).toBe(12n);
  expect(dissected.malformed).toBeUndefined();
});

test.each([
  ['padding on the left', header('20 × 62', "'12'"), 12n, 'leading 0-62, digits 62-64'],
  [
    'padding around',
    header('20 × 30', "'12'", '20 × 32'),
    12n,
    'leading 0-30, digits 30-32, padding 32-64',
  ],
  ['leading zeros', header("'0012'", '20 × 60'), 12n, 'digits 0-4, padding 4-64'],
  ['a plus sign', header("'+12'", '20 × 61'), 12n, 'sign 0-1, digits 1-3, padding 3-64'],
  ['an underscore', header("'1_2'", '20 × 61'), 12n, 'digits 0-3, padding 3-64'],
  ['CR LF as padding', header("'12'", '0d 0a'), 12n, 'digits 0-2, padding 2-4'],
  ['Arabic digits', header("'١٢'", '20 × 60'), 12n, 'digits 0-4, padding 4-64'],
  ['fullwidth digits', header("'１２'", '20 × 58'), 12n, 'digits 0-6, padding 6-64'],
  [
    'a no-break space',
    header('c2 a0', "'12'", '20 × 60'),
    12n,
    'leading 0-2, digits 2-4, padding 4-64',
  ],
  ['nothing but zeros', header('30 × 64'), 0n, 'digits 0-64'],
])('int() reads %s', (_, bytes, length, roles) => {
  const dissected = dissectHeader(bytes);
  expect(dissected.length).toBe(length);
  expect(rolesOf(dissected)).toBe(roles);
  expect(dissected.malformed).toBeUndefined();
});

test.each([
  [
    'only spaces',
    header('20 × 64'),
    'blank',
    'int() was given nothing but white space',
    'leading 0-64',
  ],
  ['nothing', header("''"), 'blank', 'int() was given nothing but white space', ''],
  [
    'a word',
    header("'abc'", '20 × 61'),
    'not a number',
    'int() was given abc',
    'odd 0-3, padding 3-64',
  ],
  [
    'two numbers',
    header("'1 2'", '20 × 61'),
    'not a number',
    'int() was given 1 2',
    'digits 0-1, padding 1-2, odd 2-3, padding 3-64',
  ],
  [
    'NUL padding',
    header("'5'", '00 × 3'),
    'not a number',
    'int() was given 5␀␀␀',
    'digits 0-1, odd 1-4',
  ],
  ['a comma', header("'1,2'"), 'not a number', 'int() was given 1,2', 'digits 0-1, odd 1-3'],
  [
    'a space behind the sign',
    header("'- 5'"),
    'not a number',
    'int() was given - 5',
    'sign 0-1, odd 1-3',
  ],
  ['a superscript', header("'5²'"), 'not a number', 'int() was given 5²', 'digits 0-1, odd 1-3'],
  [
    'a hidden character',
    header("'5\u200b'"),
    'not a number',
    'int() was given 5‹U+200B›',
    'digits 0-1, odd 1-4',
  ],
  [
    'a cut character',
    header("'5'", 'c3'),
    'not UTF-8',
    'byte 1 is not valid UTF-8',
    'digits 0-1, odd 1-2',
  ],
  ['Latin-1', header('35 e4 20'), 'not UTF-8', 'byte 1 is not valid UTF-8', 'digits 0-1, odd 1-3'],
  ['an overlong form', header('c0 80'), 'not UTF-8', 'byte 0 is not valid UTF-8', 'odd 0-2'],
  [
    'a negative number',
    header("'-5'", '20 × 62'),
    'negative',
    'recv was asked for -5 bytes',
    'sign 0-1, digits 1-2, padding 2-64',
  ],
  [
    '64 nines',
    header('39 × 64'),
    'too long',
    `recv was asked for ${'9'.repeat(64)} bytes; it takes at most 9223372036854775807`,
    'digits 0-64',
  ],
])('%s is malformed', (_, bytes, fault, reason, roles) => {
  const dissected = dissectHeader(bytes);
  expect(dissected.malformed).toMatchObject({ fault, reason });
  expect(rolesOf(dissected)).toBe(roles);
});

test.each([
  ['a word', "'abc '", "'a'"],
  ['two numbers', "'1 2'", "'2'"],
  ['an underscore at the end', "'12_ '", "'_'"],
  ['two underscores', "'1__2'", "'_'"],
  ['an underscore in front', "'_1'", "'_'"],
  ['a second sign', "'--5'", "'-'"],
  ['a space behind the sign', "'- 5'", "' '"],
  ['a character of several bytes', "'5²3'", "'²'"],
  ['no digit behind the sign', "'+'", "'+'"],
  ['a negative number', "' -5 '", "'-'"],
])('int() breaks at %s', (_, text, culprit) => {
  const { malformed, bytes } = dissectHeader(header(text));
  const { from = 0, to = 0 } = malformed?.culprit ?? {};
  expect(bytes.slice(from, to)).toEqual(header(culprit));
});

test('a header of white space has no culprit: no byte of it is wrong, a digit is missing', () => {
  expect(dissectHeader(header('20 × 64')).malformed?.culprit).toBeUndefined();
});

test('a header that is no UTF-8 breaks at the bytes that the decoder refuses', () => {
  const cut = dissectHeader(header("'1é'", 'f0 9f 99', "' '"));
  expect(cut.malformed?.culprit).toEqual({ from: 3, to: 6 });
});

test('the largest length that recv takes is not malformed, one more is', () => {
  const most = 2n ** 63n - 1n;
  expect(dissectHeader(header(`'${most}'`)).malformed).toBeUndefined();
  expect(dissectHeader(header(`'${most + 1n}'`)).malformed?.fault).toBe('too long');
});

test('whatever the bytes are, the parts cover each of them once, in order', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      let next = 0;
      for (const { from, to } of dissectHeader(bytes).parts) {
        expect(from).toBe(next);
        expect(to).toBeGreaterThan(from);
        next = to;
      }
      expect(next).toBe(bytes.length);
    }),
  );
});

test('whatever the bytes are, a header has a length or a fault', () => {
  const characters = fc.constantFrom('0', '7', '-', '+', '_', ' ', '\n', '\0', '٣', 'x');
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 64 }), (text) => {
      const { length, malformed } = dissectHeader(new TextEncoder().encode(text));
      expect(length !== undefined && length >= 0n).toBe(
        malformed === undefined || malformed.fault === 'too long',
      );
    }),
  );
});

const cut = (text: string, lacks: number) =>
  dissectCutHeader(new TextEncoder().encode(text), lacks);

test.each([
  ['12 ', 12n],
  ['12', undefined],
  ['', undefined],
  ['   ', undefined],
  ['+', undefined],
  ['1_', undefined],
])(
  'of a header that begins with %j and is cut, the length is %s and there is no fault',
  (text, length) => {
    const header = cut(text, 64 - text.length);
    expect(header.length).toBe(length);
    expect(header.malformed).toBeUndefined();
    expect(header.cut).toBe(64 - text.length);
  },
);

test.each([
  ['Hello', 'not a number'],
  ['1x ', 'not a number'],
  ['-5 ', 'negative'],
])('what is wrong with %j is wrong whatever follows: %s', (text, fault) => {
  expect(cut(text, 60).malformed?.fault).toBe(fault);
});

test('a character that the cut divides is no fault', () => {
  const bytes = Uint8Array.of(0x31, 0xd9);
  expect(dissectCutHeader(bytes, 62).malformed).toBeUndefined();
});
