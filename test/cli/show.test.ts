import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { PrintOptions } from '../../server/cli/show-print.ts';
import { show, showCommand } from '../../server/cli/show.ts';
import { exportFiles } from '../../src/export/export.ts';
import { partOf } from '../../src/export/scope.ts';
import { Printed } from '../support/streams.ts';
import { readTrace } from '../support/trace.ts';

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
async function shown(file: string, options: PrintOptions = {}, isTTY = false): Promise<Shown> {
  const printed = new Printed(isTTY);
  const code = await show(file, { color: false, ...options }, printed);
  return { code, stdout: printed.lines, stderr: printed.errors };
}

/** The lines of the golden trace that pass these filters, without the first, which is no call. */
async function filtered(options: PrintOptions): Promise<readonly string[]> {
  const { code, stdout, stderr } = await shown(GOLDEN, options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
  return stdout.slice(1);
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

test('of a capture the first lines say where it comes from and what is not in it', async () => {
  const [capture] = await exportFiles(partOf(readTrace(GOLDEN).trace, {}), 'pcapng');
  const chunks: Buffer[] = [];
  for await (const chunk of capture?.chunks() ?? []) chunks.push(Buffer.from(chunk));
  const { code, stdout } = await shown(fileOf('capture', Buffer.concat(chunks)));
  expect(code).toBe(0);
  expect(stdout[0]).toMatch(/^# .*: \d+ events, recorded 2026-09-14T12:00:00\.\d+Z$/);
  expect(stdout[1]).toMatch(/^# Imported from a capture of packets/);
  expect(stdout[2]).toMatch(/^# Not recorded: calls, threads, /);
  expect(stdout.slice(3).some((line) => line.startsWith('#'))).toBe(false);
  expect(stdout.some((line) => line.endsWith('sent "Hello World!", 12 bytes'))).toBe(true);
});

test('the log shows what was printed and how each thread lived', async () => {
  const log = (await shown(GOLDEN)).stdout.join('\n');
  expect(log).toContain('stdout "[STARTING] server is starting...␊"');
  expect(log).toContain('[MainThread] starts Thread-1');
  expect(log).toContain('[Thread-2] +++ died: ValueError:');
  expect(log).toContain('[Thread-3] +++ ended +++');
});

test('no control character reaches the terminal, whatever was received', async () => {
  for (const json of [false, true]) {
    const { stdout } = await shown(GOLDEN, { json });
    expect(stdout.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stdout.join('')).toContain('"5␀␀␀');
  }
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
  ['missing', undefined, /cannot be read: there is no such file\.$/],
  ['empty', '', /cannot be opened: the file is empty\.$/],
  ['text', 'hello\n', /cannot be opened: .*\.$/],
  ['binary', Uint8Array.of(0xff, 0x0a), /cannot be opened: .*\.$/],
])('%s: one sentence and exit code 1', async (name, bytes, sentence) => {
  const file = bytes === undefined ? join(folder, name) : fileOf(name, bytes);
  const { code, stdout, stderr } = await shown(file);
  expect({ code, stdout }).toEqual({ code: 1, stdout: [] });
  expect(stderr).toEqual([expect.stringMatching(sentence)]);
  expect(stderr[0]).toContain(file);
});

test('a folder is no recording', async () => {
  expect(await shown(folder)).toMatchObject({
    code: 1,
    stderr: [`${folder} cannot be read: it is a folder.`],
  });
});

describe('a filter', () => {
  test.each(['Thread-2', 'thread-2', 'T2', 't2', '4'])(
    'by thread takes its lines only, be it asked for as %s',
    async (thread) => {
      const lines = await filtered({ thread });
      expect(lines.length).toBeGreaterThan(3);
      expect(lines.filter((line) => !line.includes('[Thread-2]'))).toEqual([]);
      const all = (await shown(GOLDEN)).stdout;
      expect(lines).toEqual(all.filter((line) => line.includes('[Thread-2]')));
    },
  );

  test('by connection takes what both ends did, and the accept that made it', async () => {
    const lines = await filtered({ connection: 1 });
    expect(lines.filter((line) => /\] accept\(/.test(line))).toHaveLength(1);
    expect(lines.some((line) => line.includes('[client-1] send('))).toBe(true);
    expect(lines.some((line) => line.includes('[Thread-1] recv('))).toBe(true);
    expect(lines.filter((line) => /\[Thread-[234]/.test(line))).toEqual([]);
  });

  test('by kind takes these kinds of calls', async () => {
    const lines = await filtered({ kind: 'recv, send' });
    expect(lines.filter((line) => !/\] (recv|send)\(/.test(line))).toEqual([]);
    expect(lines.some((line) => /\] recv\(/.test(line))).toBe(true);
    expect(lines.some((line) => /\] send\(/.test(line))).toBe(true);
  });

  test('by kind of an answer takes the calls that came back so', async () => {
    const failed = golden.toString().match(/"k":"recv\.err"/g) ?? [];
    const lines = await filtered({ kind: 'recv.err' });
    expect(lines).toHaveLength(failed.length);
    expect(lines.filter((line) => !/\] recv\(.* = -1 /.test(line))).toEqual([]);
  });

  test('by text takes lines that have it, in upper or lower case', async () => {
    const lines = await filtered({ grep: 'hello WORLD' });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !line.includes('Hello World'))).toEqual([]);
  });

  test('by pattern takes lines that match, and heeds upper and lower case unless told', async () => {
    const lines = await filtered({ grep: '/\\] recv\\(\\d+, "1.+ = 64/' });
    expect(lines.filter((line) => !/recv\(\d+, "1.* = 64/.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
    expect(await filtered({ grep: '/hello world/' })).toEqual([]);
    expect((await filtered({ grep: '/hello world/i' })).length).toBeGreaterThan(0);
  });

  test.each(['Hello World', '48 65 6c 6c 6f 20 57', '0x48656c6c6f'])(
    'by bytes takes sends and recvs with exactly these: %s',
    async (bytes) => {
      const lines = await filtered({ bytes });
      expect(lines.some((line) => /\] send\(.*"Hello World/.test(line))).toBe(true);
      expect(lines.some((line) => /\] recv\(.*"Hello World/.test(line))).toBe(true);
      expect(lines.filter((line) => !/\] (send|recv)\(.*"Hello/.test(line))).toEqual([]);
      expect(await filtered({ bytes: 'hello world' })).toEqual([]);
    },
  );

  test('by bytes finds what two chunks share, at the second', async () => {
    const split = 'lessons/presets/split-payload.trace.jsonl';
    const { stdout } = await shown(split, { bytes: 'Hello World!' });
    const { stdout: all } = await shown(split);
    expect(
      all.filter((line) => line.includes('"Hello World!"') && !/out|input/.test(line)),
    ).toEqual([]);
    expect(stdout.slice(1).some((line) => /\] send\(/.test(line))).toBe(true);
  });

  test('several filters must all hold', async () => {
    const lines = await filtered({ thread: 'T1', kind: 'recv', grep: '= 12' });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !/\[Thread-1\] recv\(.* = 12/.test(line))).toEqual([]);
    expect(await filtered({ thread: 'T1', connection: 2 })).toEqual([]);
  });

  test('that fits no line prints none, and is fine', async () => {
    expect(await filtered({ kind: 'shutdown' })).toEqual([]);
    expect(await filtered({ grep: 'nowhere to be found' })).toEqual([]);
  });

  test.each<[string, PrintOptions, RegExp]>([
    [
      'thread',
      { thread: 'T9' },
      /no thread "T9": it has M \(MainThread, number 1\), .*T1 \(Thread-1/,
    ],
    ['connection', { connection: 99 }, /no connection 99: it has connections 1 to \d\.$/],
    ['kind', { kind: 'recv,dance' }, /the kind "dance": the kinds are .*accept.*recv.*send/],
    ['pattern', { grep: '/(/' }, /\/\(\/ is no pattern/],
    ['bytes', { bytes: ' ' }, /--bytes needs bytes/],
  ])('that cannot fit is misuse: an unknown %s', async (_what, options, sentence) => {
    const { code, stdout, stderr } = await shown(GOLDEN, options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: [] });
    expect(stderr).toEqual([expect.stringMatching(sentence)]);
    expect(stderr[0]).toMatch(/^error: .*\.$/);
  });
});

describe('colours', () => {
  const { env } = process;
  const before = { ...env };
  afterEach(() => void (process.env = { ...before }));

  /** Whether a run printed colours. */
  async function coloured(color: boolean | undefined, isTTY: boolean, more: NodeJS.ProcessEnv) {
    process.env = {
      ...before,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      TERM: 'xterm',
      ...more,
    };
    const printed = new Printed(isTTY);
    await show(GOLDEN, color === undefined ? {} : { color }, printed);
    return printed.text.includes('\x1b[');
  }

  test.each<[boolean, string, boolean | undefined, boolean, NodeJS.ProcessEnv]>([
    [true, 'on a terminal', undefined, true, {}],
    [false, 'into a pipe', undefined, false, {}],
    [false, 'on a terminal that knows none', undefined, true, { TERM: 'dumb' }],
    [false, 'with NO_COLOR', undefined, true, { NO_COLOR: '1' }],
    [true, 'with an empty NO_COLOR', undefined, true, { NO_COLOR: '' }],
    [true, 'into a pipe with FORCE_COLOR', undefined, false, { FORCE_COLOR: '1' }],
    [false, 'with FORCE_COLOR=0', undefined, true, { FORCE_COLOR: '0' }],
    [true, 'with --color, whatever NO_COLOR says', true, false, { NO_COLOR: '1' }],
    [false, 'with --no-color, whatever FORCE_COLOR says', false, true, { FORCE_COLOR: '1' }],
  ])('%s: %s', async (wanted, _when, color, isTTY, more) => {
    expect(await coloured(color, isTTY, more)).toBe(wanted);
  });

  test('change no character of the log', async () => {
    const plain = await shown(GOLDEN);
    const { stdout } = await shown(GOLDEN, { color: true });
    expect(stdout.map(stripVTControlCharacters)).toEqual(plain.stdout);
  });

  test('tell bytes, failures and calls that have not returned apart', async () => {
    const log = (await shown(GOLDEN, { color: true })).stdout.join('\n');
    expect(log).toContain('\x1b[36m"12"…\x1b[39m');
    expect(log).toContain('\x1b[31m = -1 STOPPED (Stopped by wirestep.)\x1b[39m');
    const cut = fileOf('waits', golden.subarray(0, golden.indexOf('"k":"accept.ret"')));
    const { stdout } = await shown(cut, { color: true, kind: 'accept' });
    expect(stdout[1]).toContain('\x1b[33m = ?\x1b[39m');
  });

  test('never reach JSON', async () => {
    const { stdout } = await shown(GOLDEN, { color: true, json: true });
    expect(stdout.join('')).not.toContain('\x1b');
  });
});

describe('--json', () => {
  test('is one object a line, of the same calls in the same order, and nothing else', async () => {
    const { stdout } = await shown(GOLDEN, { json: true });
    const log = (await shown(GOLDEN)).stdout.slice(1);
    const records = stdout.map((line) => JSON.parse(line) as { readonly text: string });
    expect(records).toHaveLength(log.length);
    records.forEach(({ text }, n) => expect(log[n]).toContain(`] ${text}`));
  });

  test('has stable names: the parts of the line, the event and its answer', async () => {
    const { stdout } = await shown(GOLDEN, { json: true, grep: 'recv(25, "12"…, 64) = 64' });
    expect(JSON.parse(stdout[0] ?? '')).toEqual({
      seq: 57,
      at: 331201000,
      time: '12:00:00.454657',
      who: 'Thread-1',
      thread: 3,
      text: 'recv(25, "12"…, 64) = 64',
      duration: 28600,
      event: {
        kind: 'recv',
        seq: 57,
        at: 331201000,
        program: 1,
        thread: 3,
        socket: 3,
        fd: 25,
        max: 64,
        queued: 0,
      },
      answer: expect.objectContaining({
        kind: 'recv.ret',
        call: 57,
        n: 64,
        offset: 0,
        bytes: Buffer.from('12'.padEnd(64)).toString('hex'),
        utf8: '12'.padEnd(64),
      }) as object,
    });
  });

  test('gives bytes that are no text as hex alone', async () => {
    const { stdout } = await shown('lessons/presets/half-character.trace.jsonl', { json: true });
    type Event = { readonly bytes?: string; readonly utf8?: string };
    const chunks = stdout
      .map((line) => JSON.parse(line) as { readonly event: Event; readonly answer?: Event })
      .flatMap(({ event, answer = {} }) => [event, answer])
      .filter(({ bytes }) => bytes !== undefined);
    for (const { bytes = '', utf8 } of chunks) {
      const decoded = Buffer.from(bytes, 'hex');
      if (utf8 === undefined) expect(decoded.toString()).toContain('\ufffd');
      else expect(Buffer.from(utf8)).toEqual(decoded);
    }
    expect(chunks.some(({ utf8 }) => utf8 === undefined)).toBe(true);
  });
});

test('the command takes one file and sets the exit code', async () => {
  const printed = new Printed();
  const before = process.exitCode;
  await showCommand(printed).parseAsync([join(folder, 'nowhere')], { from: 'user' });
  expect(process.exitCode).toBe(1);
  process.exitCode = before;
  expect(printed.errors.join('')).toContain('there is no such file');
});
