import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  descriptor,
  firstNumber,
  LineError,
  quoted,
  shown,
  socketAddress,
  wholeNumber,
} from '../../src/import/strace-text.ts';
import { hex } from './strace-log.ts';

const bytesOf = (text: string) => [...(quoted(text)?.bytes ?? [])];

test.each([
  ['hexadecimal, as -xx writes all', '"\\x48\\x69"', [0x48, 0x69]],
  ['letters as they are', '"Hi"', [0x48, 0x69]],
  ['the escapes of C', '"\\t\\n\\v\\f\\r\\"\\\\"', [9, 10, 11, 12, 13, 34, 92]],
  ['octal of three digits', '"\\377\\009"', [255, 0, 0x39]],
  ['octal as short as the next character lets it be', '"\\0\\1x\\12"', [0, 1, 0x78, 10]],
  ['no bytes', '""', []],
])('a text may have %s', (_, text, bytes) => {
  expect(bytesOf(text)).toEqual(bytes);
});

test('dots behind a text say that there was more', () => {
  expect(quoted('"\\x41"...')).toEqual({ bytes: Uint8Array.of(0x41), short: true });
  expect(quoted('"\\x41"')?.short).toBe(false);
});

test('a pointer and NULL are no text', () => {
  expect(quoted('0x7ffd20487840')).toBeUndefined();
  expect(quoted('NULL')).toBeUndefined();
});

test.each(['"', '"\\x4"', '"\\xzz"', '"\\q"', '"a" b', '"ä"', '"\\', '"a\tb"'])(
  'the text %s is refused',
  (text) => {
    expect(() => quoted(text)).toThrow(LineError);
  },
);

test('any bytes come back from every way of writing them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const raw = String.fromCharCode(...bytes);
      const octal = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
      expect(bytesOf(`"${octal}"`)).toEqual([...bytes]);
      const mixed = [...raw].map((letter) => (/[\w ]/.test(letter) ? letter : hexOf(letter)));
      expect(bytesOf(`"${mixed.join('')}"`)).toEqual([...bytes]);
    }),
  );
});

const hexOf = (letter: string) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;

test.each([
  ['3', 3],
  ['255', 255],
  ['3<socket:[5257374]>', 3],
  ['1</home/ana/a>b,c>', 1],
  ['4<TCP:[5257370]>', 4],
])('the descriptor %s is %s', (text, fd) => {
  expect(descriptor(text)).toEqual({ fd });
});

test('a descriptor of -yy says both ends of its connection', () => {
  expect(descriptor('4<TCP:[127.0.0.1:40470->127.0.0.1:5180]>')).toEqual({
    fd: 4,
    ends: { local: ['127.0.0.1', 40470], peer: ['127.0.0.1', 5180] },
  });
  expect(descriptor('4<TCPv6:[[::1]:57442->[::1]:5179]>').ends).toEqual({
    local: ['::1', 57442],
    peer: ['::1', 5179],
  });
});

test.each(['', 'x', '-1', '1234567890', '3<', undefined])('%s is no descriptor', (text) => {
  expect(() => descriptor(text)).toThrow(LineError);
});

test.each([
  ['{sa_family=AF_INET, sin_port=htons(5050), sin_addr=inet_addr("127.0.0.1")}', '127.0.0.1'],
  [`{sa_family=AF_INET, sin_port=htons(5050), sin_addr=inet_addr(${hex('10.0.0.7')})}`, '10.0.0.7'],
  [
    `{sa_family=AF_INET6, sin6_port=htons(5050), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, ${hex('::1')}, &sin6_addr), sin6_scope_id=0}`,
    '::1',
  ],
  [
    '{sa_family=AF_INET6, sin6_port=htons(5050), inet_pton(AF_INET6, "fe80::1", &sin6_addr), sin6_flowinfo=htonl(0)}',
    'fe80::1',
  ],
])('the address %s is read', (text, host) => {
  expect(socketAddress(text)).toEqual([host, 5050]);
});

test('what is no address of the internet is none', () => {
  expect(socketAddress('{sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}')).toBeUndefined();
  expect(socketAddress('NULL')).toBeUndefined();
  expect(socketAddress(undefined)).toBeUndefined();
});

test.each(['99999', '5050'])('an address is refused that cannot be one (port %s)', (port) => {
  const host = port === '5050' ? '"<b>"' : '"127.0.0.1"';
  const text = `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr(${host})}`;
  expect(() => socketAddress(text)).toThrow(LineError);
});

test('numbers are whole, and no larger than can be told apart', () => {
  expect(wholeNumber('64')).toBe(64);
  for (const text of [
    '',
    '-1',
    '6.4',
    '64x',
    '9999999999999999',
    '99999999999999999999',
    undefined,
  ])
    expect(() => wholeNumber(text)).toThrow(LineError);
});

test('the first number of an option is its value', () => {
  expect(firstNumber('[1]')).toBe(1);
  expect(firstNumber('{l_onoff=1, l_linger=0}')).toBe(1);
  expect(firstNumber('[-1]')).toBe(-1);
  expect(firstNumber('NULL')).toBeUndefined();
});

test('a sentence shows little of what it is about, and nothing that could do harm', () => {
  expect(shown('a'.repeat(100))).toBe(`"${'a'.repeat(40)}…"`);
  expect(shown('a\u001b[31m\u202e')).toBe('"a?[31m?"');
  expect(shown('')).toBe('nothing');
});
