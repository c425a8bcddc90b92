import type { StatusReply } from '../live/api.ts';
import {
  fetchErrors,
  fetchGlossary,
  fetchHighlighted,
  fetchLessons,
  fetchPresets,
  fetchSiteRecording,
  fetchSiteRecordings,
  fetchTemplate,
} from './api.ts';
import { noLive } from './no-live.ts';
import { SourceError } from './source-error.ts';
import { parse, prepareParser } from './parse.ts';
import type { Opening } from './progress.ts';
import { openFile, openLesson, openPreset, Recording } from './recording.svelte.ts';

const NOTHING_RUNS = 'This is a static copy: nothing can be run here.';

/** A copy of lessons and recordings on a web site: nothing runs behind it and nothing changes. */
export function siteSources(version: string) {
  const status: StatusReply = {
    version,
    unavailable: 'This is a static copy: to run the programs yourself, install wirestep.',
  };
  return {
    fixed: true,
    lessons: fetchLessons,
    status: () => Promise.resolve(status),
    recordings: fetchSiteRecordings,
    highlighted: fetchHighlighted,
    glossary: fetchGlossary,
    errors: fetchErrors,
    openLesson,
    openRecording,
    openFile,
    lessonParts: (slug: string) =>
      import('./lesson-parts.ts').then((parts) => parts.lessonParts(slug)),
    template: fetchTemplate,
    runLab: () => Promise.reject(new SourceError('missing', NOTHING_RUNS)),
    presets: fetchPresets,
    openPreset,
    live: noLive,
  };
}

/** One whose writer died stays as it is: it has no id, so nobody waits for the rest. */
async function openRecording(id: string, opening: Opening = {}): Promise<Recording> {
  prepareParser();
  const bytes = await fetchSiteRecording(id, opening);
  return new Recording(await parse(bytes, false, opening), {});
}
