/**
 * The lesson or the recording that this page itself holds: the build of `single.html` takes this
 * module in the place of `sources.ts`. Nothing is asked for, of no one.
 */
import { openBytes } from '../import/open.ts';
import { FOREIGN, OWN } from '../trace/limits.ts';
import { parseTrace, type ParsedTrace } from '../trace/parse.ts';
import { readHeldPage, type HeldPage } from './page-file.ts';
import type { CuedLesson } from '../course/lesson.ts';
import type { RecordingRow } from '../live/api.ts';
import type { Opening } from './progress.ts';
import { noLive } from './no-live.ts';
import { SourceError } from './source-error.ts';

/** `held`: what the page holds; undefined where it holds nothing. */
export function embeddedSources(held: Promise<HeldPage | undefined>) {
  const missing = async (): Promise<never> => {
    throw new SourceError('missing', `This file holds ${whatIn(await held)} and nothing else.`);
  };
  const nothingRuns = async (): Promise<string> =>
    `This file holds ${whatIn(await held)} and no server: to run the programs yourself, install wirestep.`;
  return {
    fixed: true,
    lessons: () => held.then((page) => (page?.entry === undefined ? [] : [page.entry])),
    status: async () => ({
      version: (await held)?.version ?? '',
      unavailable: await nothingRuns(),
    }),
    recordings: () => held.then((page) => (page === undefined ? [] : rowsOf(page))),
    highlighted: async () => (await held)?.highlighted ?? [],
    glossary: async () => (await held)?.glossary ?? [],
    errors: async () => (await held)?.errors ?? [],
    openLesson: async (
      slug: string,
      _opening?: Opening,
      choose: (lesson: CuedLesson) => string = ({ recordings }) => recordings[0]?.name ?? 'main',
    ) => {
      const page = await held;
      if (page?.lesson?.slug !== slug) return missing();
      const name = choose(page.lesson);
      const other = async (wanted: string) => traceOf(page, wanted) ?? missing();
      return { ...opened(await other(name)), lesson: page.lesson, name, other };
    },
    openRecording: async (id: string) => {
      const page = await held;
      const parsed = page?.lesson === undefined && page && traceOf(page, id);
      return parsed ? opened(parsed) : missing();
    },
    openFile: async (dropped: File) => {
      // A page from a file may start no worker: this one waits for the reader.
      const parsed = await openBytes(new Uint8Array(await dropped.arrayBuffer()), FOREIGN);
      return { ...opened(parsed), dropped: true };
    },
    runLab: async () => {
      throw new SourceError('missing', await nothingRuns());
    },
    presets: () => Promise.resolve([]),
    openPreset: missing,
    live: noLive,
  };
}

function whatIn(page: HeldPage | undefined): string {
  return page !== undefined && page.lesson === undefined ? 'one recording' : 'one lesson';
}

/** The recording of a page that holds no lesson; those of a lesson are the lesson's own. */
function rowsOf(page: HeldPage): readonly RecordingRow[] {
  if (page.lesson !== undefined) return [];
  return page.recordings.flatMap(({ name }): readonly RecordingRow[] => {
    const parsed = traceOf(page, name);
    if (parsed === undefined) return [];
    const { title, epoch_ns } = parsed.trace.header;
    const made = new Date(Number(epoch_ns.slice(0, -6)));
    const started = Number.isNaN(made.getTime()) ? '' : made.toISOString();
    const { size: bytes, ended } = parsed;
    return [{ id: name, title, bytes, started, live: false, ended }];
  });
}

function traceOf({ recordings, traces }: HeldPage, name: string): ParsedTrace | undefined {
  const bytes = traces[recordings.findIndex((recording) => recording.name === name)];
  return bytes && parseTrace(bytes, OWN);
}

/** A trace that is whole: it never grows. */
function opened(parsed: ParsedTrace) {
  const nothing = { lesson: undefined, name: undefined, other: undefined, lost: undefined };
  return { ...nothing, parsed, dropped: false, close: () => undefined };
}

/** What this page holds. */
export const held = readHeldPage();

/** Everything that the page shows. */
export const sources = embeddedSources(held);
