import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeColumns, putColumns } from '../../src/trace/columns.ts';
import { checkEvent } from '../../src/trace/event.ts';
import { FieldError } from '../../src/trace/fields.ts';
import type { Fields } from '../../src/trace/fields.ts';
import { QuickLine } from '../../src/trace/quick-line.ts';
import { Sites } from '../../src/trace/sites.ts';
import { encode } from './support.ts';

const S = '"p":1,"th":2,"s":3,"fd":4';
const RECV = `{"i":7,"t":9,"k":"recv",${S},"max":64,"queued":0}`;
const RECV_RET = `{"i":7,"t":9,"k":"recv.ret",${S},"re":6,"n":2,"off":64,"queued":5,"u":"Hi"}`;
const SEND = `{"i":7,"t":9,"k":"send",${S},"len":2,"off":0,"u":"\\n\\""}`;
const SEND_RET = `{"i":7,"t":9,"k":"send.ret",${S},"re":6,"n":2}`;
const OUT = '{"i":7,"t":9,"k":"out","p":1,"th":2,"stream":"stderr","text":"a\\n"}';
const LINE = '{"i":7,"t":9,"k":"line","p":1,"th":2,"f":1,"l":30,"fn":"<module>"}';
const LOCALS = '"locals":{"msg":"\'Hi\'","addr":"(\'127.0.0.1\', 5)"}';
const CALL = `${LINE.replace('line', 'fn.call').slice(0, -1)},${LOCALS}}`;
const RETURN = LINE.replace('line', 'fn.return');
const KERNEL =
  '{"i":7,"t":9,"k":"kernel","p":1,"th":2,"re":6,"state":"S","syscall":"recvfrom","args":["4","0x7f","64"]}';
const INPUT = '{"i":7,"t":9,"k":"input","p":1,"th":2,"prompt":"> "}';
const INPUT_RET = '{"i":7,"t":9,"k":"input.ret","p":1,"th":2,"re":6,"text":"say \\"hi\\""}';
const INPUT_END = INPUT_RET.replace(/,"text.*"/, '');
const CALLS = [RECV, RECV_RET, SEND, SEND_RET, OUT];
const HOT = [...CALLS, LINE, CALL, RETURN, KERNEL, INPUT, INPUT_RET, INPUT_END];

/** What the quick reader makes of a line: the columns' one place, or nothing. */
function quick(line: string) {
  const bytes = encode(`${line}\n`);
  const columns = makeColumns(1);
  const sites = new Sites();
  const reader = new QuickLine(sites);
  if (!reader.read(bytes, 0, columns, 0)) return undefined;
  expect(reader.end).toBe(bytes.indexOf(0x0a));
  return reader.end === bytes.length - 1 ? { columns, sites: sites.list } : undefined;
}

/** What the thorough reader makes of it. */
function thorough(line: string) {
  const columns = makeColumns(1);
  const sites = new Sites();
  try {
    const fields = JSON.parse(line) as Fields;
    const kind = checkEvent(fields);
    if (kind === undefined) return undefined;
    putColumns(columns, 0, kind, fields, 0, sites);
    return { columns, sites: sites.list };
  } catch (error) {
    if (error instanceof FieldError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

test.each(HOT)('%s is read, with the same columns as the thorough reader gives', (line) => {
  expect(quick(line)).toBeDefined();
  expect(quick(line)).toEqual(thorough(line));
});

test('a line is read wherever it stands among others', () => {
  const text = HOT.map((line) => `${line}\n`).join('');
  const bytes = encode(text);
  const reader = new QuickLine(new Sites());
  const columns = makeColumns(1);
  for (const line of HOT) {
    const from = text.indexOf(line);
    expect(reader.read(bytes, from, columns, 0)).toBe(true);
    expect(columns.starts[0]).toBe(from);
    expect(reader.seq).toBe(7);
    expect(reader.end).toBe(from + line.length);
  }
});

test.each([
  ['another kind', `{"i":7,"t":9,"k":"accept",${S}}`],
  ['a field too many', RECV.replace('"max"', '"n":1,"max"')],
  ['a field of a later version', RECV.replace('"max"', '"mood":1,"max"')],
  ['bytes that are not in the recording', SEND.replace('"off":0', '"off":0,"cut":0')],
  ['a missing field', RECV_RET.replace(',"off":64', '')],
  ['a field twice', RECV.replace('"max":64', '"max":64,"max":65')],
  ['white space', RECV.replace(',', ', ')],
  ['a number below zero', RECV.replace('64', '-1')],
  ['a fraction', RECV.replace('64', '6.4')],
  ['an exponent', RECV.replace('64', '6e4')],
  ['a leading zero', RECV.replace('64', '064')],
  ['a number of 16 digits', RECV.replace('64', '9007199254740993')],
  ['a number as a text', RECV.replace('64', '"64"')],
  ['a text as a number', SEND.replace('"\\n\\""', '12')],
  ['a length that is wrong', SEND.replace('"len":2', '"len":3')],
  ['a number of zero', RECV.replace('"i":7', '"i":0')],
  ['a socket beyond 31 bits', RECV.replace('"s":3', '"s":2147483648')],
  ['another order of the fields', RECV.replace('"i":7,"t":9', '"t":9,"i":7')],
  ['a length that no column has room for', RECV.replace('64', '2147483648')],
  ['locals that are no texts', CALL.replace('"\'Hi\'"', '12')],
  ['a local that is a number to JavaScript', CALL.replace('"msg"', '"1"')],
  ['an escape in a local’s name', CALL.replace('"msg"', '"m\\"g"')],
  ['a file beyond 31 bits', LINE.replace('"f":1', '"f":2147483648')],
  ['a list of other things', KERNEL.replace('"64"', '64')],
  ['a letter outside ASCII', RECV_RET.replace('Hi', 'ü')],
  ['a long escape', RECV_RET.replace('Hi', '\\u0041B')],
  ['an escape that is none', SEND.replace('\\n', '\\x')],
  ['a raw control character', RECV_RET.replace('Hi', 'H\t')],
  ['another stream', OUT.replace('stderr', 'stdlog')],
  ['a notice of wirestep’s own', OUT.replace('"stream"', '"by":"wirestep","stream"')],
  ['something behind it', `${RECV} `],
  ['a second object', RECV + RECV],
  ['no end', RECV.slice(0, -1)],
  ['no beginning', RECV.slice(1)],
  ['an empty object', '{}'],
  ['nothing', ''],
])('%s: left to the thorough reader', (_, line) => {
  expect(quick(line)).toBeUndefined();
});

test('a line with any damage is read only where the thorough reader reads the same', () => {
  const character = fc.constantFrom(...'{}[]":,\\0123456789.-+eE aikpstnfu\n\tü');
  const damage = fc.record({
    line: fc.constantFrom(...HOT),
    at: fc.nat(140),
    remove: fc.nat(3),
    add: fc.string({ unit: character, maxLength: 3 }),
  });
  let taken = 0;
  fc.assert(
    fc.property(damage, ({ line, at, remove, add }) => {
      const damaged = line.slice(0, at) + add + line.slice(at + remove);
      const columns = quick(damaged);
      if (columns === undefined) return;
      taken++;
      expect(columns).toEqual(thorough(damaged));
    }),
    { numRuns: 5000 },
  );
  expect(taken, 'some damage is harmless').toBeGreaterThan(50);
});

test('a place in a program has one number, whoever read its line', () => {
  const sites = new Sites();
  const columns = makeColumns(3);
  putColumns(columns, 0, 42, JSON.parse(CALL) as Fields, 0, sites);
  const other = CALL.replace('"l":30', '"l":31');
  const bytes = encode(`${CALL}\n${other}\n`);
  const reader = new QuickLine(sites);
  expect(reader.read(bytes, 0, columns, 1)).toBe(true);
  expect(reader.read(bytes, CALL.length + 1, columns, 2)).toBe(true);
  expect([...columns.sites]).toEqual([1, 1, 2]);
  const place = { file: 1, function: '<module>', locals: ['msg', 'addr'] };
  expect(sites.list).toEqual([
    { ...place, line: 30 },
    { ...place, line: 31 },
  ]);
});

test('names that run into each other are different places', () => {
  const sites = new Sites();
  const numbers = [['ab', 'c'], ['a', 'bc'], ['abc'], ['ab', 'c']].map((names) => {
    const key = encode(names.map((name) => `${name}"`).join(''));
    return sites.ofKey(1, 1, key, key.length);
  });
  expect(numbers).toEqual([1, 2, 3, 1]);
});
