import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Asked } from '../../server/cli/export-options.ts';
import { exportRecording } from '../../server/cli/export.ts';
import { exportFiles } from '../../src/export/export.ts';
import { FORMATS } from '../../src/export/formats.ts';
import { partOf } from '../../src/export/scope.ts';
import { temporaryFolder } from '../support/folder.ts';
import { Printed } from '../support/streams.ts';
import { eventsOf, readTrace } from '../support/trace.ts';

const GOLDEN = resolve('test/trace/golden.trace.jsonl');
const golden = readFileSync(GOLDEN);
const NAME = '2026-09-14T12-00-00-golden-five-peers-of-the-course-server';

const here = process.cwd();
let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
  process.chdir(folder);
});
afterEach(() => process.chdir(here));

interface Exported {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: readonly string[];
  readonly bytes: Buffer;
  /** What is in the folder afterwards. */
  readonly files: readonly string[];
}

/** Exports the golden trace, standing in an empty folder. */
async function exported(asked: Asked, file: string | undefined = GOLDEN): Promise<Exported> {
  const printed = new Printed();
  const code = await exportRecording(file, asked, printed);
  const { text: stdout, errors: stderr, bytes } = printed;
  return { code, stdout, stderr, bytes, files: readdirSync(folder).sort() };
}

/** What it writes on stdout, which must be all that it says. */
async function piped(asked: Asked): Promise<string> {
  const { code, stderr, files, stdout } = await exported({ ...asked, output: '-' });
  expect({ code, stderr, files }).toEqual({ code: 0, stderr: [], files: [] });
  return stdout;
}

/** The numbers of the events of a part that was exported as a trace. */
function numbersIn(jsonl: string): readonly number[] {
  writeFileSync(join(folder, 'part.trace.jsonl'), jsonl);
  const parsed = readTrace(join(folder, 'part.trace.jsonl'));
  expect(parsed.damage).toEqual([]);
  return eventsOf(parsed).map(({ seq }) => seq);
}

test.each(FORMATS.map(({ id }) => id))(
  '%s: what the writer makes, under a name that sorts, whose path is all that is on stdout',
  async (id) => {
    const { code, stdout, files, stderr } = await exported({ to: id });
    expect(code).toBe(0);
    expect(stdout).toBe(files.map((name) => `${name}\n`).join(''));
    expect(files.length).toBeGreaterThan(0);
    const extension = FORMATS.find((format) => format.id === id)?.extension ?? '';
    for (const name of files) expect(name.endsWith(`.${extension}`)).toBe(true);
    if (id !== 'lua') {
      expect(stderr).toEqual([]);
      for (const name of files) expect(name.startsWith(NAME)).toBe(true);
    }
    if (id === 'html') return;
    const made = await exportFiles(partOf(readTrace(GOLDEN).trace, {}), id);
    for (const { name, chunks } of made) {
      const expected: Buffer[] = [];
      for await (const chunk of chunks()) expected.push(Buffer.from(chunk));
      expect(readFileSync(name).equals(Buffer.concat(expected))).toBe(true);
    }
  },
);

test('the whole recording as jsonl is the recording, byte for byte', async () => {
  const { bytes } = await exported({ to: 'jsonl', output: '-' });
  expect(bytes.equals(golden)).toBe(true);
});

test('html is the page with the recording in it', async () => {
  const { files } = await exported({ to: 'html' });
  const page = readFileSync(files[0] ?? '', 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toContain('[STARTING]');
});

test('the dissector needs no recording, and where to put it is said', async () => {
  const printed = new Printed();
  expect(await exportRecording(undefined, { to: 'lua' }, printed)).toBe(0);
  expect(printed.text).toBe('wirestep.lua\n');
  expect(printed.errors.join('\n')).toContain('Personal Lua Plugins');
  expect(printed.errors.join('\n')).toContain('tshark -X lua_script:wirestep.lua');
  const alone = readFileSync('wirestep.lua', 'utf8');
  expect((await exported({ to: 'lua', output: '-' })).stdout).toBe(alone);
});

describe('a part', () => {
  test('of one connection has none of the others', async () => {
    const csv = await piped({ to: 'csv', connection: 2 });
    expect(csv).not.toContain('Thread-1');
    expect(csv).toContain('Thread-2');
  });

  test('of one thread can be asked for by the mark of its lane, its name or its number', async () => {
    const parts = await Promise.all(
      ['T2', 'thread-2', '4'].map((thread) => piped({ to: 'csv', thread })),
    );
    expect(new Set(parts).size).toBe(1);
    expect(parts[0]).toContain('Thread-2');
    expect(parts[0]).not.toContain('"Hello World!"');
  });

  test('from a moment to a moment: numbers of events, or texts of markers', async () => {
    const byNumber = numbersIn(await piped({ to: 'jsonl', from: '27', toEvent: '92' }));
    expect(byNumber).toContain(27);
    expect(byNumber).toContain(92);
    expect(byNumber).not.toContain(93);
    const byMarker = await exported({
      to: 'jsonl',
      from: 'The server listens',
      toEvent: 'The client waits for Enter',
      output: '-',
    });
    expect(numbersIn(byMarker.stdout)).toEqual(byNumber);
  });

  test('that is redacted has neither what was said nor where', async () => {
    const text = await piped({ to: 'jsonl', redact: true });
    expect(text).not.toContain('Hello World');
    expect(text).not.toContain('127.0.0.1');
    expect(text).toContain('************');
  });

  test.each<[string, Asked, RegExp]>([
    ['connection', { connection: 9 }, /no connection 9: it has connections 1 to 3\.$/],
    ['thread', { thread: 'T9' }, /no thread "T9": it has M \(MainThread, number 1\), /],
    ['event', { from: '9999' }, /no event 9999: it has events 1 to \d+\.$/],
    [
      'marker',
      { toEvent: 'dance' },
      /No marker .*"dance": it has the markers "The server listens"/,
    ],
    ['range', { from: '90', toEvent: '20' }, /give the earlier one first\.$/],
  ])('that cannot be is misuse: an unknown %s', async (_what, asked, sentence) => {
    const { code, stdout, stderr, files } = await exported({ to: 'csv', ...asked });
    expect({ code, stdout, files }).toEqual({ code: 2, stdout: '', files: [] });
    expect(stderr).toEqual([expect.stringMatching(sentence)]);
    expect(stderr[0]).toMatch(/^error: /);
  });
});

describe('several files', () => {
  const dumps: Asked = { to: 'hexdump', reversible: true };

  test('go under their own names into this folder', async () => {
    const { code, stdout, files } = await exported(dumps);
    expect(code).toBe(0);
    expect(files.length).toBeGreaterThan(2);
    expect(stdout.split('\n').filter((line) => line !== '')).toEqual(files);
  });

  test('go into a folder that is there, or that is made where its name ends in /', async () => {
    mkdirSync('there');
    const first = await exported({ ...dumps, output: 'there' });
    const second = await exported({ ...dumps, output: 'deep/made/' });
    expect(readdirSync('there')).toEqual(readdirSync('deep/made'));
    expect(first.stdout).toContain(
      `${join('there', NAME)}-connection-1-client-to-server.hex.txt\n`,
    );
    expect(second.stdout).toContain(join('deep', 'made', NAME));
  });

  test.each([
    ['-', /^error: Standard output takes one file, and these are \d+: .*--only: 2026-/],
    ['one.txt', /^error: one\.txt is no folder, and these are \d+: .*-o NAME\/.*--only: 2026-/],
  ])('do not fit into %s: the sentence says which option picks one', async (output, sentence) => {
    const { code, stdout, stderr, files } = await exported({ ...dumps, output });
    expect({ code, stdout, files }).toEqual({ code: 2, stdout: '', files: [] });
    expect(stderr).toEqual([expect.stringMatching(sentence)]);
  });

  test('of which one is picked by a part of its name, that goes anywhere', async () => {
    const only = 'connection-1-client-to-server';
    const dump = await piped({ ...dumps, only });
    expect(dump).toMatch(/^000000 31 32 20 20/);
    const { files } = await exported({ ...dumps, only, output: 'one.txt' });
    expect(files).toEqual(['one.txt']);
    const none = await exported({ ...dumps, only: 'dance', output: 'two.txt' });
    expect(none).toMatchObject({ code: 2, files: ['one.txt'] });
    expect(none.stderr[0]).toContain('No file has "dance" in its name: they are ');
  });
});

describe('nothing is overwritten', () => {
  test.each([
    ['the file that is named', { to: 'csv', output: 'mine.csv' }, 'mine.csv'],
    ['the file in this folder', { to: 'csv' }, `${NAME}.csv`],
    ['the file in that folder', { to: 'csv', output: '.' }, `${NAME}.csv`],
  ])('%s', async (_what, asked, name) => {
    writeFileSync(name, 'precious');
    const { code, stdout, stderr, files } = await exported(asked);
    expect({ code, stdout, files }).toEqual({ code: 1, stdout: '', files: [name] });
    expect(stderr).toEqual([expect.stringContaining('exists already: choose another name')]);
    expect(readFileSync(name, 'utf8')).toBe('precious');
  });

  test('not even one of several, of which others are new', async () => {
    const last = `${NAME}-connection-3-server-to-client.hex.txt`;
    writeFileSync(last, 'precious');
    const { code, files } = await exported({ to: 'hexdump', reversible: true });
    expect({ code, files }).toEqual({ code: 1, files: [last] });
  });

  test('unless --force says so', async () => {
    writeFileSync('mine.csv', 'old');
    const { code, files } = await exported({ to: 'csv', output: 'mine.csv', force: true });
    expect({ code, files }).toEqual({ code: 0, files: ['mine.csv'] });
    expect(readFileSync('mine.csv', 'utf8')).toContain('Hello World!');
  });
});

test.each<[string, Asked, string | undefined, RegExp]>([
  ['no format', {}, GOLDEN, /Say with --to what to make: pcapng, .*lua\.$/],
  ['no recording', { to: 'csv' }, undefined, /Name the recording to export; - is stdin\.$/],
  ['an option of another format', { to: 'csv', reversible: true }, GOLDEN, /is for hexdump only/],
  [
    'the version of another format',
    { to: 'csv', asciicastVersion: '3' },
    GOLDEN,
    /--asciicast-version is for asciicast only, not for csv\.$/,
  ],
])('%s is misuse', async (_what, asked, file, sentence) => {
  const printed = new Printed();
  expect(await exportRecording(file, asked, printed)).toBe(2);
  expect(printed.text).toBe('');
  expect(printed.errors).toEqual([expect.stringMatching(sentence)]);
});

test('a terminal gets no binary file', async () => {
  const printed = new Printed(true);
  expect(await exportRecording(GOLDEN, { to: 'pcapng', output: '-' }, printed)).toBe(2);
  expect(printed.text).toBe('');
  expect(printed.errors[0]).toContain('pipe it, or name a file with -o');
});

test('a recording without bytes has no hex dump: one sentence, exit code 1', async () => {
  const lines = golden.toString().split('\n');
  const empty = join(folder, 'empty.trace.jsonl');
  writeFileSync(empty, `${lines.slice(0, 10).join('\n')}\n`);
  const { code, stdout, stderr } = await exported({ to: 'hexdump' }, empty);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toEqual([expect.stringMatching(/^[A-Z].*\.$/)]);
});

test('of a damaged recording what could be read is exported, and the damage reported', async () => {
  const lines = golden.toString().split('\n');
  lines[9] = 'x';
  const damaged = join(folder, 'damaged');
  writeFileSync(damaged, lines.join('\n'));
  const { code, stdout, stderr } = await exported({ to: 'csv', output: '-' }, damaged);
  expect(code).toBe(0);
  expect(stdout).toContain('Hello World!');
  expect(stderr).toEqual([expect.stringMatching(/^line 10, byte \d+: no JSON$/)]);
});

test('--list names every format with what opens it', async () => {
  const printed = new Printed();
  expect(await exportRecording(undefined, { list: true }, printed)).toBe(0);
  expect(printed.lines).toHaveLength(FORMATS.length);
  FORMATS.forEach(({ id, opens }, n) => {
    expect(printed.lines[n]).toMatch(new RegExp(`^${id} `));
    expect(printed.lines[n]).toContain(opens);
  });
});
