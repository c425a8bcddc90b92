import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dissectHeader } from '../../src/protocol/header.ts';
import { dissectUtf8 } from '../../src/protocol/utf8.ts';
import type { FrameScene } from '../../src/scene/messages.ts';
import { charactersIn, codePointText, wideGlyph } from '../../src/views/bytes/characters.ts';
import { hasConsequence } from '../../src/views/bytes/consequence.ts';
import { headerCount, headerWords } from '../../src/views/bytes/header-words.ts';
import { connected } from '../support/conversation.ts';
import { read } from './at.ts';
import { caret } from '../../src/views/bytes/pictures.ts';
import { faultWords } from '../../src/views/bytes/words.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('characters in a window', () => {
  /** The characters of [from, to) of bytes that begin at offset 100 of the stream. */
  function seen(bytes: Uint8Array, from: number, to: number, whole = true) {
    const field = { from: 100, to: 100 + bytes.length, whole };
    return charactersIn(field, 100 + from, 100 + to, (a, b) => bytes.subarray(a - 100, b - 100));
  }

  test('a character that crosses the window’s edges is whole', () => {
    expect(seen(utf8('aé☕b'), 2, 4)).toEqual([
      { from: 101, to: 103, code: 0xe9 },
      { from: 103, to: 106, code: 0x2615 },
    ]);
  });

  test('any window has the pieces of the whole text', () => {
    const unruly = fc.array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc3, 0xe4, 0xf0, 0x9f, 0xff), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(unruly, fc.nat(30), fc.nat(12), (values, start, size) => {
        const bytes = Uint8Array.from(values);
        const [from, to] = [Math.min(start, bytes.length), Math.min(start + size, bytes.length)];
        const wanted = dissectUtf8(bytes)
          .filter((piece) => piece.to > from && piece.from < to)
          .map((piece) => ({ ...piece, from: piece.from + 100, to: piece.to + 100 }));
        expect(seen(bytes, from, to)).toEqual(wanted);
      }),
    );
  });

  test('a character that is cut where more may come is unfinished, not wrong', () => {
    const cut = utf8('é').subarray(0, 1);
    expect(seen(cut, 0, 1, false)[0]?.fault).toBe('unfinished');
    expect(seen(cut, 0, 1, true)[0]?.fault).toBe('unexpected end of data');
  });
});

test('a code point has at least four digits', () => {
  expect(codePointText(0xe9)).toBe('U+00E9');
  expect(codePointText(0x1f469)).toBe('U+1F469');
});

test('a character that would hide or hang on to its neighbour is drawn as a mark', () => {
  expect([0x200d, 0x202e, 0x301, 0xe9].map(wideGlyph)).toEqual(['‹›', '‹›', '◌\u0301', 'é']);
});

test('a control picture that no font has is written with a caret', () => {
  expect([0, 7, 27, 0x21].map(caret)).toEqual(['^@', '^G', '^[', '^?']);
});

describe('why bytes are no character', () => {
  test.each([
    ['invalid start byte', [0x80, 0x41], '0x80 goes on with a character, but none is open here.'],
    ['invalid start byte', [0xc0, 0x41], '0xc0 would write a one-byte character in two bytes.'],
    ['invalid start byte', [0xff, 0xfe], 'No character begins with 0xff.'],
    [
      'invalid continuation byte',
      [0xe4, 0xbd, 0x41],
      '0xe4 opens a character of 3 bytes, but 0x41 behind it does not go on with it.',
    ],
    [
      'unexpected end of data',
      [0xc3],
      '0xc3 opens a character of 2 bytes, but the data ends before they are all there.',
    ],
    ['unfinished', [0xf0, 0x9f], '0xf0 opens a character of 4 bytes. The others are not sent yet.'],
  ] as const)('%s', (fault, bytes, plain) => {
    expect(faultWords(fault, Uint8Array.from(bytes))).toEqual({ python: fault, plain });
  });
});

describe('what is said of a header', () => {
  const frame = (bytes: Uint8Array, headerRecv: number | undefined = 9): FrameScene => ({
    header: { ...dissectHeader(bytes), from: 0, to: bytes.length },
    headerRecv,
  });
  const say = (text: string) => headerWords(frame(utf8(text.padEnd(64))), 64)?.text;
  const ENDS = 'and that ends the thread';

  test.each([
    ['12', undefined],
    ['1000000', undefined],
    ['1000001', /: 1000001 is more than its limit, 1000000\. It closes the connection\.$/],
    ['two', /: these are not digits, then spaces\./],
    ['1_0', /: these are not digits, then spaces\./],
    ['٢', /: these are not digits, then spaces\./],
    ['-1', /: these are not digits, then spaces\./],
    ['', /: these are not digits, then spaces\./],
  ])('of a server that looks first: %j', (text, words) => {
    const bytes = utf8(text.padEnd(text === '٢' ? 63 : 64));
    const found = headerWords({ ...frame(bytes), guarded: true }, 64);
    if (words === undefined) expect(found).toBeUndefined();
    else expect(found).toEqual({ text: expect.stringMatching(words) as string, bad: true });
  });

  test.each([
    ['two', "int() is given 'two' + 61 spaces: byte 0, t, has no place in a number."],
    ['', 'int() is given 64 spaces and no digit.'],
    ['-5', 'The length is -5, less than nothing.'],
    ['9'.repeat(20), `The length ${'9'.repeat(20)} is more than recv can be asked for.`],
    ['99999999999', 'recv(99999999999) needs a buffer of that size.'],
  ])('nothing that the program has not done yet is told of %j', (text, words) => {
    const found = headerWords(frame(utf8(text.padEnd(64))), 64, false);
    expect(found).toEqual({ text: words, bad: true });
    expect(say(text)).toMatch(/raises/);
  });

  test('what came of a header is told from the exception on', () => {
    const talk = connected();
    const server = { p: 1, th: 3 };
    const text = { n: 64, off: 0, queued: 0, u: 'two'.padEnd(64) };
    const took = talk.add('recv.ret', { ...server, s: 3, fd: 24, re: 25, ...text });
    const line = { ...server, f: 1, l: 9, fn: 'handle_client' };
    talk.add('line', line);
    const raised = talk.add('exc', { ...line, name: 'ValueError', message: 'invalid' });
    const { trace } = read(talk);
    const at = (seq: number) => hasConsequence(trace, took, trace.positionOf(seq));
    expect([at(took), at(raised - 1), at(raised)]).toEqual([false, false, true]);
    expect(hasConsequence(trace, undefined, trace.length - 1)).toBe(false);
  });

  test('of a server that looks first: nothing while it is not whole', () => {
    expect(headerWords({ ...frame(utf8('x')), guarded: true }, 64)).toBeUndefined();
  });

  test('nothing of a good one, but how much of it is padding', () => {
    expect(say('12')).toBeUndefined();
    const count = { digits: 2, padding: 62, all: 64 };
    expect(headerCount(frame(utf8('12'.padEnd(64))), 64)).toEqual(count);
    expect(headerCount(frame(utf8('12')), 64)).toBeUndefined();
    expect(headerCount(frame(utf8('x'.padEnd(64))), 64)).toBeUndefined();
  });

  test.each([
    [
      'a word',
      'twelve',
      `int() is given 'twelve' + 58 spaces: byte 0, t, has no place in a number. Python raises ValueError, ${ENDS}.`,
    ],
    [
      'two numbers',
      '1 2',
      `int() is given '1 2' + 61 spaces: byte 2, 2, has no place in a number. Python raises ValueError, ${ENDS}.`,
    ],
    [
      'a sign alone',
      '-',
      `int() is given '-' + 63 spaces: byte 1, a space, has no place in a number. Python raises ValueError, ${ENDS}.`,
    ],
    [
      'a control character',
      '5\u001b',
      `int() is given '5␛' + 62 spaces: byte 1, ␛, has no place in a number. Python raises ValueError, ${ENDS}.`,
    ],
    ['blank', '', `int() is given 64 spaces and no digit: Python raises ValueError, ${ENDS}.`],
    [
      'negative',
      '-5',
      `The length is -5: recv(-5) raises ValueError (negative buffersize), ${ENDS}.`,
    ],
    [
      'zero',
      '0',
      'The length is 0: recv(0) returns nothing at once, and asks the kernel for nothing.',
    ],
    [
      'more than memory',
      '1000000000000',
      `recv(1000000000000) needs a buffer of that size: Python raises MemoryError, ${ENDS}.`,
    ],
    [
      'more than a C number',
      '99999999999999999999',
      `The length 99999999999999999999 is more than recv can be asked for: Python raises OverflowError, ${ENDS}.`,
    ],
    [
      'long',
      '300000',
      'recv(300000) asks for up to so many bytes. It returns what is there, which may be fewer.',
    ],
  ])('%s', (_, text, words) => {
    expect(say(text)).toBe(words);
  });

  test('a sign with nothing at all behind it', () => {
    expect(headerWords(frame(utf8('+')), 1)?.text).toBe(
      `int() is given '+': byte 0, +, has no number behind it. Python raises ValueError, ${ENDS}.`,
    );
  });

  test('not UTF-8: decode() stops, and int() never sees it', () => {
    expect(headerWords(frame(Uint8Array.of(0x31, 0xff, 0x20)), 3)?.text).toBe(
      `decode() stops at byte 1, 0xff (invalid start byte): Python raises UnicodeDecodeError, ${ENDS}. int() never sees it.`,
    );
  });

  test('split: int() sees what one recv returned, a number or not', () => {
    expect(headerWords(frame(utf8('1')), 64)).toEqual({
      text: "recv(64) returned only 1 byte. int() sees '1', not the whole header.",
      bad: true,
    });
    expect(headerWords(frame(utf8(' '.repeat(62))), 64)?.text).toMatch(
      /^recv\(64\) returned only 62 bytes\. int\(\) is given 62 spaces and no digit/,
    );
  });

  test('not taken yet: what will be, if the server takes it like this', () => {
    const sent = { ...frame(utf8('x'.padEnd(64))), headerRecv: undefined };
    expect(headerWords(sent, 64)?.text).toMatch(/^If the server takes it like this: int\(\)/);
  });
});
