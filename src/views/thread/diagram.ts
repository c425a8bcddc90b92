import type { ThreadState } from '../../scene/scene.ts';
import type { Counts } from './history.ts';

/** A state in the picture, in its pixels. */
export interface Node {
  readonly state: ThreadState;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** How often the thread came into this state so far. */
  readonly count: number;
  readonly now: boolean;
}

export const WIDTH = 278;
export const HEIGHT = 66;
export const NODE_HEIGHT = 24;

const LOWER = HEIGHT - NODE_HEIGHT;
const PLACES: readonly Pick<Node, 'state' | 'x' | 'y' | 'width'>[] = [
  { state: 'new', x: 0, y: 0, width: 42 },
  { state: 'running', x: 62, y: 0, width: 90 },
  { state: 'blocked', x: 186, y: 0, width: 92 },
  { state: 'finished', x: 26, y: LOWER, width: 66 },
  { state: 'died', x: 108, y: LOWER, width: 46 },
  { state: 'held', x: 186, y: LOWER, width: 92 },
];

/** What leads from where to where: the path of an arrow. */
export const ARROWS: readonly string[] = [
  'M43 12 H60',
  'M153 8 H184',
  'M185 16 H154',
  `M90 25 L74 ${LOWER - 2}`,
  `M118 25 L127 ${LOWER - 2}`,
  `M146 25 L190 ${LOWER - 2}`,
  `M240 ${LOWER - 1} V26`,
];

/** The states of a thread, the one it is in, and how often it came into each. */
export function nodesOf(state: ThreadState, counts: Counts): readonly Node[] {
  return PLACES.map((place) => ({
    ...place,
    count: countOf(place.state, state, counts),
    now: place.state === state,
  }));
}

function countOf(of: ThreadState, now: ThreadState, { runs, calls, holds }: Counts): number {
  if (of === 'running') return runs;
  if (of === 'blocked') return calls;
  if (of === 'held') return holds;
  return of === 'new' || of === now ? 1 : 0;
}

/** "13×", "1.2M×"; empty for states that are come into once. */
export function countText({ state, count }: Pick<Node, 'state' | 'count'>): string {
  if (state === 'new' || state === 'finished' || state === 'died') return '';
  return `${new Intl.NumberFormat('en', { notation: 'compact' }).format(count)}×`;
}

/** The picture in words. */
export function diagramWords(nodes: readonly Node[]): string {
  const now = nodes.find((node) => node.now)?.state ?? 'new';
  const been = nodes
    .filter(({ state }) => state === 'running' || state === 'blocked' || state === 'held')
    .map(({ state, count }) => `${state} ${count === 1 ? 'once' : `${count} times`}`);
  return `State now: ${now}. So far ${been.join(', ')}.`;
}
