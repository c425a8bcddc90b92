import { PythonError } from './errors.ts';
import { repr } from './repr.ts';

/** Host and port as Python's socket module hands them out. */
export type AddressTuple = readonly [host: string, port: number];

/** Python's text of an address tuple: `('127.0.0.1', 58994)`. */
export function addressText([host, port]: AddressTuple): string {
  return `(${repr(host)}, ${port})`;
}

/**
 * The dotted quad that Python connects or binds to; checks what it checks, in its order: the
 * host's name, then the port's range. Only `localhost` and numbers have a name service here.
 * @throws PythonError OverflowError or socket.gaierror, in Python's words.
 */
export function checkAddress(call: 'bind' | 'connect', host: string, port: number): string {
  const quad = dottedQuad(host);
  if (port < 0 || port > 0xffff) {
    throw new PythonError('OverflowError', `${call}(): port must be 0-65535.`);
  }
  return quad;
}

/** getaddrinfo's EAI_NONAME as glibc words it. */
export function unknownHost(): PythonError {
  return new PythonError('socket.gaierror', '[Errno -2] Name or service not known');
}

function dottedQuad(host: string): string {
  if (host === '') return '0.0.0.0';
  if (host === '<broadcast>') return '255.255.255.255';
  if (host === 'localhost') return '127.0.0.1';
  const parts = host.split('.');
  const numbers = parts.map(inetNumber);
  const last = numbers.pop() ?? NaN;
  const room = 256 ** (4 - numbers.length);
  const sound = parts.length <= 4 && numbers.every((n) => n <= 255) && last < room;
  if (!sound) throw unknownHost();
  const value = numbers.reduce((sum, n, i) => sum + n * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** One part of an address as inet_aton(3) reads it: decimal, octal with a 0, hex with 0x. */
function inetNumber(part: string): number {
  if (/^0x[\da-f]+$/i.test(part)) return parseInt(part, 16);
  if (/^0[0-7]*$/.test(part)) return parseInt(part, 8);
  return /^[1-9]\d*$/.test(part) ? Number(part) : NaN;
}
