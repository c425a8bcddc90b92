/** A lesson's folder from anywhere, read with care: only plain files, none too large. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { LessonError } from '../../src/course/lesson.ts';
import { lessonNumber } from '../../src/course/parse-lesson.ts';
import { FOREIGN } from '../../src/trace/limits.ts';
import { recordingPlaces } from '../build/recording-places.ts';

const MOST_TEXT = 256 * 1024;
const MOST_RECORDINGS = 50;

/** A lesson's files, and a text that changes whenever one of them does. */
export interface LessonFiles {
  readonly slug: string;
  /** Path of `lesson.md`. */
  readonly file: string;
  /** Name → path of the recording. */
  readonly recordings: ReadonlyMap<string, string>;
  readonly state: string;
}

/** The lessons of a folder, by their names; none where the folder is not there. */
export function lessonsIn(dir: string): readonly LessonFiles[] {
  return list(dir)
    .filter((slug) => lessonNumber(slug) !== undefined && stats(join(dir, slug))?.isDirectory())
    .map((slug) => {
      const folder = join(dir, slug);
      const file = join(folder, 'lesson.md');
      const places = [...recordingPlaces(folder, list)].filter(([, path]) => stats(path)?.isFile());
      const recordings = new Map(places.slice(0, MOST_RECORDINGS));
      const state = [file, ...recordings.values()].map(stateOf).join('\n');
      return { slug, file, recordings, state };
    });
}

/** The text of a lesson. @throws {LessonError} where it is not there, no plain file, or too large */
export function readText(file: string): string {
  const found = stats(file);
  if (found === undefined) throw new LessonError(file, 1, 'the lesson has no lesson.md');
  if (!found.isFile()) throw new LessonError(file, 1, 'this is no plain file');
  if (found.size > MOST_TEXT) {
    throw new LessonError(file, 1, `a lesson has at most ${MOST_TEXT / 1024} KiB`);
  }
  return readFileSync(file, 'utf8');
}

/** The bytes of a recording. @throws {LessonError} where it is too large */
export function readRecording(file: string): Uint8Array {
  if ((stats(file)?.size ?? 0) > FOREIGN.bytes) {
    throw new LessonError(file, 1, `a recording has at most ${FOREIGN.bytes} bytes`);
  }
  return readFileSync(file);
}

/** A text that is another one once the file is. */
export function stateOf(file: string): string {
  const found = stats(file);
  return found === undefined ? file : `${file} ${found.mtimeMs} ${found.size} ${found.ino}`;
}

function stats(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}

/** The names in a folder; none where it is no folder, or a link to one. */
function list(folder: string): readonly string[] {
  return stats(folder)?.isDirectory() ? readdirSync(folder).sort() : [];
}
