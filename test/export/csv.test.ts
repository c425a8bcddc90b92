import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COLUMNS, createRows } from '../../src/export/csv-row.ts';
import { writeCsv } from '../../src/export/csv.ts';
import { exportFiles } from '../../src/export/export.ts';
import { partOf } from '../../src/export/scope.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { runPeer } from '../support/peers.ts';
import { HEADER, MAIN, encode, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';
import { golden, textOf } from './parts.ts';
import { randomTalk } from './random-trace.ts';

type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** The rows of several files as Python's csv reads them from their bytes, each by the names of the
 *  columns. */
const READ = `
import csv, io, json, sys
def rows(text):
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8-sig", newline="")
    return list(csv.DictReader(lines, strict=True))
json.dump([rows(text) for text in json.load(sys.stdin)], sys.stdout)
`;
const readAll = (texts: readonly string[]): Row[][] =>
  JSON.parse(
    runPeer('python3', ['-c', READ], { input: JSON.stringify(texts) }).toString(),
  ) as Row[][];
const readBack = (text: string): Row[] => readAll([text])[0] ?? [];

const csvOf = (trace: Trace): string => textOf(writeCsv(partOf(trace, {})));
let goldenRows: readonly Row[] | undefined;
/** Of the golden trace, read once. */
const golds = (): readonly Row[] => (goldenRows ??= readBack(csvOf(golden())));
const rowsOf = (...events: readonly Unnumbered[]): Row[] => readBack(csvOf(traceOf(events)));
const note = (text: string): Unnumbered => ({ kind: 'note', text });

test('it begins with the byte order mark and the names of the columns; every line ends in CR LF', () => {
  const csv = csvOf(golden());
  expect(csv.startsWith(`\ufeff${COLUMNS.join(',')}\r\n`)).toBe(true);
  expect(csv.endsWith('\r\n')).toBe(true);
});

test('its file is UTF-8, of one name', async () => {
  const [file, ...others] = await exportFiles(partOf(golden(), { connection: 1 }), 'csv');
  expect(others).toEqual([]);
  expect(file?.name).toBe(
    '2026-09-14T12-00-00-golden-five-peers-of-the-course-server-connection-1.csv',
  );
});

test("Python's csv reads every event of the recording back, one row each", () => {
  const trace = golden();
  const rows = golds();
  expect(rows.map(({ event }) => Number(event))).toEqual([...trace.seqs]);
  expect(rows.map(({ time_ns }) => Number(time_ns))).toEqual([...trace.ats]);
  expect(rows.map(({ kind }) => kind)).toEqual([...trace.seqs].map((_, n) => trace.kindAt(n)));
  for (const row of rows) expect(Object.keys(row)).toEqual([...COLUMNS]);
});

test('times are whole nanoseconds, of the day too', () => {
  const [row] = readBack(
    csvOf(
      traceOf([{ ...note('n'), at: 1_234_567_891 }], {
        ...HEADER,
        epoch_ns: '1789387200123456789',
      }),
    ),
  );
  expect(row).toMatchObject({ time_ns: '1234567891', utc: '2026-09-14T12:00:01.358024680Z' });
});

test('a call and its result: who, what, how long, which connection, which way', () => {
  const rows = golds();
  const at = (seq: number) => rows.find(({ event }) => event === String(seq));
  expect(at(64)).toMatchObject({
    ...{ program: 'client-1', thread: 'client-1', thread_id: '2', kind: 'send' },
    ...{ what: 'send(24, "12"…, 64)', answers: '', duration_ns: '' },
    ...{
      connection: '1',
      direction: 'client to server',
      socket: '2',
      fd: '24',
      offset: '0',
      bytes: '64',
    },
  });
  expect(at(66)).toMatchObject({ what: '64', answers: '64', duration_ns: '23700', bytes: '64' });
  expect(at(65)).toMatchObject({
    ...{ thread: 'Thread-1', kind: 'recv.ret', answers: '57', socket: '3', waiting: '0' },
    ...{ connection: '1', direction: 'client to server', offset: '0' },
  });
  expect(at(83)).toMatchObject({ kind: 'send', direction: 'server to client' });
});

test('an accept’s return is about the new socket, with both addresses', () => {
  const row = golds().find(({ kind }) => kind === 'accept.ret');
  expect(row).toMatchObject({
    ...{ what: '25', socket: '3', fd: '25', connection: '1' },
    ...{ local: '127.0.0.1:5050', peer: '127.0.0.1:58994' },
  });
});

test('a line says where it is, and its locals', () => {
  const row = golds().find(({ locals }) => locals.startsWith('PORT'));
  expect(row).toMatchObject({
    file: 'server.ts',
    line: '5',
    function: '<module>',
    locals: 'PORT = 5050',
  });
});

test('a failure is named with its message', () => {
  const [row] = rowsOf({
    ...{ kind: 'recv.err', ...MAIN, call: 9, socket: 1, fd: 3 },
    ...{ name: 'ECONNRESET', number: 104, message: 'Connection reset by peer' },
  });
  expect(row).toMatchObject({ what: 'ECONNRESET: Connection reset by peer', answers: '9' });
});

describe('bytes', () => {
  const send = (bytes: Uint8Array, cut?: number): Unnumbered => ({
    ...{ kind: 'send', ...MAIN, socket: 1, fd: 3, len: bytes.length + (cut ?? 0), offset: 0 },
    ...{ bytes, ...(cut !== undefined && { cut }) },
  });

  test('are there as text and as hex', () => {
    expect(rowsOf(send(encode('Grüße ☕')))[0]).toMatchObject({
      text: 'Grüße ☕',
      hex: '4772c3bcc39f6520e29895',
      bytes: '11',
      not_recorded: '',
    });
  });

  test('that are no UTF-8 have no text', () => {
    expect(rowsOf(send(Uint8Array.of(0xc3)))[0]).toMatchObject({ text: '', hex: 'c3' });
  });

  test('that the recording does not have are counted, not written', () => {
    expect(rowsOf(send(encode('AB'), 62))[0]).toMatchObject({
      ...{ bytes: '64', not_recorded: '62', text: 'AB', hex: '4142' },
    });
  });
});

describe('a cell that a spreadsheet would calculate begins with an apostrophe', () => {
  test('be it text from a program', () => {
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=cmd|"/c calc"!A1'];
    expect(rowsOf(...texts.map(note)).map(({ text }) => text)).toEqual(
      texts.map((text) => `'${text}`),
    );
  });

  test('a carriage return is drawn, and so begins no formula', () => {
    expect(rowsOf(note('\r=1'))[0]?.text).toBe('␍=1');
  });

  test('numbers below zero too', () => {
    const [row] = rowsOf({ kind: 'recv', ...MAIN, socket: 1, fd: 3, max: -5 });
    expect(row?.bytes).toBe("'-5");
  });

  test('names of threads, of functions and of locals too', () => {
    const place = { ...MAIN, file: 1, line: 1, function: '=f', locals: { '=x': '=1' } };
    const rows = rowsOf(
      { kind: 'thread.run', ...MAIN, name: '=T', tid: 1 },
      { kind: 'line', ...place },
    );
    expect(rows[1]).toMatchObject({ thread: "'=T", function: "'=f", locals: "'=x = =1" });
  });

  test('whatever is recorded', () => {
    fc.assert(
      fc.property(randomTalk, ({ trace }) => {
        const rowOf = createRows(trace);
        const csv = csvOf(trace);
        // Cells that are not quoted, and those that are.
        expect(csv).not.toMatch(/(?:^|[,\n])"?[=+\-@\t\r](?!\n)/);
        expect(rowOf(0)).toHaveLength(COLUMNS.length);
      }),
      { numRuns: 50 },
    );
  });
});

test('commas, quotes, line ends and spaces stay inside their cell', () => {
  const texts = ['a, b', 'say "hi"', 'two\nlines\n', '"', '""', ' spaces ', ',', 'next'];
  expect(rowsOf(...texts.map(note)).map(({ text }) => text)).toEqual(texts);
});

test('controls and characters that turn the line round are drawn', () => {
  expect(rowsOf(note('a\u0000b\u001b[2Jc\u202ed'))[0]?.text).toBe('a␀b␛[2Jc‹U+202E›d');
});

test('Python reads back every cell of any recording', () => {
  const several = fc.array(randomTalk, { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(several, (talks) => {
      const expected = talks.map(({ trace }) => {
        const rowOf = createRows(trace);
        return [...trace.seqs].map((_, n) => rowOf(n).map((cell) => safe(String(cell))));
      });
      const read = readAll(talks.map(({ trace }) => csvOf(trace)));
      expect(read.map((rows) => rows.map((row) => Object.values(row)))).toEqual(expected);
    }),
    { numRuns: 2 },
  );
});

function safe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

test('a long recording comes in pieces of 64 KiB', () => {
  const trace = traceOf(Array.from({ length: 3000 }, () => note('some words')));
  const sizes = [...writeCsv(partOf(trace, {}))].map(({ length }) => length);
  expect(sizes.length).toBeGreaterThan(2);
  for (const size of sizes.slice(0, -1)) expect(size).toBeLessThan(70_000);
});
