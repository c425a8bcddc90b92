/** Something that the palette can do. */
export interface Action {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  /** The keys that do the same, with a space between: "Shift ←". */
  readonly keys?: string;
  /** Other words that it is found by. */
  readonly words?: string;
  /** What it would set is set already. */
  readonly set?: boolean;
  readonly run: () => void;
}

/** In the order in which they are listed. */
export const GROUPS = [
  'Live',
  'Go to',
  'Find',
  'Copy',
  'Step',
  'Views',
  'Threads',
  'Connections',
  'Lessons',
  'Recordings',
  'Page',
] as const;
export type Group = (typeof GROUPS)[number];
