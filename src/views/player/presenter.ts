/** What a room full of people sees: the lesson and two views, large. */
import { VIEWS, type ViewName } from './panes.ts';

/** Views that can stand beside the lesson. */
export const PRESENTED = ['threads', 'bytes', 'source', 'calls', 'terminals'] as const;
export type Presented = (typeof PRESENTED)[number];
export type Pair = readonly [Presented, Presented];

export const DEFAULT_PAIR: Pair = ['threads', 'bytes'];

/** These need width: what stands with them stands below or above. */
const WIDE: ReadonlySet<ViewName> = new Set(['threads', 'bytes']);

/** The pair with one view more: the one that was chosen first makes room. */
export function withView(pair: Pair, view: Presented): Pair {
  return pair.includes(view) ? pair : [pair[1], view];
}

/** What was remembered, else the pair to begin with. */
export function readPair(text: string | undefined): Pair {
  const [first, second] = (text ?? '')
    .split(' ')
    .map((name) => PRESENTED.find((one) => one === name));
  if (first === undefined || second === undefined || first === second) return DEFAULT_PAIR;
  return [first, second];
}

/** A grid for the lesson, where there is one, and the pair. */
export function presenterGrid(pair: Pair, lesson: boolean): string {
  const [one, two] = VIEWS.filter((view) => pair.some((shown) => shown === view));
  const first = lesson ? 'lesson ' : '';
  const column = lesson ? 'minmax(285px, 24%) ' : '';
  if (pair.some((view) => WIDE.has(view))) {
    const rows = WIDE.has(one ?? 'lesson') ? 'auto minmax(45%, 1fr)' : '1fr auto';
    const areas = `'${first}${one}' '${first}${two}'`;
    return `grid-template: none; grid-template-areas: ${areas}; grid-template-rows: ${rows}; grid-template-columns: ${column}minmax(0, 1fr)`;
  }
  const areas = `'${first}${one} ${two}'`;
  return `grid-template: none; grid-template-areas: ${areas}; grid-template-rows: minmax(0, 1fr); grid-template-columns: ${column}minmax(0, 1fr) minmax(0, 1fr)`;
}

/** The names that a person reads. */
export const VIEW_TITLES: Readonly<Record<Presented, string>> = {
  threads: 'Threads',
  bytes: 'Bytes',
  source: 'Source',
  calls: 'Calls',
  terminals: 'Terminals',
};
