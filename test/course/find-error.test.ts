import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readErrors } from '../../server/build/reference.ts';
import { LINUX_ERRORS } from '../../server/sys/linux-errors.ts';
import { WINDOWS_ERRORS } from '../../server/sys/windows-errors.ts';
import { findErrors } from '../../src/course/find-error.ts';

const text = readFileSync('lessons/errors.yaml', 'utf8').replaceAll(
  /^\s+(lesson|step): .*\n/gm,
  '',
);
const ENTRIES = readErrors('errors.yaml', text, []);
const titles = (pasted: string) => findErrors(ENTRIES, pasted).map(({ entry }) => entry.title);
const first = (pasted: string) => findErrors(ENTRIES, pasted)[0];

describe('a line of a traceback finds its error', () => {
  test.each([
    ['ConnectionRefusedError: [Errno 111] Connection refused', 'ECONNREFUSED'],
    ['ConnectionRefusedError: [Errno 61] Connection refused', 'ECONNREFUSED'],
    [
      'ConnectionRefusedError: [WinError 10061] No connection could be made because the target machine actively refused it',
      'ECONNREFUSED',
    ],
    ['ConnectionResetError: [Errno 104] Connection reset by peer', 'ECONNRESET'],
    [
      'ConnectionResetError: [WinError 10054] An existing connection was forcibly closed by the remote host',
      'ECONNRESET',
    ],
    [
      'ConnectionAbortedError: [WinError 10053] An established connection was aborted by the software in your host machine',
      'ECONNABORTED',
    ],
    ['OSError: [Errno 98] Address already in use', 'EADDRINUSE'],
    ['OSError: [Errno 48] Address already in use', 'EADDRINUSE'],
    [
      'OSError: [WinError 10048] Only one usage of each socket address (protocol/network address/port) is normally permitted',
      'EADDRINUSE',
    ],
    [
      'OSError: [WinError 10049] The requested address is not valid in its context',
      'EADDRNOTAVAIL',
    ],
    ['OSError: [Errno 99] Cannot assign requested address', 'EADDRNOTAVAIL'],
    ['PermissionError: [Errno 13] Permission denied', 'EACCES'],
    [
      'PermissionError: [WinError 10013] An attempt was made to access a socket in a way forbidden by its access permissions',
      'EACCES',
    ],
    ['TimeoutError: [Errno 110] Connection timed out', 'ETIMEDOUT'],
    ['TimeoutError: [WinError 10060] A connection attempt failed because …', 'ETIMEDOUT'],
    ['BrokenPipeError: [Errno 32] Broken pipe', 'EPIPE'],
    ['socket.gaierror: [Errno -2] Name or service not known', 'EAI_NONAME'],
    ['socket.gaierror: [Errno 11001] getaddrinfo failed', 'EAI_NONAME'],
    ['OSError: [Errno 9] Bad file descriptor', 'EBADF'],
  ])('%s', (line, name) => {
    const found = findErrors(ENTRIES, line);
    expect(found.map(({ entry }) => entry.linux?.name)).toEqual([name]);
  });

  test.each([
    ["ValueError: invalid literal for int() with base 10: 'llo'", 'The header is not a number'],
    ['ValueError: negative buffersize in recv', 'The length is negative'],
    [
      "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 4: unexpected end of data",
      'The bytes are not UTF-8',
    ],
    [
      "UnicodeEncodeError: 'ascii' codec can't encode character '\\xe9' in position 0: ordinal not in range(128)",
      'A character does not exist in this encoding',
    ],
    ["TypeError: a bytes-like object is required, not 'str'", 'Text where bytes belong'],
    ['TypeError: can only concatenate str (not "bytes") to str', 'Text where bytes belong'],
    ['OverflowError: connect(): port must be 0-65535.', 'The port is no port'],
    ['OverflowError: Python int too large to convert to C ssize_t', 'The length is far too large'],
    [
      'TypeError: connect(): AF_INET address must be tuple, not str',
      'The address needs two values',
    ],
    ['TimeoutError: timed out', 'The time limit has passed'],
    ['socket.timeout: timed out', 'The time limit has passed'],
    ["RuntimeError: can't start new thread", 'No more threads'],
    ['MemoryError', 'The length is far too large'],
  ])('of Python itself: %s', (line, title) => {
    expect(titles(line)).toEqual([title]);
  });
});

test('a whole traceback finds the error of its last line', () => {
  const traceback = [
    'Traceback (most recent call last):',
    '  File "C:\\course\\client.py", line 12, in <module>',
    '    client.connect(ADDR)',
    'ConnectionRefusedError: [WinError 10061] No connection could be made because the target',
    'machine actively refused it',
  ].join('\r\n');
  expect(titles(traceback)).toEqual(['Connection refused']);
});

test.each([
  ['10054', 'number', '10054'],
  ['WinError 10061', 'number', 'WinError 10061'],
  ['ECONNRESET', 'name', 'ECONNRESET'],
  ['wsaeconnreset', 'name', 'WSAECONNRESET'],
  ['broken pipe', 'text', 'Broken pipe'],
])('%j alone is enough, and the reason is said', (pasted, reason, matched) => {
  const found = first(pasted);
  expect(found).toMatchObject({ reason, matched });
});

test('a number belongs to the system that prints it', () => {
  // 61 is macOS' number of a refused connection; WinError 61 is none of a socket.
  expect(titles('[Errno 61]')).toEqual(['Connection refused']);
  expect(titles('[WinError 61]')).toEqual([]);
});

test('every number, name and text of an entry finds that entry first', () => {
  for (const entry of ENTRIES) {
    const { linux, windows } = entry;
    if (linux) {
      expect(first(`OSError: [Errno ${linux.number}] ${linux.text}`)?.entry).toBe(entry);
      expect(first(linux.name)?.entry).toBe(entry);
    }
    if (windows) {
      expect(first(`[WinError ${windows.number}]`)?.entry).toBe(entry);
      expect(first(windows.text)?.entry).toBe(entry);
    }
    for (const words of entry.says) expect(first(words)?.entry).toBe(entry);
  }
});

test('a class of several errors offers them all, words by hand those that hold them', () => {
  expect(titles('ValueError').sort()).toEqual([
    'The header is not a number',
    'The length is negative',
  ]);
  expect(titles('firewall')).toContain('The connection attempt got no answer');
});

test.each(['', '   ', 'Hello World!', '12', '[Errno 4095]', 'zzz qqq'])(
  '%j finds nothing',
  (pasted) => {
    expect(titles(pasted)).toEqual([]);
  },
);

test('whatever is pasted, finding throws nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (pasted) => void titles(pasted)));
  expect(titles('['.repeat(100_000))).toEqual([]);
});

test('the words of the systems are those that the programs run with', () => {
  const known = (table: typeof LINUX_ERRORS, number: number) => table.get(number)?.[1];
  for (const { linux, windows } of ENTRIES.filter(({ linux }) => (linux?.number ?? 0) > 0)) {
    expect(known(LINUX_ERRORS, linux?.number ?? 0)).toBe(linux?.text);
    if (windows) expect(known(WINDOWS_ERRORS, windows.number)).toBe(windows.text);
  }
});
