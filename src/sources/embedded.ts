/**
 * The lesson that this page itself holds: the build of `single.html` takes this module in the place
 * of `sources.ts`. Nothing is asked for, of no one.
 */
import { FOREIGN, OWN } from '../trace/limits.ts';
import { parseTrace, type ParsedTrace } from '../trace/parse.ts';
import { readLessonFile, type LessonFile } from './lesson-file.ts';
import type { CuedLesson } from '../course/lesson.ts';
import type { Opening } from './progress.ts';
import { noLive } from './no-live.ts';
import { SourceError } from './source-error.ts';

const NOT_HERE = 'This file holds one lesson and nothing else.';
const NOTHING_RUNS =
  'This file holds one lesson and no server: to run the programs yourself, install wirestep.';

/** `held`: what the page holds; undefined where it holds nothing. */
export function embeddedSources(held: Promise<LessonFile | undefined>) {
  const missing = (): Promise<never> => Promise.reject(new SourceError('missing', NOT_HERE));
  return {
    fixed: true,
    lessons: async () => (await held.then((file) => file && [file.entry])) ?? [],
    status: async () => ({ version: (await held)?.version ?? '', unavailable: NOTHING_RUNS }),
    recordings: () => Promise.resolve([]),
    highlighted: async () => (await held)?.highlighted ?? [],
    glossary: async () => (await held)?.glossary ?? [],
    errors: async () => (await held)?.errors ?? [],
    openLesson: async (
      slug: string,
      _opening?: Opening,
      choose: (lesson: CuedLesson) => string = ({ recordings }) => recordings[0]?.name ?? 'main',
    ) => {
      const file = await held;
      if (file === undefined || file.lesson.slug !== slug) return missing();
      const name = choose(file.lesson);
      const other = (wanted: string) => recordingOf(file, wanted);
      return { ...opened(await other(name)), lesson: file.lesson, name, other };
    },
    openRecording: missing,
    openFile: async (dropped: File) => {
      // A page from a file may start no worker: this one waits for the parser.
      const parsed = parseTrace(new Uint8Array(await dropped.arrayBuffer()), FOREIGN);
      return { ...opened(parsed), dropped: true };
    },
    runLab: () => Promise.reject(new SourceError('missing', NOTHING_RUNS)),
    presets: () => Promise.resolve([]),
    openPreset: missing,
    live: noLive,
  };
}

async function recordingOf({ recordings }: LessonFile, name: string): Promise<ParsedTrace> {
  const found = recordings.find((recording) => recording.name === name);
  if (found === undefined) throw new SourceError('missing', NOT_HERE);
  return parseTrace(new TextEncoder().encode(found.trace), OWN);
}

/** A trace that is whole: it never grows. */
function opened(parsed: ParsedTrace) {
  const nothing = { lesson: undefined, name: undefined, other: undefined, lost: undefined };
  return { ...nothing, parsed, dropped: false, close: () => undefined };
}

/** What this page holds. */
export const held = readLessonFile();

/** Everything that the page shows. */
export const sources = embeddedSources(held);
