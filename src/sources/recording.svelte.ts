import { Batch } from './batch.ts';
import type { CuedLesson } from '../course/lesson.ts';
import { extendTrace, type ParsedTrace } from '../trace/parse.ts';
import { FOREIGN, OWN } from '../trace/limits.ts';
import { ImportError } from '../trace/import-error.ts';
import { fetchLesson, fetchLessonTrace, fetchPreset, fetchRecording } from './api.ts';
import { live } from './live.ts';
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
  /** Its name in the lesson. */
  readonly name: string | undefined;
  /** Loads another recording of the lesson. */
  readonly other: ((name: string) => Promise<ParsedTrace>) | undefined;
  /** A file of this tab only: its moments have no address. */
  readonly dropped: boolean;
  readonly #stop: () => void;

  constructor(parsed: ParsedTrace, from: From) {
    this.#parsed = $state.raw(parsed);
    this.lesson = from.lesson;
    this.name = from.name;
    this.other = from.other;
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
    const batch = new Batch((bytes) => {
      try {
        this.#parsed = extendTrace(this.#parsed, bytes, OWN);
        if (this.#parsed.ended) this.#stop();
      } catch (error) {
        this.#lost = error instanceof Error ? error.message : String(error);
        this.#stop();
      }
    });
    const leave = live.follow(id, this.#parsed.size, (bytes) => batch.add(bytes));
    return () => {
      leave();
      batch.stop();
    };
  }
}

/** Where a recording comes from, and what goes with it. */
interface From {
  readonly lesson?: CuedLesson;
  readonly name?: string;
  readonly other?: (name: string) => Promise<ParsedTrace>;
  readonly dropped?: boolean;
  /** Of the server: a recording that may still grow. */
  readonly id?: string;
}

/** `choose` names the recording of the lesson to begin with. */
export async function openLesson(
  slug: string,
  opening: Opening = {},
  choose: (lesson: CuedLesson) => string = ({ recordings }) => recordings[0]?.name ?? 'main',
): Promise<Recording> {
  const lesson = await fetchLesson(slug);
  const load = async (name: string, how: Opening = {}): Promise<ParsedTrace> =>
    parse(await fetchLessonTrace(slug, name, how), false, how);
  const name = choose(lesson);
  return new Recording(await load(name, opening), { lesson, name, other: load });
}

export async function openRecording(id: string, opening: Opening = {}): Promise<Recording> {
  prepareParser();
  const bytes = await fetchRecording(id, 0, opening);
  return new Recording(await parse(bytes, false, opening), { id });
}

/** The recording of one of the byte lab's presets. */
export async function openPreset(name: string, opening: Opening = {}): Promise<Recording> {
  prepareParser();
  return new Recording(await parse(await fetchPreset(name, opening), false, opening), {});
}

/** @throws {ImportError} where wirestep cannot open the file, or it is larger than any from elsewhere
 *  may be. */
export async function openFile(file: File, opening: Opening = {}): Promise<Recording> {
  if (file.size > FOREIGN.bytes) throw tooLarge(file.size);
  prepareParser();
  const bytes = await readStream(file.stream(), file.size, opening);
  return new Recording(await parse(bytes, true, opening), { dropped: true });
}

/** Told before the file is read: its bytes would not fit. */
function tooLarge(bytes: number): ImportError {
  return new ImportError(0, 0, `the file has ${bytes} bytes; the limit is ${FOREIGN.bytes}`);
}
