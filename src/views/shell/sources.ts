import type { HighlightedSource } from '../../course/highlighted.ts';
import type { CuedLesson, LessonEntry } from '../../course/lesson.ts';
import type { ErrorEntry, GlossaryEntry } from '../../course/reference.ts';
import type { PresetEntry, RecordingRow, StatusReply } from '../../live/api.ts';
import type { Command } from '../../live/messages.ts';
import type { Heard, LiveReply } from '../../sources/connection.ts';
import type { LessonParts } from '../../sources/lesson-parts.ts';
import type { Opening } from '../../sources/progress.ts';
import type { ParsedTrace } from '../../trace/parse.ts';

export type { Heard, LiveReply };

/** A trace that is open, wherever it comes from; `parsed` changes while it grows. */
export interface OpenRecording {
  readonly parsed: ParsedTrace;
  readonly lesson: CuedLesson | undefined;
  /** Its name in the lesson. */
  readonly name?: string | undefined;
  /** Loads another recording of the lesson. */
  readonly other?: ((name: string) => Promise<ParsedTrace>) | undefined;
  /** A file of this tab only: its moments have no address. */
  readonly dropped: boolean;
  /** Why it no longer grows, where something went wrong. */
  readonly lost: string | undefined;
  close(): void;
}

/** The one connection to the live server; it comes back by itself when it is lost. */
export interface Live {
  /** Who listens is first told the newest of every topic. */
  listen(listener: (message: Heard) => void): () => void;
  /** Rejects with one sentence where the server refuses or cannot be heard. */
  send(command: Command): Promise<LiveReply>;
  /** Hands over the recording's bytes from `from` on, none twice and none left out, until the
   *  returned function is called. One recording at a time. */
  follow(id: string, from: number, take: (bytes: Uint8Array) => void): () => void;
}

/** Where everything on the page comes from. What fails, fails with a sentence. */
export interface Sources {
  /** A static copy: no server is behind it, recordings neither come nor grow. */
  readonly fixed: boolean;
  lessons(): Promise<readonly LessonEntry[]>;
  status(): Promise<StatusReply>;
  recordings(): Promise<readonly RecordingRow[]>;
  highlighted(): Promise<readonly HighlightedSource[]>;
  glossary(): Promise<readonly GlossaryEntry[]>;
  errors(): Promise<readonly ErrorEntry[]>;
  /** `choose` names the recording of the lesson to begin with. */
  openLesson(
    slug: string,
    opening?: Opening,
    choose?: (lesson: CuedLesson) => string,
  ): Promise<OpenRecording>;
  openRecording(id: string, opening?: Opening): Promise<OpenRecording>;
  openFile(file: File, opening?: Opening): Promise<OpenRecording>;
  /** What a lesson is saved with as one file; absent where that cannot be done. */
  readonly lessonParts?: (slug: string) => Promise<LessonParts>;
  /** The page that a recording is put into to be one file; absent where that cannot be had. */
  readonly template?: () => Promise<string>;
  /** Performs a composition, given as the text of its link; the id of the new recording. */
  runLab(composed: string): Promise<string>;
  /** The byte lab's presets that were recorded. */
  presets(): Promise<readonly PresetEntry[]>;
  openPreset(name: string, opening?: Opening): Promise<OpenRecording>;
  readonly live: Live;
}
