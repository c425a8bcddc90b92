import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { growingTrace } from '../../server/cli/follow.ts';
import type { PrintOptions } from '../../server/cli/show-print.ts';
import { show } from '../../server/cli/show.ts';
import { temporaryFolder } from '../support/folder.ts';
import { Printed } from '../support/streams.ts';

const golden = readFileSync('test/trace/golden.trace.jsonl');
const lines = golden.toString().split(/(?<=\n)/);

/** Offset behind the line of an event. */
function endOf(seq: number): number {
  const n = lines.findIndex((line) => line.startsWith(`{"i":${seq},`));
  return Buffer.byteLength(lines.slice(0, n + 1).join(''));
}

/** A run that follows a new file with the first events of the golden trace. */
function following(upTo: number, options: PrintOptions = {}) {
  const file = join(temporaryFolder(), 'live.trace.jsonl');
  if (upTo > 0) writeFileSync(file, golden.subarray(0, endOf(upTo)));
  const printed = new Printed();
  const code = show(file, { color: false, follow: true, ...options }, printed);
  let at = upTo > 0 ? endOf(upTo) : 0;
  return {
    file,
    printed,
    code,
    grow(to: number) {
      appendFileSync(file, golden.subarray(at, endOf(to)));
      at = endOf(to);
    },
    finish: () => appendFileSync(file, golden.subarray(at)),
  };
}

/** What `show` prints of the whole, without the first line. */
async function whole(options: PrintOptions = {}): Promise<readonly string[]> {
  const printed = new Printed();
  await show('test/trace/golden.trace.jsonl', { color: false, ...options }, printed);
  return printed.lines.slice(options.json === true ? 0 : 1);
}

test('what is there comes at once, then every new line, until the recording is closed', async () => {
  const { printed, code, grow, finish } = following(50);
  await printed.says(/ACTIVE CONNECTIONS/);
  expect(printed.lines[0]).toMatch(/ events so far, recorded /);
  expect(printed.text).not.toContain('Hello World!');
  grow(100);
  await printed.says(/Hello World!/);
  finish();
  expect(await code).toBe(0);
  expect(printed.errors).toEqual([]);
  // Sorted: the line of a call that waited stands where it returned.
  const complete = printed.lines.slice(1).filter((line) => !line.endsWith(' = ?'));
  expect([...complete].sort()).toEqual([...(await whole())].sort());
});

test('a call that waits is shown at once, and again, whole, when it has returned', async () => {
  // Event 57 enters the first recv of Thread-1; a send comes before its return.
  const { printed, code, grow, finish } = following(57);
  await printed.says(/\] recv\(25, …, 64\) = \?/);
  grow(70);
  await printed.says(/\] recv\(25, "12"…, 64\) = 64 <0\.000029>/);
  finish();
  await code;
  expect(printed.lines.filter((line) => line.startsWith('12:00:00.454657'))).toHaveLength(2);
});

test('a line that is still being written is not shown before it is whole', async () => {
  const { file, printed, code } = following(16);
  await printed.says(/bind/);
  const middle = endOf(17) - 20;
  appendFileSync(file, golden.subarray(endOf(16), middle));
  appendFileSync(file, golden.subarray(middle));
  expect(await code).toBe(0);
  expect(printed.text).toContain('STARTING');
  expect(printed.errors).toEqual([]);
});

test('a file that is not there yet is waited for, and that is said', async () => {
  const { file, printed, code, grow, finish } = following(0);
  await printed.says(/waiting/);
  expect(printed.errors).toEqual([`${file} is not there yet: waiting for it, Ctrl-C ends.`]);
  grow(20);
  await printed.says(/STARTING/);
  finish();
  expect(await code).toBe(0);
});

test('a folder that is not there is not waited for: the name is wrong', async () => {
  const printed = new Printed();
  const file = join(temporaryFolder(), 'nowhere', 'live.trace.jsonl');
  expect(await show(file, { follow: true }, printed)).toBe(1);
  expect(printed.errors).toEqual([`${file} cannot be read: there is no such file.`]);
});

test('filters hold for what comes later too, also for a thread that has not begun', async () => {
  const { printed, code, grow, finish } = following(20, { thread: 'T1', kind: 'recv' });
  await printed.says(/so far/);
  grow(100);
  await printed.says(/Thread-1\] recv/);
  finish();
  expect(await code).toBe(0);
  const complete = printed.lines.slice(1).filter((line) => !line.endsWith(' = ?'));
  expect([...complete].sort()).toEqual([...(await whole({ thread: 'T1', kind: 'recv' }))].sort());
});

test('bytes are found in the return of a call that was there before', async () => {
  // Event 57 enters the recv whose return has the header, with its twelve.
  const { printed, code, grow, finish } = following(57, { bytes: '12' });
  await printed.says(/so far/);
  expect(printed.text).not.toContain('recv(');
  grow(70);
  await printed.says(/\] recv\(25, "12"…, 64\) = 64/);
  finish();
  expect(await code).toBe(0);
  expect([...printed.lines.slice(1)].sort()).toEqual([...(await whole({ bytes: '12' }))].sort());
});

test('a thread that never came is misuse, said when the recording is closed', async () => {
  const { printed, code, finish } = following(20, { thread: 'T77' });
  await printed.says(/so far/);
  finish();
  expect(await code).toBe(2);
  expect(printed.errors).toEqual([expect.stringMatching(/^error: .*no thread "T77": it has M /)]);
});

test('--json gives each line as it comes', async () => {
  const { printed, code, grow, finish } = following(20, { json: true });
  await printed.says(/LISTENING|STARTING/);
  grow(60);
  await printed.says(/"seq":57,/);
  finish();
  expect(await code).toBe(0);
  const records = printed.lines.map((line) => JSON.parse(line) as { readonly seq: number });
  const all = (await whole({ json: true })).map((line) => JSON.parse(line) as { seq: number });
  expect(new Set(records.map(({ seq }) => seq))).toEqual(new Set(all.map(({ seq }) => seq)));
});

test('a file that gets shorter is another recording: one sentence, exit code 1', async () => {
  const { file, printed, code } = following(50);
  await printed.says(/ACTIVE/);
  truncateSync(file, endOf(10));
  expect(await code).toBe(1);
  expect(printed.errors).toEqual([
    expect.stringMatching(/cannot be opened: it had .* begun anew\.$/),
  ]);
});

test('what is no recording cannot be followed', async () => {
  const file = join(temporaryFolder(), 'notes.txt');
  writeFileSync(file, 'hello\n');
  const printed = new Printed();
  expect(await show(file, { follow: true }, printed)).toBe(1);
  expect(printed.errors[0]).toContain('cannot be opened');
});

test('a stream is a trace as soon as its first line is whole, wherever the chunks are cut', async () => {
  const stream = new PassThrough();
  const sizes: number[] = [];
  const reading = (async () => {
    for await (const { trace } of growingTrace(stream, new AbortController().signal))
      sizes.push(trace.length);
  })();
  for (let at = 0; at < golden.length; at += 1000) stream.write(golden.subarray(at, at + 1000));
  stream.end();
  await reading;
  expect(sizes.at(-1)).toBe(lines.length - 1);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
});
