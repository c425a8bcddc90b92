import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BYTE_FORMATS, copyText } from '../../src/export/copy-as.ts';
import type { ByteFormat } from '../../src/export/copy-as.ts';
import { runPeer } from '../support/peers.ts';

const HELLO = new TextEncoder().encode('Hello ✓');

/** The text of bytes that have one. */
function textOf(bytes: Uint8Array, format: ByteFormat): string {
  const copied = copyText(bytes, format);
  if ('why' in copied) throw new Error(copied.why);
  return copied.text;
}

test.each<[ByteFormat, string]>([
  ['hex', '48 65 6c 6c 6f 20 e2 9c 93'],
  ['python', String.raw`b'Hello \xe2\x9c\x93'`],
  [
    'c',
    'const unsigned char bytes[9] = {\n  0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x20, 0xe2, 0x9c, 0x93\n};\n',
  ],
  ['text', 'Hello ✓'],
  ['base64', 'SGVsbG8g4pyT'],
])('as %s', (format, text) => {
  expect(textOf(HELLO, format)).toBe(text);
});

test('each format has a name of its own', () => {
  const names = BYTE_FORMATS.map(({ name }) => name);
  expect(new Set(names).size).toBe(5);
});

test('bytes that are no UTF-8 have no text, and the first of them that is wrong is named', () => {
  expect(copyText(Uint8Array.of(0x41, 0xff, 0xfe), 'text')).toEqual({
    why: 'It is not UTF-8: byte 1 of it is 0xff (invalid start byte).',
  });
  expect(copyText(HELLO.subarray(0, 7), 'text')).toEqual({
    why: 'It is not UTF-8: byte 6 of it is 0xe2 (unexpected end of data).',
  });
});

test('Node reads hex, base64 and text back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.string({ unit: 'binary' }), (bytes, text) => {
      const hex = textOf(bytes, 'hex').replaceAll(' ', '');
      expect(new Uint8Array(Buffer.from(hex, 'hex'))).toEqual(bytes);
      expect(new Uint8Array(Buffer.from(textOf(bytes, 'base64'), 'base64'))).toEqual(bytes);
      expect(textOf(new TextEncoder().encode(text), 'text')).toBe(text);
    }),
  );
});

test('Python reads the hex and the literal back', () => {
  const samples = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 80 }), {
    numRuns: 300,
    seed: 3,
  });
  const input = samples
    .map((bytes) => JSON.stringify([textOf(bytes, 'hex'), textOf(bytes, 'python')]))
    .join('\n');
  const program = `
import ast, json, sys
for line in sys.stdin:
    hex, literal = json.loads(line)
    print(bytes.fromhex(hex) == ast.literal_eval(literal), ast.literal_eval(literal).hex())`;
  const said = runPeer('python3', ['-c', program], { input }).toString().trimEnd().split('\n');
  expect(said).toEqual(samples.map((bytes) => `True ${Buffer.from(bytes).toString('hex')}`));
});

test.each([1, 12, 13, 64, 500])('the C array of %i bytes has the lines of xxd -i', (count) => {
  const bytes = Uint8Array.from({ length: count }, (_, n) => (n * 37) & 0xff);
  const [head, ...lines] = textOf(bytes, 'c').split('\n');
  expect(head).toBe(`const unsigned char bytes[${count}] = {`);
  expect(lines.slice(-2)).toEqual(['};', '']);
  const own = runPeer('xxd', ['-i'], { input: bytes }).toString().trimEnd().split('\n');
  expect(lines.slice(0, -2)).toEqual(own);
});
