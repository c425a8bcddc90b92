import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { show, showCommand } from '../../server/cli/show.ts';

const GOLDEN = 'test/trace/golden.trace.jsonl';
const golden = readFileSync(GOLDEN);
const folder = mkdtempSync(join(tmpdir(), 'wirestep-show-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Shown {
  readonly code: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** What the command prints, line by line. */
async function shown(file: string): Promise<Shown> {
  const texts = { stdout: '', stderr: '' };
  const code = await show(file, {
    stdout: { write: (text) => (texts.stdout += text) },
    stderr: { write: (text) => (texts.stderr += text) },
  });
  const lines = (text: string) => text.split('\n').slice(0, -1);
  return { code, stdout: lines(texts.stdout), stderr: lines(texts.stderr) };
}

/** A file with these bytes. */
function fileOf(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

test('a whole recording is a header line and a line per call, nothing on stderr', async () => {
  const { code, stdout, stderr } = await shown(GOLDEN);
  expect(code).toBe(0);
  expect(stderr).toEqual([]);
  expect(stdout[0]).toBe(
    '# Golden: five peers of the course server: 294 events, ' +
      'recorded 2026-09-14T12:00:00.123Z on linux x64, detail lines',
  );
  expect(stdout).toContain('12:00:00.454657 [Thread-1] recv(25, "12"…, 64) = 64 <0.000029>');
  const calls = golden.toString().match(/"k":"(recv|send|accept|connect|close|input)"/g) ?? [];
  const lines = stdout.filter((line) =>
    /\] (recv|send|accept|connect|close|input)\(.* = /.test(line),
  );
  expect(lines).toHaveLength(calls.length);
});

test('the log shows what was printed and how each thread lived', async () => {
  const log = (await shown(GOLDEN)).stdout.join('\n');
  expect(log).toContain('stdout "[STARTING] server is starting...␊"');
  expect(log).toContain('[MainThread] starts Thread-1');
  expect(log).toContain('[Thread-2] +++ died: ValueError:');
  expect(log).toContain('[Thread-3] +++ ended +++');
});

test('no control character reaches the terminal, whatever was received', async () => {
  const { stdout } = await shown(GOLDEN);
  expect(stdout.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(stdout.join('')).toContain('"5␀␀␀');
});

test('a cut recording is shown up to the cut, and the cut is reported', async () => {
  const cut = golden.lastIndexOf(0x0a, 20_000) + 8;
  const { code, stdout, stderr } = await shown(fileOf('cut', golden.subarray(0, cut)));
  expect(code).toBe(0);
  expect(stdout.length).toBeGreaterThan(20);
  expect(stderr[0]).toBe('the last 7 bytes are a line that was cut off');
  expect(stderr[1]).toMatch(/^the recording was not closed: it ends after event \d+$/);
});

test('damaged lines are reported with line and byte, the others shown', async () => {
  const lines = golden.toString().split('\n');
  const byte = Buffer.byteLength(`${lines.slice(0, 9).join('\n')}\n`);
  lines[9] = '{"i":9,\x1b[2J';
  const { code, stderr } = await shown(fileOf('damaged', lines.join('\n')));
  expect(code).toBe(0);
  expect(stderr).toEqual([`line 10, byte ${byte}: no JSON`]);
});

test('many damaged lines are counted, not listed', async () => {
  const [head] = golden.toString().split('\n');
  const { stderr } = await shown(fileOf('ruin', `${head}\n${'x\n'.repeat(50)}`));
  expect(stderr.slice(20)).toEqual([
    'and 30 more places that are damaged',
    'the recording was not closed: it ends after event 0',
  ]);
});

test.each([
  ['missing', undefined, 'cannot be read: there is no such file.'],
  ['empty', '', 'cannot be shown: the file is empty.'],
  ['text', 'hello\n', 'cannot be shown: the first line is no JSON object.'],
  [
    'binary',
    Uint8Array.of(0xff, 0x0a),
    'cannot be shown: not a trace: the first line is not UTF-8.',
  ],
])('%s: one sentence and exit code 1', async (name, bytes, sentence) => {
  const file = bytes === undefined ? join(folder, name) : fileOf(name, bytes);
  const { code, stdout, stderr } = await shown(file);
  expect(code).toBe(1);
  expect(stdout).toEqual([]);
  expect(stderr).toEqual([`${file} ${sentence}`]);
});

test('a folder is no recording', async () => {
  expect(await shown(folder)).toMatchObject({
    code: 1,
    stderr: [`${folder} cannot be read: it is a folder.`],
  });
});

test('the command takes one file and sets the exit code', async () => {
  const written: string[] = [];
  const sink = { write: (text: string) => written.push(text) };
  const before = process.exitCode;
  await showCommand({ stdout: sink, stderr: sink }).parseAsync([join(folder, 'nowhere')], {
    from: 'user',
  });
  expect(process.exitCode).toBe(1);
  process.exitCode = before;
  expect(written.join('')).toContain('there is no such file');
});
