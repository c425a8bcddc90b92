import { visible } from '../../trace/visible.ts';
import { utf8 } from '../../trace/chunk.ts';
import { firstUtf8Error } from '../../protocol/utf8.ts';
import { byteWord } from './words.ts';
import type { FrameScene } from '../../scene/messages.ts';

/** What is to be said of a header. `bad`: the server's thread does not get over it. */
export interface HeaderWords {
  readonly text: string;
  readonly bad: boolean;
}

/** From this length on Python cannot get the memory for recv's buffer, in recordings. */
const NO_MEMORY = 2n ** 35n - 33n;
/** A payload of this length rarely comes whole in one recv. */
const LONG = 100_000n;
/** Of the fixed programs. */
const LIMIT = 1_000_000n;
const ENDS = 'and that ends the thread';

/**
 * What Python makes of a header that is not as the course means it; undefined for a good one.
 * @param headerBytes how long a header should be
 * @param happened what the program does of it is in the past: before, nothing tells it
 */
export function headerWords(
  { header, headerRecv, guarded = false }: FrameScene,
  headerBytes: number,
  happened = true,
): HeaderWords | undefined {
  if (header.cut !== undefined && header.malformed === undefined) {
    return { text: cutWords(header, header.cut), bad: false };
  }
  if (guarded) return guardedWords(header, headerBytes, happened);
  const problem = header.malformed && brokenWords(header, happened);
  const size = header.to - header.from;
  const short =
    headerRecv !== undefined && size < headerBytes
      ? `recv(${headerBytes}) returned only ${bytesText(size)}. `
      : '';
  if (problem !== undefined) {
    const when = headerRecv === undefined ? 'If the server takes it like this: ' : short;
    return { text: when + problem, bad: true };
  }
  if (header.length === undefined) return undefined;
  if (short !== '') {
    return { text: `${short}int() sees ${quoted(header.bytes)}, not the whole header.`, bad: true };
  }
  return lengthWords(header.length, happened);
}

function cutWords({ from, to, length }: FrameScene['header'], cut: number): string {
  const lost = `${cut} of its ${bytesText(to - from)} ${cut === 1 ? 'is' : 'are'} not recorded`;
  return length === undefined ? `${lost}: nobody can tell the length.` : `${lost}.`;
}

/** The fixed programs look first. */
function guardedWords(
  { bytes, length, from, to }: FrameScene['header'],
  headerBytes: number,
  happened: boolean,
): HeaderWords | undefined {
  if (to - from < headerBytes) return undefined;
  const isPlain = /^\d+ *$/.test(utf8(bytes) ?? '') && length !== undefined;
  if (isPlain && length <= LIMIT) return undefined;
  const why = isPlain
    ? `${length} is more than its limit, ${LIMIT}`
    : 'these are not digits, then spaces';
  const end = happened ? ' It closes the connection.' : '';
  return { text: `The fixed server looks before it calls int(): ${why}.${end}`, bad: true };
}

function lengthWords(length: bigint, happened: boolean): HeaderWords | undefined {
  if (length >= NO_MEMORY) {
    const ends = happened ? `: Python raises MemoryError, ${ENDS}` : '';
    const text = `recv(${length}) needs a buffer of that size${ends}.`;
    return { text, bad: true };
  }
  if (length === 0n) {
    const text =
      'The length is 0: recv(0) returns nothing at once, and asks the kernel for nothing.';
    return { text, bad: false };
  }
  if (length < LONG) return undefined;
  const text = `recv(${length}) asks for up to so many bytes. It returns what is there, which may be fewer.`;
  return { text, bad: false };
}

function brokenWords(
  { bytes, length, malformed }: FrameScene['header'],
  happened: boolean,
): string {
  const raises = (error: string): string => (happened ? `: Python raises ${error}, ${ENDS}.` : '.');
  const { culprit } = malformed ?? {};
  switch (malformed?.fault) {
    case undefined:
      return '';
    case 'blank':
      return bytes.length === 0
        ? `int() is given nothing${raises('ValueError')}`
        : `int() is given ${quoted(bytes)} and no digit${raises('ValueError')}`;
    case 'not a number': {
      const from = culprit?.from ?? 0;
      const seen = visible(utf8(bytes.subarray(from, culprit?.to)) ?? '');
      const odd = `byte ${from}, ${seen === ' ' ? 'a space' : seen},`;
      const why = /^[+-]$/.test(seen) ? 'has no number behind it' : 'has no place in a number';
      const end = happened ? ` Python raises ValueError, ${ENDS}.` : '';
      return `int() is given ${quoted(bytes)}: ${odd} ${why}.${end}`;
    }
    case 'not UTF-8': {
      const { from, fault } = firstUtf8Error(bytes) ?? { from: 0, fault: '' };
      const at = `decode() stops at byte ${from}, ${byteWord(bytes[from] ?? 0)} (${fault})`;
      return `${at}${raises('UnicodeDecodeError')}${happened ? ' int() never sees it.' : ''}`;
    }
    case 'negative':
      return happened
        ? `The length is ${length}: recv(${length}) raises ValueError (negative buffersize), ${ENDS}.`
        : `The length is ${length}, less than nothing.`;
    case 'too long':
      return `The length ${length} is more than recv can be asked for${raises('OverflowError')}`;
  }
}

/** `'12' + 62 spaces`: what int() was given. */
function quoted(bytes: Uint8Array): string {
  const text = utf8(bytes) ?? '';
  const digits = text.replace(/ {4,}$/, '');
  const spaces = text.length - digits.length;
  if (digits === '' && spaces > 0) return `${spaces} spaces`;
  return `'${visible(digits)}'${spaces > 0 ? ` + ${spaces} spaces` : ''}`;
}

function bytesText(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}

/** "2 digits + 62 spaces": how many bytes of a good header are which. */
export interface HeaderCount {
  readonly digits: number;
  readonly padding: number;
  readonly all: number;
}

/** Undefined until the header is whole, and where it is broken. */
export function headerCount({ header }: FrameScene, headerBytes: number): HeaderCount | undefined {
  const all = header.to - header.from;
  if (all < headerBytes || header.malformed || header.cut !== undefined) return undefined;
  if (header.length === undefined) return undefined;
  const count = (role: string): number =>
    header.parts
      .filter((part) => part.role === role)
      .reduce((sum, { from, to }) => sum + to - from, 0);
  return { digits: count('digits'), padding: count('padding'), all };
}
