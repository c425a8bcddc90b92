import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '../../server/cli/open-file.ts';
import { Failure } from '../../server/cli/outcome.ts';
import { exportFiles } from '../../src/export/export.ts';
import { partOf } from '../../src/export/scope.ts';
import { FOREIGN } from '../../src/trace/limits.ts';
import { temporaryFolder } from '../support/folder.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';

const GOLDEN = 'test/trace/golden.trace.jsonl';
const MIB = 1024 * 1024;

/** A stream of these chunks. */
async function* streamOf(...chunks: readonly Uint8Array[]) {
  yield* chunks;
}

test('an own recording is what the file has, byte for byte', async () => {
  const { trace, ended, damage } = await openFile(GOLDEN);
  expect(Buffer.from(trace.bytes).equals(readFileSync(GOLDEN))).toBe(true);
  expect({ ended, damage }).toEqual({ ended: true, damage: [] });
});

test('a stream is the same, wherever it is cut', async () => {
  const golden = readFileSync(GOLDEN);
  const chunks = [5, 40, 41, 5000].map((at, n, all) => golden.subarray(all[n - 1] ?? 0, at));
  const { trace } = await openFile('-', streamOf(...chunks, golden.subarray(5000)));
  expect(trace.length).toBe(readTrace(GOLDEN).trace.length);
});

test('a capture is opened, whatever its name', async () => {
  const file = join(temporaryFolder(), 'notes.txt');
  const chunks: Buffer[] = [];
  const [capture] = await exportFiles(partOf(readTrace(GOLDEN).trace, {}), 'pcapng');
  for await (const chunk of capture?.chunks() ?? []) chunks.push(Buffer.from(chunk));
  writeFileSync(file, Buffer.concat(chunks));
  const { trace } = await openFile(file);
  const sent = (events: ReturnType<typeof eventsOf>) =>
    only(events, 'send').map(({ bytes }) => Buffer.from(bytes).toString());
  expect(sent(eventsOf({ trace }))).toContain('Hello World!');
});

test('a foreign file above the limit is refused by its size, before it is read', async () => {
  const file = join(temporaryFolder(), 'huge.pcap');
  writeFileSync(file, '');
  truncateSync(file, FOREIGN.bytes + 1);
  await expect(openFile(file)).rejects.toThrow(Failure);
  await expect(openFile(file)).rejects.toThrow(
    `${file} cannot be opened: it has more than ${FOREIGN.bytes} bytes, the most that is opened.`,
  );
});

test('a foreign stream above the limit is not read to its end', async () => {
  const zeros = new Uint8Array(64 * MIB);
  let taken = 0;
  const endless = async function* () {
    for (;;) {
      taken++;
      yield zeros;
    }
  };
  await expect(openFile('-', endless())).rejects.toThrow('Standard input cannot be opened: it has');
  expect(taken).toBe(FOREIGN.bytes / zeros.length + 1);
});

test.each([
  ['there is no such file', 'nowhere'],
  ['it is a folder', 'folder'],
  ['part of its path is a file, not a folder', 'file/inside'],
])('%s: one sentence with the name', async (reason, name) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), '');
  const path = join(folder, name);
  await expect(openFile(path)).rejects.toThrow(`${path} cannot be read: ${reason}.`);
});

test('a name that would order the terminal about is shown, not obeyed', async () => {
  await expect(openFile('no\x1b[2Jwhere')).rejects.toThrow('no␛[2Jwhere cannot be read');
});
