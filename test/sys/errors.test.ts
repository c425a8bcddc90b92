import { constants } from 'node:os';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { errorTable, socketError, type ErrorTable } from '../../server/sys/errors.ts';
import { LINUX_ERRORS } from '../../server/sys/linux-errors.ts';
import { MACOS_ERRORS } from '../../server/sys/macos-errors.ts';
import { WINDOWS_ERRORS } from '../../server/sys/windows-errors.ts';
import { findPython } from '../../server/cli/tools.ts';

/** What a course program can meet: the name, and the number on Linux, macOS and Windows. */
const MET = [
  ['EACCES', 13, 13, 10013],
  ['EADDRINUSE', 98, 48, 10048],
  ['EADDRNOTAVAIL', 99, 49, 10049],
  ['ENETUNREACH', 101, 51, 10051],
  ['ECONNABORTED', 103, 53, 10053],
  ['ECONNRESET', 104, 54, 10054],
  ['ENOBUFS', 105, 55, 10055],
  ['ENOTCONN', 107, 57, 10057],
  ['ESHUTDOWN', 108, 58, 10058],
  ['ETIMEDOUT', 110, 60, 10060],
  ['ECONNREFUSED', 111, 61, 10061],
  ['EHOSTUNREACH', 113, 65, 10065],
  ['EMFILE', 24, 24, 10024],
  ['EINVAL', 22, 22, 10022],
  ['EINTR', 4, 4, 10004],
] as const;

const numberOf = (table: ErrorTable, code: string) =>
  [...table].find(([, [name]]) => name === code)?.[0];

describe('the tables', () => {
  test.each(MET)('%s is %i on Linux, %i on macOS and %i on Windows', (code, linux, mac, win) => {
    expect(numberOf(LINUX_ERRORS, code)).toBe(linux);
    expect(numberOf(MACOS_ERRORS, code)).toBe(mac);
    expect(numberOf(WINDOWS_ERRORS, code)).toBe(win);
  });

  test("every number of Linux is Node's number for the name", () => {
    const known = constants.errno as Record<string, number>;
    for (const [number, [code]] of LINUX_ERRORS) {
      if (code in known) expect([code, number]).toEqual([code, known[code]]);
    }
  });

  test('every word of Linux is the word that Python prints', () => {
    const python = findPython();
    if (!('path' in python)) throw new Error('this test needs python3');
    const program = 'import os, sys; print(*map(os.strerror, map(int, sys.argv[1:])), sep="\\n")';
    const numbers = [...LINUX_ERRORS.keys()].map(String);
    const { stdout } = spawnSync(python.path, ['-c', program, ...numbers], { encoding: 'utf8' });
    expect([...LINUX_ERRORS.values()].map(([, text]) => text)).toEqual(stdout.trim().split('\n'));
  });

  test.each([
    ['Linux', LINUX_ERRORS],
    ['macOS', MACOS_ERRORS],
    ['Windows', WINDOWS_ERRORS],
  ])('%s gives each name one number, and words without a full stop', (_, table) => {
    const codes = [...table.values()].map(([code]) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const [, text] of table.values()) expect(text).not.toMatch(/\.$|\s$/);
  });
});

describe('an error', () => {
  test('says the call, the words, the name and the number', () => {
    const error = socketError(LINUX_ERRORS, 'recv', 104);
    expect(error.message).toBe('recv: Connection reset by peer (ECONNRESET, 104)');
    expect({ ...error }).toMatchObject({
      call: 'recv',
      code: 'ECONNRESET',
      errno: 104,
      text: 'Connection reset by peer',
    });
  });

  test('of a number that the table does not know still says the number', () => {
    expect(socketError(LINUX_ERRORS, 'send', 4095).message).toBe(
      'send: Unknown error 4095 (E4095, 4095)',
    );
  });

  test('table refuses a line that it cannot read', () => {
    expect(() => errorTable('1 EPERM Not permitted\nENOENT 2')).toThrow('"ENOENT 2"');
  });
});
