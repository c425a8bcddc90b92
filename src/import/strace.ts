/**
 * A log of strace → a trace: calls, threads, bytes, what was printed and typed. The total order is the
 * order of the log's lines: strace sees one thing after the other. A call that waited has two lines,
 * every other call one, which is its entry and its return at once.
 */
import { ImportError } from '../trace/import-error.ts';
import { FOREIGN } from '../trace/limits.ts';
import type { Limits } from '../trace/limits.ts';
import type { ImportedFile, OnRead } from './imported-file.ts';
import { Problems } from './problems.ts';
import { Follower } from './strace-follow.ts';
import { readLog, STRACE_COMMAND } from './strace-lines.ts';
import { LineError } from './strace-text.ts';
import { Births } from './strace-threads.ts';
import { programsOf, traceOf } from './strace-trace.ts';

/** Events that are kept until all is read; more are left out, and it is said. */
const MAX_EVENTS = 1_000_000;
/** Lines that are not understood, after which nothing is expected of the others. */
const MAX_DAMAGE = 100_000;
const LINES_BETWEEN_NEWS = 4096;

/**
 * @param onread is told now and then which part of the log is read
 * @throws {ImportError} where it is no log of strace with times since 1970, or no program in it has a
 * socket or a terminal; nothing else, whatever the bytes are
 */
export function importStrace(
  bytes: Uint8Array,
  limits: Limits = FOREIGN,
  onread?: OnRead,
): ImportedFile {
  const births = new Births();
  const problems = new Problems();
  const report = (line: number, byte: number, reason: string) =>
    problems.report(byte, reason, line);
  for (const line of readLog(bytes, report)) {
    births.add(line);
    if (line.line % LINES_BETWEEN_NEWS === 0) onread?.(line.byte / bytes.length / 2);
  }
  // The same lines again: they are reported once.
  const follower = new Follower(births);
  const found = new Problems();
  let lines = 0;
  let since = 0;
  for (const line of readLog(bytes, (at, byte, reason) => found.report(byte, reason, at))) {
    lines = line.line;
    since = line.since;
    try {
      follower.follow(line);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      found.report(line.byte, error.message, line.line);
    }
    const why = tooMuch(follower, found);
    if (why !== undefined) {
      found.report(line.byte, `${why}: nothing behind this line is read`, line.line);
      break;
    }
    if (line.line % LINES_BETWEEN_NEWS === 0) onread?.((1 + line.byte / bytes.length) / 2);
  }
  if (programsOf(follower.processes).length === 0) throw new ImportError(1, 0, nothingIn(lines));
  const isWhole = bytes.at(-1) === 0x0a;
  const { drafts, processes } = follower;
  const { trace, isFull } = traceOf({ drafts, processes, since, lines, isWhole }, limits.bytes);
  if (isFull)
    found.report(0, `the trace of it has more bytes than the limit is: ${limits.bytes}`, 1);
  return { trace, damage: found.damage, damaged: found.damaged, from: 'strace' };
}

function tooMuch({ drafts }: Follower, { damaged }: Problems): string | undefined {
  if (drafts.length > MAX_EVENTS) return `the log has more than ${MAX_EVENTS} events`;
  return damaged >= MAX_DAMAGE ? `${damaged} lines were not understood` : undefined;
}

function nothingIn(lines: number): string {
  const many = lines === 1 ? '1 line' : `${lines} lines`;
  return `no program in this log of strace (${many}) has a TCP socket or a terminal; record it with: ${STRACE_COMMAND}`;
}
