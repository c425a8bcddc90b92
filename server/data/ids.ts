import { randomInt } from 'node:crypto';
import { join } from 'node:path';

/**
 * The one pattern of a recording's id, which is also its file's name: 113 random bits. Without
 * capitals, so that two ids are two files on disks that ignore case; without dashes, so that no
 * command takes one for an option.
 */
export const RECORDING_ID = /^[a-z0-9]{22}$/;

/** What every trace file's name ends in. */
export const TRACE_SUFFIX = '.trace.jsonl';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function newRecordingId(): string {
  return Array.from({ length: 22 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}

export function isRecordingId(value: unknown): value is string {
  return typeof value === 'string' && RECORDING_ID.test(value);
}

/**
 * The path of a recording, existing or not. The only place where an id becomes a path.
 * Throws where the id does not match the pattern, whoever asks.
 */
export function recordingFile(dir: string, id: string): string {
  if (!isRecordingId(id)) throw new Error(`not a recording's id: ${JSON.stringify(id)}`);
  return join(dir, id + TRACE_SUFFIX);
}
