/** What commands act on and topics tell of. */
import type {
  ClientProgram,
  HoldsState,
  ServerProgram,
  SessionState,
} from '../../src/live/state.ts';
import type { Room } from '../live/room.ts';
import type { Audit } from './audit.ts';
import type { Roles } from './roles.ts';

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

export interface Parts {
  readonly roles: Roles;
  readonly audit: Audit;
  readonly room: Room;
  /** Undefined where this machine can run no server. */
  readonly sessions?: LiveSessions | undefined;
}
