/** What the load's main thread and its client threads share. */

/** Words of the shared memory. */
export const WORD = { phase: 0, ready: 1 } as const;

export const PHASE = { wait: 0, warm: 1, count: 2, stop: 3 } as const;

/** What every client does at once. */
export interface Job {
  readonly what: 'messages' | 'sessions';
  readonly port: number;
}

/** What the benchmark asks of the load process. */
export interface LoadRequest extends Job {
  readonly clients: number;
  readonly warmMs: number;
  readonly countMs: number;
}

/** What one client did: while it was counted, and in all. */
export interface Count {
  readonly counted: number;
  readonly all: number;
}

/** What came of it, over all clients. */
export interface LoadAnswer {
  /** Messages or sessions a second while they were counted. */
  readonly perSecond: number;
  /** With those before and after. */
  readonly all: number;
}
