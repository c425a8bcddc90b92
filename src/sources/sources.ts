import {
  fetchErrors,
  fetchGlossary,
  fetchHighlighted,
  fetchLessons,
  fetchPresets,
  fetchRecordings,
  fetchStatus,
  fetchTemplate,
  runLab,
} from './api.ts';
import { live } from './live.ts';
import { openFile, openLesson, openPreset, openRecording } from './recording.svelte.ts';
import { siteVersion } from './site-mark.ts';
import { siteSources } from './site.ts';

/** As it comes from this machine's wirestep. */
const served = {
  fixed: false,
  lessons: fetchLessons,
  status: fetchStatus,
  recordings: fetchRecordings,
  highlighted: fetchHighlighted,
  glossary: fetchGlossary,
  errors: fetchErrors,
  openLesson,
  openRecording,
  openFile,
  lessonParts: (slug: string) =>
    import('./lesson-parts.ts').then((parts) => parts.lessonParts(slug)),
  template: fetchTemplate,
  runLab,
  presets: fetchPresets,
  openPreset,
  live,
};

const version = siteVersion();

/** Everything that the page shows. */
export const sources = version === undefined ? served : siteSources(version);
