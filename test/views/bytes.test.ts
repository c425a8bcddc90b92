import { describe, expect, test } from 'vitest';
import type { ConnectionScene, DirectionScene } from '../../src/scene/scene.ts';
import { createMessages } from '../../src/scene/messages.ts';
import { cellsOf, describeCell, headerTones } from '../../src/views/bytes/cells.ts';
import { countRows, progressOf } from '../../src/views/bytes/counts.ts';
import { focusOffset, frameAt, pickConnection } from '../../src/views/bytes/focus.ts';
import { bytesView, headerLine } from '../../src/views/bytes/view.ts';
import { dissectHeader } from '../../src/protocol/header.ts';
import { oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace, scene } = read(talk);
const messages = createMessages(trace);

function viewAt(seq: number, wanted?: number) {
  const [connection] = scene(seq).connections;
  if (connection === undefined) throw new Error('no connection');
  const { frames } = messages(connection, trace.positionOf(seq));
  return bytesView(trace, connection, frames, wanted);
}

const direction = (more: Partial<DirectionScene>): DirectionScene => ({
  sends: [],
  recvs: [],
  ended: false,
  ...more,
});
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('the view at the playhead', () => {
  const send = seqOf(talk, { k: 'send', len: 64 });
  const got = seqOf(talk, { k: 'recv.ret', n: 64 });

  test('nothing is shown before it is sent', () => {
    expect(viewAt(send - 1)).toMatchObject({ messages: 0, header: undefined, reply: undefined });
  });

  test('a sent header is dashed: none of its cells is taken', () => {
    const { header, payload } = viewAt(send);
    expect(header?.cells).toHaveLength(64);
    expect(header?.cells.some(({ taken }) => taken)).toBe(false);
    expect(header?.progress).toBe('64 bytes · sent, not taken');
    expect(payload).toBeUndefined();
  });

  test('a taken header is filled and names the recv by its call', () => {
    const recv = seqOf(talk, { k: 'recv', max: 64 });
    const { header } = viewAt(got);
    expect(header?.cells.every(({ taken }) => taken)).toBe(true);
    expect(header?.progress).toBe(`64 bytes · taken by recv #${recv}`);
  });

  test('digits and padding differ by glyph, not by colour alone', () => {
    const cells = viewAt(got).header?.cells ?? [];
    expect(cells.slice(0, 3).map(({ glyph, tone }) => [glyph, tone])).toEqual([
      ['1', 'digits'],
      ['2', 'digits'],
      ['·', 'padding'],
    ]);
  });

  test('the reply is a run of its own', () => {
    const { reply } = viewAt(seqOf(talk, { k: 'send', u: 'Msg received' }));
    expect(reply?.cells.map(({ glyph }) => glyph).join('')).toBe('Msg␣received');
  });
});

describe('cells', () => {
  const all = direction({ sent: 100, taken: 100 });
  const glyphs = (bytes: Uint8Array) =>
    cellsOf(bytes, 0, all, () => 'payload').map(({ glyph, joins }) => [glyph, joins]);

  test('only what is sent has a cell', () => {
    expect(cellsOf(utf8('Hello'), 2, direction({ sent: 4 }), () => 'payload')).toHaveLength(2);
  });

  test('the bytes of one character are joined', () => {
    expect(glyphs(utf8('é!'))).toEqual([
      ['é', 'first'],
      ['‥', 'last'],
      ['!', undefined],
    ]);
    expect(glyphs(utf8('☕')).map(([, joins]) => joins)).toEqual(['first', 'inner', 'last']);
  });

  test('half a character, a control and a stray byte are drawn as what they are', () => {
    expect(glyphs(Uint8Array.of(0xc3, 0x00, 0x7f, 0x80)).map(([glyph]) => glyph)).toEqual([
      '×',
      '^@',
      '^?',
      '×',
    ]);
  });

  test('each byte of a bad header knows its role', () => {
    const tone = headerTones(dissectHeader(utf8(' +1x')));
    expect([0, 1, 2, 3].map(tone)).toEqual(['leading', 'sign', 'digits', 'odd']);
  });

  test('a byte is told with its send and its recv', () => {
    const span = { seq: 9, from: 0, to: 1 };
    const known = direction({ sent: 1, taken: 1, sends: [{ ...span, seq: 5 }], recvs: [span] });
    const [cell] = cellsOf(utf8('H'), 0, known, () => 'payload');
    if (cell === undefined) throw new Error('no cell');
    expect(describeCell(cell, known, (seq) => seq - 2)).toBe(
      'Byte 0: H = 72 = hex 48, a byte of the message; left in send #5, taken by recv #7.',
    );
  });
});

describe('counts', () => {
  const connection = (up: DirectionScene): ConnectionScene => ({
    id: 1,
    outside: false,
    up,
    down: direction({ sent: 0, taken: 0 }),
  });
  const rows = (up: DirectionScene, seq = 20) =>
    countRows(connection(up), seq).map(({ name, up, mark }) => [name, up.bytes, up.at, mark]);

  test('sent, taken and waiting are measured; what remains is derived', () => {
    const up = direction({ sent: 76, taken: 0, waiting: { bytes: 64, seq: 20 } });
    expect(rows(up)).toEqual([
      ['sent', '76', undefined, 'measured'],
      ['taken', '0', undefined, 'measured'],
      ['waiting here', '64', undefined, 'measured'],
      ['on the way', '12', undefined, 'derived'],
    ]);
    expect(countRows(connection(up), 20)[3]?.full).toBe('in the sender’s kernel or on the way');
  });

  test('an older measurement says when it was made, and what may have happened since', () => {
    const up = direction({ sent: 76, taken: 0, waiting: { bytes: 64, seq: 15 } });
    expect(rows(up)[2]).toEqual(['waiting here', '64', 15, 'measured']);
    expect(rows(up)[3]).toEqual(['on the way', '≤ 12', undefined, 'derived']);
    expect(countRows(connection(up), 20)[3]?.full).toContain('or come since');
  });

  test('what nobody recorded is a dash, and nothing is derived from it', () => {
    expect(rows(direction({ taken: 64 }))).toEqual([
      ['sent', '–', undefined, 'measured'],
      ['taken', '64', undefined, 'measured'],
      ['waiting here', '–', undefined, 'measured'],
    ]);
  });

  test('progress of a run: part sent, part taken, by which recvs', () => {
    const recvs = [
      { seq: 8, from: 0, to: 1 },
      { seq: 12, from: 1, to: 40 },
    ];
    const up = direction({ sent: 50, taken: 40, recvs });
    const call = (answer: number) => answer - 1;
    expect(progressOf(up, { from: 0, to: 64 }, call)).toBe(
      '50 of 64 bytes · 40 taken by recv #7, #11',
    );
  });
});

describe('focus', () => {
  test('is the first byte that is not taken, else the last', () => {
    expect(focusOffset(direction({ sent: 76, taken: 64 }))).toBe(64);
    expect(focusOffset(direction({ sent: 76, taken: 76 }))).toBe(75);
    expect(focusOffset(direction({ taken: 10 }))).toBe(9);
  });

  test('a frame is found by any of its bytes', () => {
    const [connection] = scene(trace.length - 1).connections;
    if (connection === undefined) throw new Error('no connection');
    const { frames } = messages(connection, trace.length - 1);
    expect([0, 63, 64, 75, 76].map((offset) => frameAt(frames, offset))).toEqual([0, 0, 0, 0, -1]);
  });

  test('the only connection is shown whatever thread is selected', () => {
    expect(pickConnection(trace, scene(trace.length - 1), 1)?.id).toBe(1);
  });
});

test('the line below the header counts its parts, or says what is wrong with it', () => {
  const frame = (text: string) => ({ header: { ...dissectHeader(utf8(text)), from: 0, to: 64 } });
  expect(headerLine(frame('12'.padEnd(64)), 76)).toEqual({ digits: 2, padding: 62, all: 64 });
  expect(headerLine(frame('12'.padEnd(64)), 10)).toBeUndefined();
  expect(headerLine(frame('abc'.padEnd(64)), 64)).toEqual({ problem: 'int() was given abc' });
});
