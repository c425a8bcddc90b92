import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TraceTail } from '../../server/live/tail.ts';
import { temporaryFolder } from '../support/folder.ts';
import { eventsOf, readTrace } from '../support/trace.ts';

const WHOLE = 'test/recordings/three.trace.jsonl';

function tail(bytes: Uint8Array): { file: string; tail: TraceTail } {
  const file = join(temporaryFolder(), 'trace.jsonl');
  writeFileSync(file, bytes);
  return { file, tail: new TraceTail(file) };
}

test('wherever the file is cut, reading on gives the trace as if it had been whole', async () => {
  const bytes = readFileSync(WHOLE);
  const whole = eventsOf(readTrace(WHOLE));
  for (let cut = 0; cut < bytes.length; cut += 997) {
    const { file, tail: read } = tail(bytes.subarray(0, cut));
    const before = await read.read();
    expect(whole.slice(0, before?.trace.length ?? 0)).toEqual(before ? eventsOf(before) : []);
    appendFileSync(file, bytes.subarray(cut));
    const after = await read.read();
    expect(after).toMatchObject({ damage: [], torn: 0, ended: true });
    expect(after && eventsOf(after)).toEqual(whole);
    read.close();
  }
});

test('a file of many pieces is read to its end', async () => {
  const bytes = readFileSync(WHOLE);
  const newline = bytes.indexOf(0x0a) + 1;
  const note = (seq: number): string =>
    `${JSON.stringify({ i: seq, t: seq, k: 'note', text: 'x'.repeat(1000) })}\n`;
  const notes = Array.from({ length: 3000 }, (_, n) => note(n + 1)).join('');
  const { tail: read } = tail(Buffer.concat([bytes.subarray(0, newline), Buffer.from(notes)]));
  const parsed = await read.read();
  expect(parsed?.trace.length).toBe(3000);
  read.close();
});

test('a file without a header is nothing yet', async () => {
  const { tail: read } = tail(Buffer.from('{"format":"wirestep-tr'));
  expect(await read.read()).toBe(undefined);
  read.close();
});

test('once closed nothing more is read', async () => {
  const { file, tail: read } = tail(readFileSync(WHOLE));
  const parsed = await read.read();
  read.close();
  appendFileSync(file, 'more');
  expect((await read.read())?.size).toBe(parsed?.size);
});
