/** What the benchmark and the process of its followers say to each other. */
export type Order =
  | { readonly do: 'join'; readonly uiPort: number; readonly link: string; readonly count: number }
  | { readonly do: 'follow'; readonly id: string; readonly from: number }
  /** Connected they stay. */
  | { readonly do: 'unwant' }
  /** So many read nothing from now on; the others do. */
  | { readonly do: 'stall'; readonly count: number }
  /** Looks at the times of events from now on, or leaves the processors to others. */
  | { readonly do: 'watch'; readonly on: boolean }
  | { readonly do: 'report' };

export interface Report {
  /** Of one event and one follower, milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Events times followers. */
  readonly delays: number;
  /** Bytes of the trace that the one of those who read has who has least. */
  readonly least: number;
  /** Frames that were not the next ones. */
  readonly gaps: number;
}
