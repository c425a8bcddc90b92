import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pythonBytes, pythonLiteral, pythonText } from '../../src/trace/python-bytes.ts';
import { runPeer } from '../support/peers.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['', 'b""'],
  ['Hello World!', 'b"Hello World!"'],
  ['12'.padEnd(64), 'b"12" + b" " * 62'],
  [' '.repeat(8), 'b"        "'],
  ['say "\\"', String.raw`b"say \"\\\""`],
  ['a\nb\tc', String.raw`b"a\nb\tc"`],
  ['Hi é!', '"Hi é!".encode("utf-8")'],
  ['"é\\', String.raw`"\"é\\".encode("utf-8")`],
  ['a\u202eb', String.raw`b"a\xe2\x80\xaeb"`],
  ['0123456789'.repeat(100) + '0123', 'b"0123456789" * 100 + b"0123"'],
  ['3'.padEnd(64) + 'é'.repeat(40), 'b"3" + b" " * 63 + "é".encode("utf-8") * 40'],
])('the bytes of %j are %s', (text, python) => {
  expect(pythonBytes(bytesOf(text))).toBe(python);
});

test('bytes that are no text are written one by one', () => {
  expect(pythonBytes(Uint8Array.of(0xff, 0, 0xc3))).toBe(String.raw`b"\xff\x00\xc3"`);
});

test('in single quotes only single quotes are escaped', () => {
  expect(pythonBytes(bytesOf(`it's "so"`), "'")).toBe(String.raw`b'it\'s "so"'`);
  expect(pythonBytes(bytesOf('12'.padEnd(64)), "'")).toBe(`b'12' + b' ' * 62`);
  expect(pythonBytes(bytesOf(`'é"`), "'")).toBe(String.raw`'\'é"'.encode('utf-8')`);
});

/** What Python makes of one JSON line each: `[source, ...]` in, `[printed]` out. */
function inPython(program: string, lines: readonly unknown[]): readonly string[] {
  const input = lines.map((line) => JSON.stringify(line)).join('\n');
  const loop = `import ast, json, sys\nfor line in sys.stdin:\n    given = json.loads(line)\n    print(${program})`;
  return runPeer('python3', ['-c', loop], { input }).toString().trimEnd().split('\n');
}

/** Long runs, repetitions, texts and quotes: what the writers treat in their own ways. */
const anyBytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 40 }),
  fc.uint8Array({ minLength: 1, maxLength: 90, max: 2 }),
  fc.string({ minLength: 1, unit: 'binary' }).map(bytesOf),
  fc.string({ minLength: 1, unit: fc.constantFrom('"', "'", '\\', 'a', ' ', 'é') }).map(bytesOf),
);

test('Python reads every literal and every expression back to the same bytes', () => {
  const samples = fc.sample(anyBytes, { numRuns: 2000, seed: 6 });
  const hex = samples.map((bytes) => Buffer.from(bytes).toString('hex'));
  const literals = samples.map((bytes) => pythonLiteral(bytes));
  expect(inPython('ast.literal_eval(given).hex()', literals)).toEqual(hex);
  for (const quote of ['"', "'"] as const) {
    const expressions = samples.map((bytes) => pythonBytes(bytes, quote));
    expect(inPython('eval(given).hex()', expressions)).toEqual(hex);
  }
});

test('a literal is the one that Python’s own repr writes', () => {
  const samples = fc.sample(anyBytes, { numRuns: 500, seed: 7 });
  const hex = samples.map((bytes) => Buffer.from(bytes).toString('hex'));
  const own = samples.map((bytes) => pythonLiteral(bytes));
  expect(inPython('repr(bytes.fromhex(given))', hex)).toEqual(own);
});

test('a text of any characters, half a pair too, comes back from Python as it was', () => {
  const half = fc.constantFrom('\ud800', '\udfff', '\u202e', '\u0000', "'", '\\');
  const any = fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), half) });
  const samples = fc.sample(any, { numRuns: 1000, seed: 8 });
  const codes = samples.map((text) => Buffer.from(text, 'utf16le').toString('hex'));
  const read = inPython(
    `ast.literal_eval(given).encode('utf-16-le', 'surrogatepass').hex()`,
    samples.map(pythonText),
  );
  expect(read).toEqual(codes);
});

test('a text hides nothing', () => {
  expect(pythonText('a\u202eb\u0007')).toBe(String.raw`'a\u202eb\x07'`);
});
