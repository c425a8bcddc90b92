/** How an engine, a server and a client are asked for. */
import type { Act } from '../../src/lab/composition.ts';
import type { Detail } from '../../src/trace/format.ts';
import type { ProgramOptions } from './context.ts';

export interface EngineOptions {
  readonly recording?: {
    /** Id of the recording; a random one by default. */
    readonly id?: string;
    /** Created new; absent: nothing is kept. */
    readonly file?: string;
    readonly title: string;
    readonly detail: Detail;
    /** For the trace's header: servers that are not recorded answer with frames. */
    readonly framedReplies?: boolean;
  };
  /** False: no events at all, for measuring what recording costs. */
  readonly recorded?: boolean;
  readonly maxThreads?: number;
  /** Clients that may run in it at once; some twenty unless given. */
  readonly maxClients?: number;
  /** Connections that one address but this machine's own may have at once: 32 unless given. */
  readonly maxPerAddress?: number;
  /** A handler that waits for bytes so long is noted in the trace, ms: a minute unless given. */
  readonly idleMs?: number;
  /** How long `stop` waits for threads, ms; 0.8 s unless another time is given. */
  readonly stopMs?: number;
  /** Sentences for the person who runs this: the recording ended early, for instance. */
  readonly onNotice?: (text: string) => void;
}

/** `course`: the course's server; `sizes`: the same with other recv sizes; `fixed`: without its faults. */
export type ServerProgram = 'course' | 'fixed' | 'sizes';

export interface ServerOptions extends Omit<ProgramOptions, 'host' | 'port'> {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** `server` unless another is given. */
  readonly name?: string;
  readonly program?: ServerProgram;
  /** Its transcript also goes to this process' stdout and stderr. */
  readonly echo?: boolean;
}

export interface ClientOptions {
  readonly program: 'hello' | 'three' | 'lines' | 'characters' | 'fixed' | 'composed';
  readonly host: string;
  readonly port: number;
  /** `client-1`, `client-2`, … in the order of starts unless another is given. */
  readonly name?: string;
  /** What a composed client does, and whether its small sends wait for acknowledgements. */
  readonly acts?: readonly Act[];
  readonly nodelay?: boolean;
  readonly echo?: boolean;
}
