/** What the server tells pages over the WebSocket `/api/live`. Each topic's newest message says all. */
import type { CLIENT_PROGRAMS, Role, RoomMode, SERVER_PROGRAMS } from './messages.ts';

export type ServerProgram = (typeof SERVER_PROGRAMS)[number];
export type ClientProgram = (typeof CLIENT_PROGRAMS)[number];

/** Who this page is, for the server. */
export interface You {
  readonly type: 'you';
  readonly role: Role;
  /** Number of the participant; the presenter and strangers have none. */
  readonly participant?: number;
  readonly name?: string;
  /** Names of the client programs that this page's participant runs in the session. */
  readonly clients: readonly string[];
  /** One sentence: why it was sent away, such as that the class has ended. */
  readonly notice?: string;
}

/** The live session: one run of the server, which is one recording. */
export interface SessionState {
  readonly type: 'session';
  readonly state: 'starting' | 'running' | 'stopping' | 'stopped';
  readonly program: ServerProgram;
  /** Where it listens, or did last. */
  readonly host: string;
  readonly port: number;
  readonly title: string;
  /** Its recording, also once it has stopped; absent where nothing can be recorded. */
  readonly recording?: string;
  /** What a person should know: the port is in use, the disk is full, … */
  readonly notice?: string;
  /** It listens again with SO_REUSEADDR, which the course's program does not set. */
  readonly reused: boolean;
  /** Client programs that run in it, each with the terminal of its name. */
  readonly clients: readonly ClientState[];
}

export interface ClientState {
  /** Its program's name in the trace: `client-1`. */
  readonly name: string;
  readonly program: ClientProgram;
  /** Number of the participant whose it is; the presenter's where absent. */
  readonly participant?: number;
  readonly running: boolean;
}

/** What the presenter has asked of the threads; whether one is there already, the trace tells. */
export interface HoldsState {
  readonly type: 'holds';
  /** New threads of the server are held too. */
  readonly all: boolean;
  /** Threads whose gate is not open. */
  readonly threads: readonly HeldThread[];
}

export interface HeldThread {
  readonly thread: number;
  /** `asked`: it will be held at its next call. `held`: it waits at the gate. `running`: it runs
   *  `until`. */
  readonly state: 'asked' | 'held' | 'running';
  /** As in the command `run`. */
  readonly until?: string;
}

/** The class. */
export interface RoomState {
  readonly type: 'room';
  /** Undefined while there is no class: nobody can join. */
  readonly mode?: RoomMode;
  readonly followers: number;
  /** A presenter's page is connected. */
  readonly presenting: boolean;
  /** Followers may run clients of their own in the browser. */
  readonly clientsAllowed: boolean;
  /** Who is who, as far as they told: by the program they run, or by their machine's address. */
  readonly names: readonly RoomName[];
}

export type RoomName =
  | { readonly name: string; readonly program: string }
  | { readonly name: string; readonly host: string };

/** Where the presenter is. */
export interface LookState {
  readonly type: 'look';
  readonly link: string;
  readonly now: boolean;
}

/** The question to the room; without `number` none is open. */
export interface QuestionState {
  readonly type: 'question';
  readonly number?: number;
  /** JSON of a `CuedQuestion`; with its answer once it is revealed. */
  readonly question?: string;
  readonly after?: number;
  readonly revealed: boolean;
  /** How many have answered so far: for everybody. */
  readonly answers: number;
  /** To the presenter always, to all once it is revealed. */
  readonly tally?: readonly TallyRow[];
  /** What this page's participant has answered. */
  readonly given?: string;
}

export interface TallyRow {
  /** JSON of a `Given`, written by a follower's page. */
  readonly given: string;
  readonly count: number;
  /** Hands counted by eye. */
  readonly hands: number;
}

/** To the presenter only. */
export interface PeopleState {
  readonly type: 'people';
  readonly people: readonly {
    readonly participant: number;
    readonly name?: string;
    readonly connected: boolean;
    readonly clients: number;
  }[];
  /** Addresses to join at, each with the code. */
  readonly join: readonly string[];
  /** When another device last reached this server, ISO 8601. */
  readonly reached?: string;
  /** Is anything but this machine let in, for the page and for the course's server? */
  readonly exposed: { readonly page: boolean; readonly server: boolean };
  /** Tallies of all questions of this class, the newest last. */
  readonly tallies: readonly {
    readonly question: string;
    readonly rows: readonly TallyRow[];
  }[];
}

/** To the presenter only: attempts that were refused, the newest last. */
export interface AuditState {
  readonly type: 'audit';
  readonly lines: readonly AuditLine[];
}

export interface AuditLine {
  /** ISO 8601. */
  readonly at: string;
  /** Address of the machine it came from. */
  readonly from: string;
  /** One sentence, without anything secret. */
  readonly what: string;
  /** How often in a row. */
  readonly times: number;
}

/** Something that is fetched anew when it changes. */
export type ChangeMessage =
  /** The list of recordings, or the state of the server. */
  | { readonly type: 'recordings' }
  /** A lesson of the person's own. */
  | { readonly type: 'lessons' };

/** The recording that was wanted is sent in the frames of this number (see `frame.ts`). */
export interface SendingMessage {
  readonly type: 'sending';
  readonly id: string;
  readonly stream: number;
}

/** The answer to a command. */
export type ReplyMessage =
  | { readonly type: 'done'; readonly n: number; readonly link?: string; readonly client?: string }
  /** `why`: one sentence. */
  | { readonly type: 'refused'; readonly n: number; readonly why: string };

export type Topic =
  | You
  | SessionState
  | HoldsState
  | RoomState
  | LookState
  | QuestionState
  | PeopleState
  | AuditState
  | ChangeMessage;

export type ServerMessage = Topic | SendingMessage | ReplyMessage;
