import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/protocol/frame.ts';
import { dissectHeader } from '../../src/protocol/header.ts';
import { createMessages } from '../../src/scene/messages.ts';
import type { ConnectionScene, DirectionScene, Scene } from '../../src/scene/scene.ts';
import { cellsIn, type Cell } from '../../src/views/bytes/cells.ts';
import { choicesOf, pickConnection } from '../../src/views/bytes/connection.ts';
import {
  fieldAt,
  fieldsOf,
  foldable,
  messageToShow,
  replyField,
} from '../../src/views/bytes/fields.ts';
import { sendOf, takeOf } from '../../src/views/bytes/follow.ts';
import { callOf, inspect } from '../../src/views/bytes/inspect.ts';
import { focusOffset, frameAt, replyAround } from '../../src/views/bytes/places.ts';
import { progressOf, sendsOf } from '../../src/views/bytes/progress.ts';
import { describeCell } from '../../src/views/bytes/words.ts';
import { oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace, scene } = read(talk);
const messages = createMessages(trace);
const call = (answer: number) => callOf(trace, answer);

function connectionAt(seq: number): ConnectionScene {
  const [connection] = scene(seq).connections;
  if (connection === undefined) throw new Error('no connection');
  return connection;
}

/** What is shown after an event. */
function shownAt(seq: number, wanted?: number) {
  const connection = connectionAt(seq);
  const known = messages(connection, trace.positionOf(seq));
  const message = messageToShow(known, connection.up, wanted, undefined);
  const reply = replyField(connection.down, focusOffset(connection.down));
  return { ...fieldsOf(known, connection, message, 64), reply, message, known, connection };
}

const direction = (more: Partial<DirectionScene>): DirectionScene => ({
  sends: [],
  recvs: [],
  ended: false,
  ...more,
});
const send = seqOf(talk, { k: 'send', len: 64 });
const got = seqOf(talk, { k: 'recv.ret', n: 64 });

describe('what is shown at the playhead', () => {
  test('nothing before it is sent', () => {
    const { message, header, reply } = shownAt(send - 1);
    expect([message, header, reply]).toEqual([-1, undefined, undefined]);
  });

  test('a sent header: none of its cells is taken', () => {
    const { header, payload } = shownAt(send);
    if (header === undefined) throw new Error('no header');
    const cells = cellsIn(trace, header, header.from, header.to);
    expect(cells).toHaveLength(64);
    expect(cells.some(({ taken }) => taken)).toBe(false);
    expect(progressOf(header, call)).toBe('64 bytes · sent, not taken');
    expect(payload && progressOf(payload, call)).toBe('none of 12 bytes sent yet');
  });

  test('a taken header: filled, and it names the recv by its call', () => {
    const recv = seqOf(talk, { k: 'recv', max: 64 });
    const { header } = shownAt(got);
    if (header === undefined) throw new Error('no header');
    expect(cellsIn(trace, header, 0, 64).every(({ taken }) => taken)).toBe(true);
    expect(progressOf(header, call)).toBe(`64 bytes · taken by recv #${recv}`);
  });

  test('digits and padding differ by glyph, not by colour alone', () => {
    const { header } = shownAt(got);
    if (header === undefined) throw new Error('no header');
    const cells = cellsIn(trace, header, 0, 3);
    expect(cells.map(({ glyph, tone }) => [glyph, tone])).toEqual([
      ['1', 'digits'],
      ['2', 'digits'],
      ['·', 'padding'],
    ]);
  });

  test('a reply is a field of its own', () => {
    const { reply } = shownAt(seqOf(talk, { k: 'send', u: 'Msg received' }));
    if (reply === undefined) throw new Error('no reply');
    const cells = cellsIn(trace, reply, reply.from, reply.to);
    expect(cells.map(({ glyph }) => glyph).join('')).toBe('Msg␣received');
  });

  test('any window of a field has the cells of the whole', () => {
    const { header } = shownAt(got);
    if (header === undefined) throw new Error('no header');
    expect(cellsIn(trace, header, 10, 20)).toEqual(cellsIn(trace, header, 0, 64).slice(10, 20));
  });
});

describe('padding', () => {
  const paddingOf = (text: string, sent = 64) => {
    const bytes = new TextEncoder().encode(text.padEnd(64)).subarray(0, sent);
    const whole = dissectHeader(bytes);
    const cut = sent < 64 ? { length: undefined, malformed: undefined } : {};
    const header = { ...whole, ...cut, from: 100, to: 100 + sent };
    const up = direction({ sent: 100 + sent, taken: 100 });
    const known = { frames: [{ header }] };
    return foldable(fieldsOf(known, { id: 1, outside: false, up, down: up }, 0, 64).header);
  };

  test('is folded behind the digits, and behind a word that is none', () => {
    expect(paddingOf('12')).toEqual({ from: 102, to: 164 });
    expect(paddingOf('twelve')).toEqual({ from: 106, to: 164 });
  });

  test('stays where it is short, where it is all there is, and where it is not all sent', () => {
    expect(paddingOf('7'.repeat(50))).toBeUndefined();
    expect(paddingOf('')).toBeUndefined();
    expect(paddingOf('12', 40)).toBeUndefined();
  });
});

describe('the message to show', () => {
  const { known, connection } = shownAt(trace.length - 1);
  const up = { way: 'up' } as const;

  test('is the one that was paged to, however wrong the number', () => {
    expect(messageToShow(known, connection.up, 99, { ...up, offset: 0 })).toBe(0);
    expect(messageToShow(known, connection.up, -1, undefined)).toBe(0);
  });

  test('is that of the followed byte, as far as the byte is sent', () => {
    expect(messageToShow(known, connection.up, undefined, { ...up, offset: 70 })).toBe(0);
    expect(messageToShow(known, connection.up, undefined, { ...up, offset: 9999 })).toBe(0);
  });

  test('a byte of any field is found in it', () => {
    const nameAt = (way: 'up' | 'down', offset: number) =>
      fieldAt(known, connection, { way, offset }, 64)?.name;
    expect([nameAt('up', 63), nameAt('up', 64), nameAt('down', 3)]).toEqual([
      'header',
      'payload',
      'reply',
    ]);
    expect(nameAt('up', 76)).toBeUndefined();
  });
});

describe('behind a malformed header', () => {
  const header = { ...malformedHeader(), from: 0, to: 64 };
  const up = direction({ sent: 80, taken: 64 });
  const connection = { id: 1, outside: false, up, down: direction({}) };
  const known = { frames: [{ header }], rest: { from: 64, to: 80 } };

  test('are bytes that nobody can tell the meaning of', () => {
    const { rest, payload } = fieldsOf(known, connection, 0, 64);
    expect(payload).toBeUndefined();
    expect(rest).toMatchObject({ name: 'rest', from: 64, to: 80 });
    expect(messageToShow(known, up, undefined, undefined)).toBe(0);
  });
});

function malformedHeader() {
  return {
    bytes: new Uint8Array(64),
    parts: [],
    malformed: { fault: 'not a number', reason: '' },
  } as const;
}

describe('a coalesced reply', () => {
  const sends = [
    { seq: 5, from: 0, to: 12 },
    { seq: 7, from: 12, to: 24 },
    { seq: 9, from: 24, to: 36 },
  ];

  test('is all that one recv took, and tells how many sends gave it', () => {
    const down = direction({ sent: 36, taken: 24, sends, recvs: [{ seq: 8, from: 0, to: 24 }] });
    expect(replyAround(down, 23)).toEqual({ from: 0, to: 24 });
    expect(sendsOf(replyField(down, 23) ?? fail())).toBe(2);
    expect(sendsOf(replyField(down, 30) ?? fail())).toBeUndefined();
  });

  test('is all that waits, with the whole of a send that is taken in part', () => {
    const down = direction({ sent: 36, taken: 14, sends, recvs: [{ seq: 8, from: 0, to: 14 }] });
    expect(replyAround(down, 20)).toEqual({ from: 12, to: 36 });
  });

  test('is one send where nobody recorded the recvs', () => {
    expect(replyAround(direction({ sent: 36, sends }), 20)).toEqual({ from: 12, to: 24 });
  });
});

function fail(): never {
  throw new Error('no reply');
}

describe('a byte', () => {
  test('is told with its send and its recv in one sentence', () => {
    const cell: Cell = {
      offset: 0,
      value: 72,
      hex: '48',
      glyph: 'H',
      tone: 'payload',
      taken: true,
      bad: false,
      begins: [],
      send: { seq: 5, from: 0, to: 1 },
      recv: { seq: 9, from: 0, to: 1 },
    };
    expect(describeCell(cell, (seq) => seq - 2)).toBe(
      'Byte 0: H = 72 = hex 48, a byte of the message; left in send #5, taken by recv #7.',
    );
  });

  test('is inspected with its place, its send, its recv and that recv’s answer', () => {
    const { payload } = shownAt(trace.length - 1);
    const seen = payload && inspect(trace, payload, 70, undefined);
    expect(seen).toMatchObject({
      place: 'byte 6 of 12 in the payload',
      means: 'a byte of the message',
      glyph: 'W',
      code: 0x57,
      send: seqOf(talk, { k: 'send', len: 12 }),
      recv: { call: seqOf(talk, { k: 'recv', max: 12 }), answer: seqOf(talk, { n: 12, off: 64 }) },
    });
  });

  test('is followed to its send, and to a recv that is still to come', () => {
    const byte = { way: 'up', offset: 64 } as const;
    const now = seqOf(talk, { k: 'send', len: 12 });
    const connection = connectionAt(now);
    expect(sendOf(connection, byte)).toBe(now);
    expect(takeOf(trace, connection, byte)).toBe(seqOf(talk, { k: 'recv.ret', off: 64 }));
    expect(takeOf(trace, connection, { way: 'up', offset: 999 })).toBeUndefined();
  });
});

describe('progress of a field', () => {
  const of = (more: Partial<DirectionScene>, to = 64, due?: bigint) =>
    progressOf(
      { name: 'header', way: 'up', from: 0, to, due, whole: true, direction: direction(more) },
      (answer) => answer - 1,
    );

  test('part sent, part taken, by which recvs', () => {
    const recvs = [
      { seq: 8, from: 0, to: 1 },
      { seq: 12, from: 1, to: 40 },
    ];
    expect(of({ sent: 50, taken: 40, recvs }, 50, 64n)).toBe(
      '50 of 64 bytes · 40 taken by recv #7, #11',
    );
  });

  test('of many recvs the first are named', () => {
    const recvs = Array.from({ length: 9 }, (_, n) => ({ seq: n + 2, from: n, to: n + 1 }));
    expect(of({ sent: 9, taken: 9, recvs }, 9)).toBe(
      '9 bytes · taken by recv #1, #2, #3 and 6 more',
    );
  });

  test('where nobody recorded the recvs it says so', () => {
    expect(of({ sent: 64 })).toBe('64 bytes · recv not recorded');
  });
});

describe('focus', () => {
  test('is the first byte that is not taken, else the last', () => {
    expect(focusOffset(direction({ sent: 76, taken: 64 }))).toBe(64);
    expect(focusOffset(direction({ sent: 76, taken: 76 }))).toBe(75);
    expect(focusOffset(direction({ taken: 10 }))).toBe(9);
  });

  test('a frame is found by any of its bytes', () => {
    const { frames } = messages(connectionAt(trace.length - 1), trace.length - 1);
    expect([0, 63, 64, 75, 76].map((offset) => frameAt(frames, offset))).toEqual([0, 0, 0, 0, -1]);
  });

  test('one of 100,000 frames is found without making the others', () => {
    let asked = 0;
    const frames = {
      length: 100_000,
      at(index: number): Frame {
        asked++;
        const header = {
          bytes: new Uint8Array(),
          parts: [],
          from: index * 76,
          to: index * 76 + 64,
        };
        return { header, payload: { from: header.to, to: header.to + 12, missing: 0n } };
      },
    };
    expect(frameAt(frames, 76 * 54_321 + 70)).toBe(54_321);
    expect(asked).toBeLessThan(20);
  });
});

describe('the connection', () => {
  const now = scene(trace.length - 1);
  const many: Scene = {
    ...now,
    connections: Array.from({ length: 1000 }, (_, n) => ({
      ...connectionAt(trace.length - 1),
      id: n + 1,
      client: n === 7 ? 2 : 100 + n,
      server: n === 7 ? 3 : 2000 + n,
    })),
  };

  test('the only one is shown whatever thread is selected', () => {
    expect(pickConnection(trace, now, 1)?.id).toBe(1);
  });

  test('of many it is the one of the selected thread’s last call', () => {
    expect(pickConnection(trace, many, 3)?.id).toBe(8);
    expect(pickConnection(trace, many, undefined)?.id).toBe(8);
  });

  test('a followed one is shown whatever moves, and nothing while it has not begun', () => {
    expect(pickConnection(trace, many, 3, 500)?.id).toBe(500);
    expect(pickConnection(trace, many, 3, 5000)).toBeUndefined();
  });

  test('of thousands those around the shown one are offered', () => {
    const ids = choicesOf(many.connections, 500).map(({ id }) => id);
    expect(ids).toHaveLength(200);
    expect(ids).toContain(500);
    expect(choicesOf(many.connections.slice(0, 2), undefined)).toEqual([
      { id: 1, name: 'connection 1 · 127.0.0.1:58994' },
      { id: 2, name: 'connection 2 · 127.0.0.1:58994' },
    ]);
  });
});
