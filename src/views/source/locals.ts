import type { Language } from '../../replay/look.ts';
import type { Local } from '../../scene/scene.ts';
import type { ChangedBy } from './changed-by.ts';
import { listings, type SourceFile } from './program.ts';

/** Runs of at least this many spaces are counted, not shown. */
const LONG_RUN = /^(b?['"])(.*?\S)( {8,})(['"])$/;
/** Characters that a narrow pane has room for. */
const ROOM = 30;
/** Where the recorder cuts a value. */
const CUT = 80;

/** A local as it is shown: `'12' + 62 spaces` for a padded text, otherwise as it was recorded. */
export function shorten(value: string): string {
  const [, open, start, run, close] = LONG_RUN.exec(value) ?? [];
  if (run === undefined) return value;
  return `${open}${start}${close} + ${run.length} spaces`;
}

/** Whether it is worth opening a local to read all of it. */
export function isLong({ value, was = '' }: Local): boolean {
  const short = shorten(value);
  return short !== value || shorten(was) !== was || short.length + was.length > ROOM;
}

/** Whether the recording itself holds only the beginning of a value. */
export function isCut(value: string): boolean {
  return value.length >= CUT && value.endsWith('…');
}

/** "changed by line 20", "given by the call"; empty where nothing has changed. */
export function changeWords(
  locals: readonly Local[],
  by: ChangedBy | undefined,
  files: ReadonlyMap<number, SourceFile>,
  language: Language,
): string {
  if (by === undefined || !locals.some(({ changed }) => changed)) return '';
  if (by.how === 'call') return 'given by the call';
  const found = listings(files, by.site);
  const line = (found.get(language) ?? [...found.values()][0])?.line;
  return line === undefined ? '' : `changed by line ${line}`;
}
