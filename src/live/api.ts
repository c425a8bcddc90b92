/**
 * What server and page say to each other over HTTP and the WebSocket: types only, shared by both.
 * All names and titles in here were written by somebody else: show them as text.
 */
import type { Role } from './messages.ts';

/** `GET /api/status`. */
export interface StatusReply {
  readonly version: string;
  /** Of the one who asks; absent where no server is behind the page. */
  readonly role?: Role;
  /** The live server; absent where there is none (then `unavailable` says why), and for strangers. */
  readonly live?: LiveStatus;
  /** One sentence: why there is no live server. */
  readonly unavailable?: string;
  /** What threads cost on this machine; absent where no program can run. */
  readonly threads?: ThreadStatus;
}

export interface ThreadStatus {
  /** How many this machine carries at once, and what sets that: `free memory`. */
  readonly cap: number;
  readonly limitedBy: string;
  /** Memory of one, in MB, measured as this session's first ones were made. */
  readonly mbEach?: number;
}

export interface LiveStatus {
  /** Where the course's server listens. */
  readonly host: string;
  readonly port: number;
  /** Id of the recording being written; absent where nothing can be recorded. */
  readonly recording?: string;
  readonly title: string;
  /** One sentence the person should see, such as that the disk is full and recording stopped. */
  readonly notice?: string;
}

/** One row of `GET /api/recordings`, newest first. */
export interface RecordingRow {
  /** The name in links; for a file that wirestep did not name, its file name without the ending. */
  readonly id: string;
  readonly title: string;
  readonly bytes: number;
  /** ISO 8601: the trace's time zero; the file's date where the header cannot be read. */
  readonly started: string;
  /** It is the one being written now by this server. */
  readonly live: boolean;
  /** It was closed in order. Neither live nor ended: its writer died, or another is writing it. */
  readonly ended: boolean;
  /** The number of the last whole event, where it could be read cheaply. */
  readonly events?: number;
  /** One sentence: what is wrong with the file. */
  readonly problem?: string;
}

/** `POST /api/lab` with a `LabRequest`: 201 once the run has ended and is a recording. */
export interface LabRequest {
  /** The text of the composition's link: see `src/lab/link.ts`. */
  readonly composition: string;
}

export interface LabReply {
  /** Id of the new recording. */
  readonly id: string;
}

/** `POST /api/presenter` with `{ token }`, `POST /api/join` with `{ code }`: the role that the
 *  cookie now stands for. */
export interface EnterReply {
  readonly role: Role;
}

/** One row of `presets/index.json`: a preset of the byte lab that was recorded. */
export interface PresetEntry {
  readonly name: string;
  readonly events: number;
  readonly bytes: number;
}

/** Every answer that is not a success. */
export interface ErrorReply {
  readonly error: string;
}
