import type { HighlightedSource } from '../course/highlighted.ts';
import type { CuedLesson, LessonEntry } from '../course/lesson.ts';
import type { ErrorReply, RecordingRow, StatusReply } from '../live/api.ts';

/** What could not be had and why, as one sentence that a person sees. */
export class SourceError extends Error {}

/** All lessons, in the order of the course. */
export function fetchLessons(): Promise<readonly LessonEntry[]> {
  return json('lessons/index.json', 'the list of lessons');
}

export function fetchLesson(slug: string): Promise<CuedLesson> {
  return json(`lessons/${slug}.json`, `the lesson ${slug}`);
}

export function fetchLessonTrace(slug: string): Promise<Uint8Array> {
  return bytes(`lessons/${slug}.trace.jsonl`, `the recording of lesson ${slug}`);
}

/** The programs' sources as the build coloured them; none where the build has none. */
export function fetchHighlighted(): Promise<readonly HighlightedSource[]> {
  return json('sources.json', 'the coloured sources');
}

export function fetchRecordings(): Promise<readonly RecordingRow[]> {
  return json('api/recordings', 'the list of recordings');
}

export function fetchStatus(): Promise<StatusReply> {
  return json('api/status', 'the state of the live server');
}

/** The bytes of a recording from `from` on. */
export function fetchRecording(id: string, from = 0): Promise<Uint8Array> {
  return bytes(`api/recordings/${id}?from=${from}`, `the recording ${id}`);
}

async function json<T>(path: string, what: string): Promise<T> {
  const answer = await get(path, what);
  try {
    return (await answer.json()) as T;
  } catch (error) {
    throw new SourceError(`What came for ${what} is not JSON.`, { cause: error });
  }
}

async function bytes(path: string, what: string): Promise<Uint8Array> {
  const answer = await get(path, what);
  return new Uint8Array(await answer.arrayBuffer());
}

async function get(path: string, what: string): Promise<Response> {
  const answer = await fetch(path).catch((error: unknown) => {
    throw new SourceError(`wirestep does not answer: ${what} cannot be loaded. Is it running?`, {
      cause: error,
    });
  });
  if (answer.ok) return answer;
  const reply = (await answer.json().catch(() => ({}))) as Partial<ErrorReply>;
  throw new SourceError(reply.error ?? `${what} cannot be loaded (HTTP ${answer.status}).`);
}
