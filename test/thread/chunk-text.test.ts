import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkField, isPlain, isPlainText } from '../../server/thread/chunk-text.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['printable ASCII', '12 Hello World!', true],
  ['a quote', 'say "hi"', false],
  ['a backslash', 'a\\b', false],
  ['a line end', 'a\n', false],
  ['a character beyond ASCII', 'é', false],
  ['DEL', '\x7f', false],
  ['nothing', '', true],
])('%s needs no care in a JSON string: %s', (_what, text, plain) => {
  expect(isPlain(bytes(text))).toBe(plain);
  expect(isPlainText(text)).toBe(plain);
});

test('plain text is its own JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      if (isPlainText(text)) expect(JSON.stringify(text)).toBe(`"${text}"`);
      expect(isPlain(bytes(text))).toBe(isPlainText(text));
    }),
  );
});

test.each([
  ['UTF-8 text', 'c3a9 20 e4bda0', '"u":"é 你"'],
  ['a byte order mark is kept', 'efbbbf 41', '"u":"\ufeffA"'],
  ['bytes that are no UTF-8', 'ff41', '"b":"/0E="'],
  ['an overlong form', 'c0b1', '"b":"wLE="'],
  ['mostly control characters', '0001020304', '"b":"AAECAwQ="'],
  ['one line end in nine', '41414141414141410a', '"u":"AAAAAAAA\\n"'],
  ['nothing', '', '"u":""'],
])('%s: %s → %s', (_what, hex, field) => {
  expect(chunkField(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBe(field);
});
