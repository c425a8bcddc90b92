/** The lines of a strace log: whose each is, when it was, and what it says. */
import { ImportError } from '../trace/import-error.ts';
import { shown } from './strace-text.ts';

export interface LogLine {
  /** Line of the file, from 1, and offset of its first byte. */
  readonly line: number;
  readonly byte: number;
  /** The kernel's number of the thread; undefined where the line names none: the only one there is. */
  readonly tid: number | undefined;
  /** Nanoseconds since `since`: whole seconds since 1970, of the first line. */
  readonly at: number;
  readonly since: number;
  readonly text: string;
}

/** How to record what wirestep can read; behind `-o` and the program may be anything. */
export const STRACE_COMMAND =
  'strace -f -ttt -xx -s 1048576 -e trace=network,read,write,close,clone,clone3 -o server.log python3 server.py';

const NEWLINE = 0x0a;
/** A call with a text of 1 MiB, four characters a byte, and room for the rest. */
const MAX_LINE = 5 * 1024 * 1024;
/** Lines without a time, after which nothing is expected of the others. */
const MAX_STRANGE = 10_000;
/** Nanoseconds of a longer time are no exact number any more: 100 days. */
export const MOST_SECONDS = 8_640_000;
const WHO = String.raw`(?:\[pid +(\d{1,9})(?:<[^>]{0,80}>)?\] +|(\d{1,9})(?:<[^>]{0,80}>)? +)?`;
/** `8353  1795422677.548751 `, `[pid  8353] 1795422677.548751 [00007f335212] `. */
const HEAD = new RegExp(String.raw`^${WHO}(\d{9,11})\.(\d{1,9}) +(?:\[[0-9a-f?]{8,16}\] )?`);
/** Lines that strace writes beside the log, and the stack of `-k`. */
const ASIDE = /^(?:\[ Process PID=.* \]|strace: .*| > .*)$/;
const ATTACHED = /^(.*)strace: Process \d{1,9} attached$/s;

const KNOWN_CALL =
  '(?:execve|socket|bind|listen|connect|accept4?|recvfrom|sendto|read|write|close|brk|mmap|clone3?|openat)\\(';
/** The first line of a log, with whatever times. */
const ANY_HEAD = new RegExp(
  String.raw`^(?:${WHO}(?:\d{9,11}\.\d{1,9} +(?:\w{1,40}\(|<\.\.\. |\+\+\+ |--- |\[)|(?:\d\d:\d\d:\d\d(?:\.\d+)? |\s*\d{1,6}\.\d{6} |)(?:\[[0-9a-f?]{8,16}\] )?${KNOWN_CALL})|strace: Process \d+ attached$)`,
);
const START = 4096;

/** Whether a file begins as a log of strace does, of whichever options. */
export function isStraceLog(bytes: Uint8Array): boolean {
  const start = textOf(bytes.subarray(0, START));
  return ANY_HEAD.test(start.slice(0, start.indexOf('\n') >>> 0));
}

/** What is told of a line that was not understood. */
export type Report = (line: number, byte: number, reason: string) => void;

/**
 * Every line with a time, one after the other.
 * @throws {ImportError} where none of the first lines has a time as `-ttt` writes it.
 */
export function* readLog(bytes: Uint8Array, report: Report): Generator<LogLine> {
  let first: number | undefined;
  let line = 0;
  /** A line that "Process … attached" broke in two. */
  let broken = '';
  let strange = 0;
  for (let byte = 0; byte < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, byte);
    const end = newline < 0 ? bytes.length : newline;
    const place = byte;
    byte = end + 1;
    line++;
    if (newline < 0) {
      report(line, place, `the log breaks off in this line, after ${end - place} bytes`);
      break;
    }
    if (end - place > MAX_LINE) {
      report(line, place, `the line has ${end - place} bytes; the limit is ${MAX_LINE}`);
      continue;
    }
    const whole = broken + textOf(bytes.subarray(place, end));
    broken = whole.endsWith(' attached') ? (ATTACHED.exec(whole)?.[1] ?? '') : '';
    if (broken !== '' || ASIDE.test(whole)) continue;
    const head = HEAD.exec(whole);
    if (head === null) {
      if (first === undefined) refuse(line, place, whole);
      report(line, place, `${shown(whole)} has no time as strace -ttt writes it`);
      if (++strange < MAX_STRANGE) continue;
      report(line, place, `${strange} lines have no time: nothing behind this line is read`);
      break;
    }
    const seconds = Number(head[3]);
    first ??= seconds;
    const isFar = Math.abs(seconds - first) > MOST_SECONDS;
    if (isFar) report(line, place, 'the time is more than 100 days from that of the first line');
    yield {
      line,
      byte: place,
      tid: numberIn(head[1] ?? head[2]),
      since: first,
      // Of a line without a believable time its place in the log says enough.
      at: isFar ? 0 : (seconds - first) * 1e9 + Number((head[4] as string).padEnd(9, '0')),
      text: whole.slice(head[0].length).trimEnd(),
    };
  }
  if (first === undefined) throw new ImportError(1, 0, 'there is no line of a strace log');
}

function refuse(line: number, byte: number, text: string): void {
  if (!ANY_HEAD.test(text)) return;
  const reason = `this log of strace has no times since 1970; record it again with: ${STRACE_COMMAND}`;
  throw new ImportError(line, byte, reason);
}

function numberIn(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

const decoder = new TextDecoder('latin1');

function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
