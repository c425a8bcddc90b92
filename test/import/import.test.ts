import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { importFile } from '../../src/import/import.ts';
import { openBytes } from '../../src/import/open.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { FOREIGN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import {
  ascii,
  concat,
  interfaceBlock,
  lines,
  packetBlock,
  pcap,
  section,
  shortTalk,
} from './capture-builder.ts';

const LOG = 'test/import/strace/timed.strace';
const golden = new Uint8Array(readFileSync('test/trace/golden.trace.jsonl'));
const capture = pcap(shortTalk().packets);
const packed = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

async function refusal(bytes: Uint8Array, limits = FOREIGN): Promise<ImportError> {
  const error: unknown = await openBytes(bytes, limits).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ImportError);
  return error as ImportError;
}

test('an own trace is handed on as it is', async () => {
  const imported = await importFile(golden);
  expect(imported).toEqual({ trace: golden, damage: [], damaged: 0, from: 'trace' });
  expect(imported.trace).toBe(golden);
});

test('what a file is, its bytes say', async () => {
  const blocks = shortTalk().packets.map((bytes) => packetBlock(bytes));
  const newer = concat(section(), interfaceBlock({}), ...blocks);
  const log = readFileSync(LOG);
  const from = async (bytes: Uint8Array) => (await importFile(bytes)).from;
  expect(await from(golden)).toBe('trace');
  expect(await from(capture)).toBe('capture');
  expect(await from(newer)).toBe('capture');
  expect(await from(log)).toBe('strace');
  for (const bytes of [golden, capture, newer, new Uint8Array(log)])
    expect(await from(packed(bytes))).toBe(await from(bytes));
});

test('what was packed opens as it did before', async () => {
  expect(lines(await openBytes(packed(capture)))).toEqual(lines(await openBytes(capture)));
  expect(lines(await openBytes(packed(golden)))).toEqual(lines(parseTrace(golden)));
});

test.each([
  ['nothing', new Uint8Array(0), 'the file is empty'],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), 'the file begins with 89 50 4e 47'],
  ['a text', ascii('Dear diary,\nit rained.\n'), 'the file begins with "Dear diary,"'],
  ['a trace of no format', ascii('{"format":"har"}\n'), '`format` is not'],
  ['gzip of gzip', packed(packed(golden)), 'a gzip file inside a gzip file'],
  ['gzip of nothing', packed(new Uint8Array(0)), 'the file begins with'],
  ['no more than the mark of gzip', Uint8Array.of(0x1f, 0x8b), 'nothing comes of it'],
])('%s is refused with one sentence', async (_, bytes, reason) => {
  const error = await refusal(bytes);
  expect(error.reason).toContain(reason);
  expect(error.reason).not.toContain('\n');
});

test('the sentence for what is none of them says what wirestep opens', async () => {
  const { reason } = await refusal(ascii('GIF89a'));
  expect(reason).toMatch(
    /wirestep opens its own recordings, captures \(pcap, pcapng\) and logs of strace/,
  );
});

test('the size of a file is looked at before anything else, packed or not', async () => {
  const limits = { ...FOREIGN, bytes: 100 };
  expect((await refusal(capture.slice(0, 101), limits)).reason).toBe(
    'the file has 101 bytes; the limit is 100',
  );
  const { reason } = await refusal(packed(golden).slice(), {
    ...FOREIGN,
    bytes: golden.length - 1,
  });
  expect(reason).toBe(
    `more than ${golden.length - 1} bytes come of the gzip file; the limit is ${golden.length - 1}`,
  );
});

test('a trace that would be larger than the limit ends where it is reached, and says so', async () => {
  const bytes = (await importFile(capture)).trace.length - 60;
  const { trace, damage } = await importFile(capture, { ...FOREIGN, bytes });
  expect(trace.length).toBeLessThanOrEqual(bytes);
  expect(damage.map(({ reason }) => reason)).toEqual([
    `the trace of it has more bytes than the limit is: ${bytes}`,
  ]);
  const parsed = parseTrace(trace);
  expect(parsed).toMatchObject({ damaged: 0, torn: 0, ended: false });
  expect(parsed.trace.length).toBeGreaterThan(2);
});

test('of a damaged gzip file all is shown that came before the damage', async () => {
  // Not to be shrunk, so that it comes in many pieces.
  const talk = shortTalk();
  const noise = Array.from({ length: 3000 }, (_, n) => {
    const bytes = Uint8Array.from(
      { length: 200 },
      (_byte, at) => (Math.imul(n * 200 + at + 1, 2654435761) >>> 13) & 255,
    );
    return concat([0x40], bytes);
  });
  const bytes = pcap([...talk.packets, ...noise]);
  const whole = packed(bytes);
  const parsed = await openBytes(whole.subarray(0, Math.floor(whole.length / 2)));
  expect(parsed.damage[0]?.reason).toMatch(/^the gzip file is damaged: \d+ bytes come of it$/);
  expect(lines(parsed)).toContain('C1 @64 "Hi"');
  expect(parsed.ended).toBe(false);
});

test('damage of the file stands before damage of the trace, and both are counted', async () => {
  const text = ascii(
    `${new TextDecoder().decode(golden.subarray(0, golden.indexOf(10) + 1))}{"i":1,"broken\n`,
  );
  const parsed = await openBytes(text);
  expect(parsed.damaged).toBe(1);
  expect(parsed.damage[0]?.line).toBe(2);
});

test('how much is read is told, and never runs back', async () => {
  const parts: number[] = [];
  const many = pcap([
    ...Array.from({ length: 80_000 }, () => new Uint8Array(0)),
    ...shortTalk().packets,
  ]);
  await openBytes(many, FOREIGN, (part) => parts.push(part));
  expect(parts.length).toBeGreaterThan(3);
  expect(parts).toEqual(parts.toSorted((a, b) => a - b));
  expect(Math.max(...parts)).toBeLessThanOrEqual(1);
});

test('the one error says the byte, and the line where the file has lines', () => {
  expect(new ImportError(0, 7, 'why').message).toBe('byte 7: why');
  expect(new ImportError(2, 7, 'why').message).toBe('line 2, byte 7: why');
});
