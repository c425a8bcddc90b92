/** What the web side asks of the live session, the class and the list of who is who. */
import type { IncomingMessage } from 'node:http';
import type { Command, CommandType, Role } from '../../src/live/messages.ts';
import type {
  AuditState,
  ClientProgram,
  HoldsState,
  LookState,
  PeopleState,
  QuestionState,
  RoomState,
  ServerProgram,
  SessionState,
  You,
} from '../../src/live/state.ts';

/** Who sends a request: told by its cookie. */
export interface Caller {
  readonly role: Role;
  /** Of the cookie; two windows of one browser share it. Empty where there is none. */
  readonly key: string;
  readonly participant?: number;
}

/** Who is who: `Roles`. What it says of the same request changes as tokens are used up. */
export interface WhoIsWho {
  roleOf(request: IncomingMessage): Caller;
  /** Somebody's role is another now. */
  onChange(listener: () => void): () => void;
}

/** Attempts that were refused: `Audit`. */
export interface AuditLog {
  /** @param from address of the machine */
  add(from: string, what: string): void;
  readonly state: AuditState;
  onChange(listener: () => void): () => void;
}

/** A recording has grown. */
export interface Growth {
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
}

/** The live session: `Sessions`. What it cannot do it throws as a `LiveError`. */
export interface LiveSessions {
  readonly state: SessionState;
  readonly holds: HoldsState;
  /** Ids of all sessions of this process. */
  readonly recordings: ReadonlySet<string>;
  begin(what: {
    readonly program: ServerProgram;
    readonly port: number;
    readonly title: string;
  }): Promise<void>;
  end(): Promise<void>;
  hold(thread: number | 'all'): void;
  step(thread: number | 'all'): void;
  run(thread: number | 'all', until: string): void;
  resume(thread: number | 'all'): void;
  endThread(thread: number | 'gone'): void;
  /** The new client's name. */
  startClient(program: ClientProgram, participant?: number): string;
  typeLine(name: string, text: string | undefined): void;
  interrupt(name: string): Promise<void>;
  closeClient(name: string): Promise<void>;
  onChange(listener: () => void): () => void;
  onGrow(listener: (growth: Growth) => void): () => void;
  fileOf(id: string): string | undefined;
}

/** Commands that the class answers. */
export type RoomCommand = Extract<
  Command,
  {
    readonly type:
      | 'look'
      | 'pose'
      | 'reveal'
      | 'end-question'
      | 'hands'
      | 'room'
      | 'allow-clients'
      | 'hand-over'
      | 'end-class'
      | 'answer'
      | 'name';
  }
>;

/** What a command brings besides that it was done. */
export interface Done {
  readonly link?: string;
  readonly client?: string;
}

/** The class: `Room`. What it refuses it throws as a `LiveError`. */
export interface ClassRoom {
  readonly room: RoomState;
  readonly look: LookState | undefined;
  readonly people: PeopleState;
  youOf(caller: Caller): You;
  questionOf(caller: Caller): QuestionState;
  handle(caller: Caller, command: RoomCommand): Done | Promise<Done>;
  /** Throws where this caller may start no (further) client. */
  allowClient(caller: Caller): void;
  /** A page of this caller's has come, or has gone. */
  connected(caller: Caller): void;
  left(caller: Caller): void;
  onChange(listener: (topic: RoomTopic) => void): () => void;
}

/** What of the class is another now. */
export type RoomTopic = 'you' | 'room' | 'look' | 'question' | 'people';

/** All that a command may act on. */
export interface Parts {
  readonly roles: WhoIsWho;
  readonly audit: AuditLog;
  readonly room: ClassRoom;
  /** Undefined where this machine can run no server. */
  readonly sessions?: LiveSessions;
}

/** True for the commands that the class answers. */
export function isRoomCommand(command: Command): command is RoomCommand {
  return ROOM_COMMANDS.has(command.type);
}

const ROOM_COMMANDS: ReadonlySet<CommandType> = new Set<RoomCommand['type']>([
  'look',
  'pose',
  'reveal',
  'end-question',
  'hands',
  'room',
  'allow-clients',
  'hand-over',
  'end-class',
  'answer',
  'name',
]);
