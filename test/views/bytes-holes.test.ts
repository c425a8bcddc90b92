/** How bytes are drawn and told that an imported recording does not have: the log of `strace -s 32`. */
import { expect, test } from 'vitest';
import { Search } from '../../src/analysis/find-search.ts';
import { readQuery } from '../../src/analysis/find-query.ts';
import { createCallLog, formatLogLine } from '../../src/narration/call-log.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { createMessages } from '../../src/scene/messages.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { cellsIn } from '../../src/views/bytes/cells.ts';
import { fieldsOf, foldable, replyField } from '../../src/views/bytes/fields.ts';
import { headerCount, headerWords } from '../../src/views/bytes/header-words.ts';
import { callOf, inspect } from '../../src/views/bytes/inspect.ts';
import { lostText } from '../../src/views/bytes/progress.ts';
import { describeCell } from '../../src/views/bytes/words.ts';
import { hex, logOf, open, realLog } from '../import/strace-log.ts';

const ADDRESS = `{sa_family=AF_INET, sin_port=htons(5050), sin_addr=inet_addr(${hex('127.0.0.1')})}`;
const CONNECT = ['7 socket(AF_INET, SOCK_STREAM, 0) = 3', `7 connect(3, ${ADDRESS}, 16) = 0`];

function shown(log: string, message = 0) {
  const { trace } = open(log).parsed;
  const position = trace.length - 1;
  const [connection] = createScenes(trace)(position).connections;
  if (connection === undefined) throw new Error('no connection');
  const known = createMessages(trace)(connection, position);
  const frame = known.frames.at(message);
  const { header, payload, rest } = fieldsOf(known, connection, message, 64);
  if (header === undefined || frame === undefined) throw new Error('no header');
  return { trace, connection, frame, header, payload, rest };
}

const short = shown(realLog('short'));
const call = (answer: number) => callOf(short.trace, answer);

test('a byte that is not recorded has no value, no hex and no glyph', () => {
  const cells = cellsIn(short.trace, short.header, 0, 64);
  expect(cells).toHaveLength(64);
  const lost = cells.filter(({ value }) => value === undefined);
  expect(lost.map(({ offset }) => offset)).toEqual(Array.from({ length: 32 }, (_, n) => 32 + n));
  for (const cell of lost)
    expect(cell).toMatchObject({ hex: '', glyph: '', tone: 'lost', bad: false, taken: true });
  expect(cells.some(({ hex: shownHex }) => shownHex === '00')).toBe(false);
});

test('its name says that it is not recorded, and which calls had it', () => {
  const [cell] = cellsIn(short.trace, short.header, 40, 41);
  expect(cell && describeCell(cell, call)).toMatch(
    /^Byte 40: not recorded; left in send #\d+, taken by recv #\d+\.$/,
  );
  const inspection = inspect(short.trace, short.header, 40, undefined);
  expect(inspection?.means).toBe('it was there; what it was is not recorded');
  expect(inspection?.fault).toBeUndefined();
});

test('the header says how much of it is not recorded, and is not folded over it', () => {
  expect(lostText(short.trace, short.header)).toBe(' · 32 of them not recorded');
  expect(headerWords(short.frame, 64)).toEqual({
    text: '32 of its 64 bytes are not recorded.',
    bad: false,
  });
  expect(headerCount(short.frame, 64)).toBeUndefined();
  expect(foldable(short.header)).toBeUndefined();
});

test('what is recorded whole is as ever', () => {
  const { payload } = short;
  if (payload === undefined) throw new Error('no payload');
  expect(lostText(short.trace, payload)).toBe('');
  const cells = cellsIn(short.trace, payload, payload.from, payload.to);
  expect(cells.map(({ glyph }) => glyph).join('')).toBe('Hello␣World!');
  const reply = replyField(short.connection.down, 0);
  expect(reply && lostText(short.trace, reply)).toBe('');
});

test('a length that nobody can tell is said to be so, without a fault', () => {
  const { frame, header, rest } = shown(
    logOf(
      ...CONNECT,
      '7 sendto(3, "5"..., 64, 0, NULL, 0) = 64',
      '7 sendto(3, "hi", 2, 0, NULL, 0) = 2',
    ),
  );
  expect(headerWords(frame, 64)).toEqual({
    text: '63 of its 64 bytes are not recorded: nobody can tell the length.',
    bad: false,
  });
  expect(header.to).toBe(64);
  expect(rest).toMatchObject({ from: 64, to: 66 });
});

test('a character that a hole divides is no mistake', () => {
  const text = '"' + '\\303\\244'.repeat(3) + '\\303"...';
  const { trace, payload } = shown(
    logOf(
      ...CONNECT,
      `7 sendto(3, "${'20'.padEnd(64)}", 64, 0, NULL, 0) = 64`,
      `7 sendto(3, ${text}, 20, 0, NULL, 0) = 20`,
    ),
  );
  if (payload === undefined) throw new Error('no payload');
  const cells = cellsIn(trace, payload, payload.from, payload.to);
  expect(cells.filter(({ bad }) => bad)).toEqual([]);
  expect(cells.slice(0, 2).map(({ glyph }) => glyph)).toEqual(['ä', '‥']);
  expect(cells.filter(({ value }) => value === undefined)).toHaveLength(13);
});

test('a gigabyte that is not recorded is drawn a window at a time', () => {
  const { trace, payload } = shown(
    logOf(
      ...CONNECT,
      `7 sendto(3, "${'1000000000'.padEnd(64)}", 64, 0, NULL, 0) = 64`,
      '7 sendto(3, "ab"..., 1000000000, 0, NULL, 0) = 1000000000',
    ),
  );
  if (payload === undefined) throw new Error('no payload');
  expect(payload.to - payload.from).toBe(1e9);
  const cells = cellsIn(trace, payload, 5e8, 5e8 + 64);
  expect(cells.every(({ value }) => value === undefined)).toBe(true);
  expect(lostText(trace, payload)).toBe(' · 999999998 of them not recorded');
});

const log = open(
  logOf(
    ...CONNECT,
    '7 sendto(3, "12"..., 64, 0, NULL, 0) = 64',
    '7 recvfrom(3, ""..., 12, 0, NULL, NULL) = 12',
    '7 recvfrom(3, "ab"..., 64, 0, NULL, NULL) = 3 <0.000250>',
    '7 recvfrom(3,  <unfinished ...>',
  ),
).parsed.trace;

test('sentences say how many bytes are not recorded', () => {
  const sentence = createSentences(log);
  const said = Array.from({ length: log.length }, (_, position) => sentence(position));
  expect(said).toContain(
    'client-1 hands 64 bytes to the kernel: "12"… 62 of them are not recorded.',
  );
  expect(said).toContain('client-1 got 12 bytes. What they were is not recorded.');
  expect(said).toContain('client-1 got 3 bytes of up to 64: "ab"… 1 of them is not recorded.');
  expect(said).toContain('client-1 asks the kernel for bytes; for how many is not recorded.');
});

test('a port that the log does not say is not recorded, and no connection comes from 0', () => {
  const sentence = createSentences(log);
  const returned = log.ofKind('connect.ret')[0] ?? -1;
  expect(sentence(returned)).toMatch(/not recorded/);
  expect(sentence(returned)).not.toContain('0.0.0.0');
  expect(createScenes(log)(returned).connections[0]?.clientAddress).toBeUndefined();
});

test('the call log shows that there was more, and no duration that nobody measured', () => {
  const lines = createCallLog(log);
  const texts = [...log.ofKind('send'), ...log.ofKind('recv')].map((position) => {
    const line = lines.line(position);
    return line && formatLogLine(line).replace(/^\S+ \[[^\]]*\] /, '');
  });
  expect(texts).toEqual([
    'send(3, "12"…, 64) = 64',
    'recv(3, ""…, 12) = 12',
    'recv(3, "ab"…, 64) = 3 <0.000250>',
    'recv(3, …, not recorded) = ?',
  ]);
});

/** How many calls a search finds. */
function finds(trace: Trace, text: string): number {
  const query = readQuery(text);
  if (query === undefined) throw new Error('no query');
  const search = new Search(trace, query);
  search.run(() => false);
  return search.found.from.length;
}

test('a search for bytes finds nothing in what is not recorded, nor across it', () => {
  const { trace } = open(
    logOf(
      ...CONNECT,
      '7 sendto(3, "ab"..., 9, 0, NULL, 0) = 9',
      '7 sendto(3, "cd", 2, 0, NULL, 0) = 2',
      '7 sendto(3, "ef", 2, 0, NULL, 0) = 2',
    ),
  ).parsed;
  expect(finds(trace, '0x00')).toBe(0);
  expect(finds(trace, '62 63')).toBe(0);
  expect(finds(trace, '64 65')).toBe(1);
});

test('a recv of which the log does not say what it asked for is found by that', () => {
  expect(finds(log, 'not recorded')).toBe(1);
  expect(finds(log, '≤-1')).toBe(0);
});
