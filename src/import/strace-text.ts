/** Values as strace prints them: texts with escapes, descriptors, socket addresses, numbers. */
import type { Address } from '../trace/format.ts';

/** A line, or a part of one, that is not as strace writes it. Who reads the lines adds the place. */
export class LineError extends Error {}

/** Bytes that strace printed in quotes. */
export interface Quoted {
  readonly bytes: Uint8Array;
  /** `...` stood behind: there were more (`-s` was too small). */
  readonly short: boolean;
}

/** The first argument of most calls. */
export interface Descriptor {
  readonly fd: number;
  /** Both ends of a connection, where `-yy` names them. */
  readonly ends?: { readonly local: Address; readonly peer: Address };
}

const LETTERS: Readonly<Record<string, number>> = {
  a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27, '"': 34, '\\': 92,
}; // prettier-ignore
const BACKSLASH = 0x5c;

/**
 * The bytes of `"\x41\x42"`, and of all other escapes that strace knows: `\n`, octal of one to three
 * digits, letters as they are. Undefined for what is no text: `NULL`, a pointer.
 * @throws {LineError} where the text is not whole.
 */
export function quoted(argument: string): Quoted | undefined {
  if (!argument.startsWith('"')) return undefined;
  const end = argument.lastIndexOf('"');
  const behind = argument.slice(end + 1);
  if (end === 0 || (behind !== '' && behind !== '...')) throw new LineError('a text without end');
  const bytes = new Uint8Array(end - 1);
  let length = 0;
  for (let at = 1; at < end;) {
    const code = argument.charCodeAt(at);
    if (code !== BACKSLASH) {
      if (code < 0x20 || code > 0x7e) throw new LineError('a text with a byte that strace escapes');
      bytes[length++] = code;
      at++;
      continue;
    }
    const [value, size] = escapeAt(argument, at + 1, end);
    bytes[length++] = value;
    at += 1 + size;
  }
  return { bytes: bytes.slice(0, length), short: behind !== '' };
}

/** The value of an escape whose backslash is before `at`, and how many characters it has. */
function escapeAt(text: string, at: number, end: number): readonly [value: number, size: number] {
  const letter = at < end ? text.charAt(at) : '';
  if (letter === 'x') {
    const digits = text.slice(at + 1, Math.min(at + 3, end));
    if (/^[0-9a-f]{2}$/i.test(digits)) return [parseInt(digits, 16), 3];
  }
  const octal = /^[0-3]?[0-7]{1,2}/.exec(text.slice(at, Math.min(at + 3, end)))?.[0];
  if (octal !== undefined) return [parseInt(octal, 8), octal.length];
  const value = LETTERS[letter];
  if (value === undefined) throw new LineError(`a text with \\${letter}, which is no escape`);
  return [value, 1];
}

/** `3`, `3<TCP:[127.0.0.1:40470->127.0.0.1:5050]>`, `3<socket:[5257374]>`, `3</etc/hosts>`. */
export function descriptor(argument: string | undefined): Descriptor {
  const found = /^(\d{1,9})(?:<(.*)>)?$/s.exec(argument ?? '');
  if (found === null) throw new LineError(`${shown(argument)} is no descriptor`);
  const [, fd, about = ''] = found;
  const ends = about.length > 200 ? undefined : /^TCP(?:v6)?:\[(.+)->(.+)\]$/.exec(about);
  const local = ends?.[1] === undefined ? undefined : hostAndPort(ends[1]);
  const peer = ends?.[2] === undefined ? undefined : hostAndPort(ends[2]);
  return local && peer ? { fd: Number(fd), ends: { local, peer } } : { fd: Number(fd) };
}

/** `127.0.0.1:5050`, `[::1]:5050`. */
function hostAndPort(text: string): Address | undefined {
  const found = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/i.exec(text);
  const host = found?.[1] ?? found?.[2];
  return host === undefined ? undefined : addressOf(host, found?.[3] ?? '');
}

/**
 * The address in `{sa_family=AF_INET, sin_port=htons(5050), sin_addr=inet_addr("127.0.0.1")}`, of
 * either family, with any escapes. Undefined for what is no address of the internet.
 */
export function socketAddress(argument: string | undefined): Address | undefined {
  const found =
    /\bsin6?_port=htons\((\d{1,5})\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )("[^"]{1,200}")/.exec(
      (argument ?? '').slice(0, 1000),
    );
  const host = quoted(found?.[2] ?? '');
  return host && addressOf(String.fromCharCode(...host.bytes), found?.[1] ?? '');
}

function addressOf(host: string, port: string): Address {
  const wrong = Number(port) > 65_535 || !/^[0-9a-f.:]{2,45}$/i.test(host);
  if (wrong) throw new LineError(`${shown(`${host}:${port}`)} is no address`);
  return [host, Number(port)];
}

/** A whole number, as it must be where strace prints one. */
export function wholeNumber(argument: string | undefined): number {
  const value = /^\d{1,16}$/.test(argument ?? '') ? Number(argument) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new LineError(`${shown(argument)} is no whole number`);
}

/** The first number in an argument: of `[1]`, of `{l_onoff=1, l_linger=0}`. */
export function firstNumber(argument: string | undefined): number | undefined {
  const digits = /-?\b\d{1,15}\b/.exec((argument ?? '').slice(0, 200))?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/** A piece of a line for a sentence: it may be anything. */
export function shown(text = ''): string {
  if (text === '') return 'nothing';
  const plain = text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
  return `"${plain}${text.length > 40 ? '…' : ''}"`;
}
