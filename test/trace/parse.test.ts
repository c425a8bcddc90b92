import { expect, test } from 'vitest';
import { FOREIGN, OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { END_LINE, HEAD_LINE, encode, traceBytes } from './support.ts';

const ONE = '{"i":1,"t":10,"k":"thread.run","p":1,"th":1,"name":"MainThread","tid":7}';
const TWO = '{"i":2,"t":20,"k":"socket","p":1,"th":1,"family":"AF_INET","type":"SOCK_STREAM"}';
const THREE = '{"i":3,"t":30,"k":"socket.ret","p":1,"th":1,"s":1,"fd":3,"re":2}';

/** Where the damage is and what it says, one text each. */
function damageOf(...lines: readonly string[]): readonly string[] {
  return parseTrace(traceBytes(...lines)).damage.map(({ line, reason }) => `${line}: ${reason}`);
}

test('a whole trace has its events in order and no damage', () => {
  const parsed = parseTrace(traceBytes(ONE, TWO, THREE, '{"i":4,"t":40,"k":"end"}'));
  expect(parsed.trace.length).toBe(4);
  expect([...parsed.trace.seqs]).toEqual([1, 2, 3, 4]);
  expect([...parsed.trace.ats]).toEqual([10, 20, 30, 40]);
  expect(parsed).toMatchObject({ damage: [], damaged: 0, torn: 0, ended: true });
});

test('a trace of a header alone has no events', () => {
  const { trace, ended } = parseTrace(traceBytes());
  expect(trace.length).toBe(0);
  expect(ended).toBe(false);
  expect(trace.positionOf(1)).toBe(-1);
});

test('bytes after the last line end are counted, not parsed', () => {
  const whole = traceBytes(ONE, TWO);
  const parsed = parseTrace(whole.subarray(0, whole.length - 5));
  expect(parsed.trace.length).toBe(1);
  expect(parsed.torn).toBe(TWO.length + 1 - 5);
  expect(parsed.damage).toEqual([]);
});

test('a trace cut anywhere shows every whole line before the cut', () => {
  const whole = traceBytes(ONE, TWO, THREE);
  const head = HEAD_LINE.length + 1;
  for (let cut = head; cut <= whole.length; cut++) {
    const lines = new TextDecoder().decode(whole.subarray(0, cut)).split('\n').length - 2;
    const parsed = parseTrace(whole.slice(0, cut));
    expect(parsed.trace.length).toBe(lines);
    expect(parsed.damaged).toBe(0);
  }
});

test('a trace without `end` has not ended', () => {
  expect(parseTrace(traceBytes(ONE)).ended).toBe(false);
});

test('a damaged line is reported with its line and byte, and left out', () => {
  const parsed = parseTrace(traceBytes(ONE, '{"i":2,"t":20,"k":"soc', THREE));
  expect(parsed.trace.length).toBe(2);
  expect(parsed.damage).toEqual([
    { line: 3, byte: HEAD_LINE.length + 1 + ONE.length + 1, reason: 'no JSON' },
  ]);
});

test.each([
  ['', 'no JSON'],
  ['[1]', 'no JSON object'],
  ['7', 'no JSON object'],
  ['null', 'no JSON object'],
  ['"text"', 'no JSON object'],
  ['{}', '`k` must be'],
  ['{"k":"end"}', '`i` is missing'],
  ['{"i":1,"k":"end"}', '`t` is missing'],
  ['{"i":0,"t":1,"k":"end"}', '`i` must be a whole number from 1, not 0'],
  ['{"i":1.5,"t":1,"k":"end"}', '`i` must be a whole number from 1, not 1.5'],
  ['{"i":"1","t":1,"k":"end"}', '`i` must be a whole number from 1, not "1"'],
  ['{"i":1,"t":-1,"k":"end"}', '`t` must be a whole number, not -1'],
  ['{"i":1,"t":1e300,"k":"end"}', '`t` must be a whole number, not 1e+300'],
  ['{"i":1,"t":1,"k":7}', '`k` must be a text, not 7'],
  ['{"i":1,"t":1,"k":"end"}\r', 'the line ends in CR LF, not in LF alone'],
])('the line %s is damage: %s', (line, reason) => {
  const expected = reason === '`k` must be' ? '2: `k` is missing' : `2: ${reason}`;
  expect(damageOf(line)).toEqual([expected]);
});

test('a line that is not UTF-8 is damage', () => {
  const bytes = traceBytes(ONE, TWO);
  bytes[bytes.length - 20] = 0xff;
  const { damage, trace } = parseTrace(bytes);
  expect(damage.map(({ reason }) => reason)).toEqual(['not UTF-8']);
  expect(trace.length).toBe(1);
});

test('a line with letters outside ASCII is read, and so are its neighbours', () => {
  const text = '{"i":2,"t":20,"k":"note","text":"Grüße ☕ 👋"}';
  const { trace, damage } = parseTrace(traceBytes(ONE, text, THREE));
  expect(damage).toEqual([]);
  expect(trace.at(1)).toMatchObject({ text: 'Grüße ☕ 👋' });
  expect(trace.at(2)).toMatchObject({ kind: 'socket.ret', seq: 3 });
});

test('a hole in the numbers is reported before the event behind it', () => {
  expect(damageOf(ONE, THREE)).toEqual(['3: event 2 is missing before event 3']);
  expect(damageOf(ONE, END_LINE)).toEqual(['3: events 2 to 8 are missing before event 9']);
  expect(damageOf(TWO)).toEqual(['2: event 1 is missing before event 2']);
});

test('a gap explains the hole before it, but no larger one', () => {
  const gap = (count: number) => `{"i":5,"t":20,"k":"gap","count":${count},"why":"withheld"}`;
  expect(damageOf(ONE, gap(3))).toEqual([]);
  expect(damageOf(ONE, gap(2))).toEqual(['3: events 2 to 4 are missing before event 5']);
});

test('a damaged line explains its own number', () => {
  expect(damageOf(ONE, '{"i":2,', THREE)).toEqual(['3: no JSON']);
  expect(damageOf(ONE, '{"i":2,', END_LINE)).toHaveLength(2);
});

test('a number that does not ascend is damage', () => {
  expect(damageOf(ONE, TWO, TWO)).toEqual(['4: number 2 comes after number 2']);
  expect(damageOf(ONE, TWO, ONE)).toEqual(['4: number 1 comes after number 2']);
});

test('a line after the end is damage', () => {
  expect(damageOf(ONE, '{"i":2,"t":20,"k":"end"}', THREE)).toEqual([
    '4: there is a line after the end',
  ]);
});

test('kinds and fields of later versions are ignored, their numbers count', () => {
  const later = '{"i":2,"t":20,"k":"teleport","p":"anything","where":{"x":[1]}}';
  const more = '{"i":3,"t":30,"k":"thread.exit","p":1,"th":1,"mood":"glad"}';
  const { trace, damage } = parseTrace(traceBytes(ONE, later, more));
  expect(damage).toEqual([]);
  expect(trace.length).toBe(2);
  expect(trace.at(1)).toEqual({ kind: 'thread.exit', seq: 3, at: 30, program: 1, thread: 1 });
});

test('only the first thousand damages are kept, all are counted', () => {
  const parsed = parseTrace(traceBytes(...Array.from({ length: 1500 }, () => 'x')));
  expect(parsed.damage).toHaveLength(1000);
  expect(parsed.damaged).toBe(1500);
});

test.each([
  ['', 'the file is empty'],
  ['hello', 'not a trace: there is no whole line'],
  ['hello\n', 'the first line is no JSON object'],
  ['{"format":"har"}\n', 'not a trace: `format` is not "wirestep-trace"'],
  [`${HEAD_LINE}\r\n`, 'the lines end in CR LF; a trace has LF alone'],
  [`\ufeff${HEAD_LINE}\n`, 'the first line is no JSON object'],
])('%j is no trace: %s', (text, reason) => {
  const attempt = () => parseTrace(encode(text));
  expect(attempt).toThrow(ImportError);
  expect(attempt).toThrow(`line 1, byte 0: ${reason}`);
});

test('a file above the limit is refused before it is looked at', () => {
  const bytes = traceBytes(ONE);
  const limits = { ...FOREIGN, bytes: bytes.length - 1 };
  expect(() => parseTrace(bytes, limits)).toThrow(`has ${bytes.length} bytes; the limit is`);
  expect(parseTrace(bytes, { ...limits, bytes: bytes.length }).trace.length).toBe(1);
});

test('a line above the limit is left out, and taken where limits are lifted', () => {
  const long = `{"i":1,"t":1,"k":"note","text":"${'x'.repeat(FOREIGN.lineBytes)}"}`;
  const foreign = parseTrace(traceBytes(long, TWO));
  expect(foreign.trace.length).toBe(1);
  expect(foreign.damage[0]?.reason).toBe(
    `the line has ${long.length} bytes; the limit is ${FOREIGN.lineBytes}`,
  );
  expect(parseTrace(traceBytes(long, TWO), OWN).trace.length).toBe(2);
});

test('lines longer than a block of the reader are read whole', () => {
  const long = `{"i":1,"t":1,"k":"note","text":"${'x'.repeat(300_000)}"}`;
  const { trace, damage } = parseTrace(traceBytes(long, TWO));
  expect(damage).toEqual([]);
  expect(trace.length).toBe(2);
});

test('nesting above 16 is damage, 16 is not', () => {
  const nested = (depth: number) =>
    `{"i":1,"t":1,"k":"later","x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
  expect(damageOf(nested(16))).toEqual([]);
  expect(damageOf(nested(17))).toEqual(['2: objects and lists stand more than 16 deep']);
});

test('brackets in texts are not nesting', () => {
  const text = JSON.stringify('[{"'.repeat(100));
  expect(damageOf(`{"i":1,"t":1,"k":"note","text":${text}}`)).toEqual([]);
});

test('a million brackets are refused without a stack overflow, limits or not', () => {
  const bomb = `{"i":1,"t":1,"k":"note","text":${'['.repeat(900_000)}`;
  expect(damageOf(bomb)).toEqual(['2: objects and lists stand more than 16 deep']);
  expect(parseTrace(traceBytes(bomb), OWN).damage[0]?.reason).toBe('no JSON');
});

test('a long trace says now and then which part of it is read', () => {
  const lines = Array.from({ length: 40_000 }, (_, at) => ONE.replace('1', String(at + 1)));
  const told: number[] = [];
  parseTrace(traceBytes(...lines), OWN, (part) => told.push(part));
  expect(told.length).toBeGreaterThan(1);
  expect([...told].sort((a, b) => a - b)).toEqual(told);
  expect(told.every((part) => part > 0 && part <= 1)).toBe(true);
  const short: number[] = [];
  parseTrace(traceBytes(ONE), OWN, (part) => short.push(part));
  expect(short).toEqual([]);
});
