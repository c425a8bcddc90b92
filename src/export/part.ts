/** The part of a trace that is taken away: all of it, one connection, one thread, a range. */
import type { Trace } from '../trace/trace.ts';

/** What is asked for. Several at once: events for which all hold. */
export interface Scope {
  /** Number of the connection, as `pairSockets` has it. */
  readonly connection?: number;
  readonly thread?: number;
  /** `seq` of the first and of the last event, both included. */
  readonly from?: number;
  readonly to?: number;
}

/** Every writer gets this and nothing else. */
export interface Part {
  /** Where it was asked for, redacted already: `at` gives events without what nobody may read, and
   *  there are no `bytes`. */
  readonly trace: Trace;
  readonly redacted: boolean;
  readonly scope: Scope;
  /** Whether the event at a position belongs to the part. */
  has(position: number): boolean;
  /** Positions of the part's events, ascending. Going through them moves `done`. */
  positions(): Iterable<number>;
  /** How much has been gone through, 0 to 1. */
  readonly done: number;
}

/** A file to be: texts are written as UTF-8. */
export interface ExportFile {
  /** Sorts by time, then by what it holds: `2026-11-23T08-19-27-hello-connection-1.pcapng`. */
  readonly name: string;
  /** In order, each of some 64 KiB, made while they are taken: no writer holds the whole. An empty one
   *  is a pause in long work. */
  chunks(): Iterable<Chunk> | AsyncIterable<Chunk>;
}

export type Chunk = string | Uint8Array<ArrayBuffer>;
