import type { HighlightedSource } from '../course/highlighted.ts';
import type { CuedLesson, LessonEntry } from '../course/lesson.ts';
import type { ErrorEntry, GlossaryEntry } from '../course/reference.ts';
import type { ErrorReply, LabReply, PresetEntry, RecordingRow, StatusReply } from '../live/api.ts';
import type { Opening } from './progress.ts';
import { lengthOf, readStream } from './read-stream.ts';
import { siteVersion } from './site-mark.ts';
import { SourceError } from './source-error.ts';

/** Whether nothing but files is behind the page. */
const isSite = siteVersion() !== undefined;

/** All lessons, in the order of the course. */
export function fetchLessons(): Promise<readonly LessonEntry[]> {
  return json('lessons/index.json', 'the list of lessons');
}

export function fetchLesson(slug: string): Promise<CuedLesson> {
  return json(`lessons/${slug}.json`, `the lesson ${slug}`);
}

/** `name`: which recording of the lesson; `main` where it has only one. */
export function fetchLessonTrace(
  slug: string,
  name: string,
  opening: Opening = {},
): Promise<Uint8Array> {
  return bytes(`lessons/${slug}.${name}.trace.jsonl`, `the recording of lesson ${slug}`, opening);
}

/** The programs' sources as the build coloured them; none where the build has none. */
export function fetchHighlighted(): Promise<readonly HighlightedSource[]> {
  return json('sources.json', 'the coloured sources');
}

/** The words of the course with their meaning. */
export function fetchGlossary(): Promise<readonly GlossaryEntry[]> {
  return json('glossary.json', 'the glossary');
}

/** The errors that students meet. */
export function fetchErrors(): Promise<readonly ErrorEntry[]> {
  return json('errors.json', 'the list of errors');
}

/** The page that a lesson or a recording is put into to be saved as one file. */
export async function fetchTemplate(): Promise<string> {
  const answer = await get('single.html', 'the page for a file of its own');
  return answer.text();
}

export function fetchRecordings(): Promise<readonly RecordingRow[]> {
  return json('api/recordings', 'the list of recordings');
}

export function fetchStatus(): Promise<StatusReply> {
  return json('api/status', 'the state of the live server');
}

/** The bytes of a recording from `from` on. */
export function fetchRecording(id: string, from = 0, opening: Opening = {}): Promise<Uint8Array> {
  return bytes(`api/recordings/${id}?from=${from}`, `the recording ${id}`, opening);
}

/** What `npm run build:site` wrote in place of the list that a server makes. */
export function fetchSiteRecordings(): Promise<readonly RecordingRow[]> {
  return json('recordings/index.json', 'the list of recordings');
}

export function fetchSiteRecording(id: string, opening: Opening): Promise<Uint8Array> {
  return bytes(`recordings/${id}.trace.jsonl`, `the recording ${id}`, opening);
}

/** The presets of the byte lab, recorded when wirestep was built. */
export function fetchPresets(): Promise<readonly PresetEntry[]> {
  return json('presets/index.json', 'the list of presets');
}

export function fetchPreset(name: string, opening: Opening): Promise<Uint8Array> {
  return bytes(`presets/${name}.trace.jsonl`, `the preset ${name}`, opening);
}

/** Performs a composition, given as the text of its link; the id of the new recording. */
export async function runLab(composition: string): Promise<string> {
  const body = JSON.stringify({ composition });
  const headers = { 'content-type': 'application/json' };
  const how = { method: 'POST', body, headers };
  const { id } = await json<LabReply>('api/lab', 'the new recording', how);
  return id;
}

async function json<T>(path: string, what: string, how?: RequestInit): Promise<T> {
  const answer = await get(path, what, how);
  try {
    return (await answer.json()) as T;
  } catch (error) {
    throw new SourceError('refused', `What came for ${what} is not JSON.`, { cause: error });
  }
}

async function bytes(path: string, what: string, opening: Opening): Promise<Uint8Array> {
  const { signal } = opening;
  const answer = await get(path, what, { signal });
  if (answer.body === null) return new Uint8Array();
  return readStream(answer.body, lengthOf(answer), opening).catch((error: unknown) => {
    throw broken(signal, `The connection broke while ${what} was being read.`, error);
  });
}

async function get(path: string, what: string, how: RequestInit = {}): Promise<Response> {
  // A web site lets browsers keep files for a while, and a lesson must go with its recording.
  const cache = isSite ? 'no-cache' : 'default';
  const answer = await fetch(path, { cache, ...how }).catch((error: unknown) => {
    const sentence = isSite
      ? `The web site does not answer: ${what} cannot be loaded. Are you online?`
      : `wirestep does not answer: ${what} cannot be loaded. Is it running?`;
    throw broken(how.signal ?? undefined, sentence, error);
  });
  if (answer.ok) return answer;
  const reply = (await answer.json().catch(() => ({}))) as Partial<ErrorReply>;
  const failure = answer.status === 404 ? 'missing' : 'refused';
  const sentence =
    isSite && failure === 'missing'
      ? `This copy does not hold ${what}.`
      : (reply.error ?? `${what} cannot be loaded (HTTP ${answer.status}).`);
  throw new SourceError(failure, sentence);
}

/** The abort itself where it was asked for. */
function broken(signal: AbortSignal | undefined, sentence: string, cause: unknown): unknown {
  return signal?.aborted ? cause : new SourceError('silent', sentence, { cause });
}
