import { fetchHighlighted, fetchLessons, fetchRecordings, fetchStatus } from './api.ts';
import { listen } from './live.ts';
import { openFile, openLesson, openRecording } from './recording.svelte.ts';

/** Everything that the page shows, as it comes from this machine's wirestep. */
export const sources = {
  lessons: fetchLessons,
  status: fetchStatus,
  recordings: fetchRecordings,
  highlighted: fetchHighlighted,
  openLesson,
  openRecording,
  openFile,
  listen,
};
