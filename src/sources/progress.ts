/** How far the opening of a trace has come, for the person who waits. */
export interface Progress {
  readonly doing: 'reading' | 'parsing';
  /** Part that is done, 0 to 1; undefined where the whole is not known. */
  readonly fraction: number | undefined;
  /** Bytes read, or to be parsed. */
  readonly bytes: number;
}

/** What an opening is told, and what it tells meanwhile. */
export interface Opening {
  /** Aborted: the trace is no longer wanted, and the promise rejects. */
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
}
