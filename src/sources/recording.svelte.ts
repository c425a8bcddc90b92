import type { CuedLesson } from '../course/lesson.ts';
import { extendTrace, type ParsedTrace } from '../trace/parse.ts';
import { FOREIGN, OWN } from '../trace/limits.ts';
import { TraceError } from '../trace/trace-error.ts';
import { fetchLesson, fetchLessonTrace, fetchRecording } from './api.ts';
import { listen } from './live.ts';
import { parse, prepareParser } from './parse.ts';
import type { Opening } from './progress.ts';
import { readStream } from './read-stream.ts';

/**
 * A trace that is open on the page, wherever it came from. The views see the trace and ask no more;
 * one that is still being written grows by itself until `close`.
 */
export class Recording {
  #parsed: ParsedTrace;
  #lost = $state<string>();
  readonly lesson: CuedLesson | undefined;
  /** A file of this tab only: its moments have no address. */
  readonly dropped: boolean;
  readonly #stop: () => void;

  constructor(parsed: ParsedTrace, from: { lesson?: CuedLesson; dropped?: boolean; id?: string }) {
    this.#parsed = $state.raw(parsed);
    this.lesson = from.lesson;
    this.dropped = from.dropped ?? false;
    this.#stop = from.id === undefined || parsed.ended ? () => {} : this.#follow(from.id);
  }

  get parsed(): ParsedTrace {
    return this.#parsed;
  }

  /** Why it no longer grows, where something went wrong. */
  get lost(): string | undefined {
    return this.#lost;
  }

  close(): void {
    this.#stop();
  }

  #follow(id: string): () => void {
    let wanted = 0;
    let busy = false;
    const catchUp = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      try {
        while (this.#parsed.size < wanted) {
          const more = await fetchRecording(id, this.#parsed.size);
          if (more.length === 0) break;
          this.#parsed = extendTrace(this.#parsed, more, OWN);
          await pause();
        }
        this.#lost = undefined;
      } catch (error) {
        this.#lost = error instanceof Error ? error.message : String(error);
      } finally {
        busy = false;
      }
    };
    return listen((message) => {
      if (message.type === 'grew' && message.id === id) wanted = message.bytes;
      // After a lost connection: take whatever has come since.
      else if (message.type === 'recordings') wanted = Infinity;
      else return;
      void catchUp();
    });
  }
}

/** Growth must leave time for the page to show it; how much there is already makes no difference. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

export async function openLesson(slug: string, opening: Opening = {}): Promise<Recording> {
  const [lesson, bytes] = await Promise.all([
    fetchLesson(slug),
    fetchLessonTrace(slug, 'main', opening),
  ]);
  return new Recording(await parse(bytes, false, opening), { lesson });
}

export async function openRecording(id: string, opening: Opening = {}): Promise<Recording> {
  prepareParser();
  const bytes = await fetchRecording(id, 0, opening);
  return new Recording(await parse(bytes, false, opening), { id });
}

/** @throws {TraceError} where the file is no trace, or larger than any from elsewhere may be. */
export async function openFile(file: File, opening: Opening = {}): Promise<Recording> {
  if (file.size > FOREIGN.bytes) throw tooLarge(file.size);
  prepareParser();
  const bytes = await readStream(file.stream(), file.size, opening);
  return new Recording(await parse(bytes, true, opening), { dropped: true });
}

/** Told before the file is read: its bytes would not fit. */
function tooLarge(bytes: number): TraceError {
  return new TraceError(1, 0, `the trace has ${bytes} bytes; the limit is ${FOREIGN.bytes}`);
}
