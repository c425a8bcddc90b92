/** The first line of a trace: what holds for all of it. */
import type { Detail, FORMAT_NAME, Role } from './format.ts';

/** The first line of a trace. */
export interface TraceHeader {
  readonly format: typeof FORMAT_NAME;
  readonly version: number;
  /** Random id of the recording; also its file name in the data folder. */
  readonly id: string;
  readonly title: string;
  /** Wall clock at the trace's time zero, nanoseconds since 1970, as a string: above 2^53. */
  readonly epoch_ns: string;
  /** Monotonic clock at the trace's time zero, as a string. */
  readonly mono_ns: string;
  /** Which clock `t` was read from. */
  readonly clock: string;
  readonly generator: string;
  readonly host: { readonly os: string; readonly arch: string; readonly runtime: string };
  readonly pid: number;
  /** Programs known when the trace began; later ones announce themselves with `prog.start`. */
  readonly programs: readonly { readonly p: number; readonly role: Role; readonly name: string }[];
  readonly protocol: {
    readonly header_bytes: number;
    /** The padding byte, two hex digits. */
    readonly pad: string;
    readonly encoding: string;
    /** A connection's replies are framed where its server's `prog.start` says so; where no server
     *  is recorded, its client's; where neither is, this. */
    readonly framed_replies: boolean;
  };
  /** Made of another program's recording; absent: wirestep ran the programs itself. */
  readonly imported?: Imported;
  /** `lines`: calls, source lines, locals and queue lengths. `calls`: calls only. */
  readonly detail: Detail;
  /** Room for other tools; wirestep neither reads nor writes anything in it. */
  readonly ext: Readonly<Record<string, unknown>>;
}

/** Where an imported trace comes from, and what that recording cannot show. */
export interface Imported {
  /** A capture of packets, or a log of system calls. */
  readonly from: 'capture' | 'strace';
  /** The program that recorded, as the file says; empty where it does not. */
  readonly tool: string;
  /** Shown as *not recorded*. */
  readonly missing: readonly Missing[];
}

/** `threads`: who made a call is not known, one thread stands in for each end of a connection.
 *  `queues`: nobody measured what was waiting. `source`: neither lines nor locals. */
export type Missing = 'calls' | 'threads' | 'queues' | 'source' | 'terminals';
