/** The player's grid where a page of a lesson shows only some of the views. */
import { PRESENTED, type Pair, type Presented } from './presenter.ts';
import type { ViewName } from './panes.ts';

/** Rows of the middle, from above; what stands in one row stands side by side. */
const ROWS: readonly (readonly ViewName[])[] = [['threads'], ['bytes'], ['source', 'calls']];
const HEIGHTS: Readonly<Partial<Record<ViewName, string>>> = {
  threads: 'var(--threads, auto)',
  bytes: 'var(--bytes, auto)',
};

/**
 * The grid of some views: each where it stands among all of them, so that none changes its side when
 * others come. The lesson keeps its width; what remains belongs to those that are there.
 */
export function partGrid(shown: readonly ViewName[]): string {
  const rows = ROWS.map((row) => row.filter((view) => shown.includes(view))).filter(
    (row) => row.length > 0,
  );
  const left = shown.includes('lesson') ? ['lesson'] : [];
  const right = shown.includes('terminals') ? ['terminals'] : [];
  const two = rows.some((row) => row.length === 2);
  const areas = rows.map((row) =>
    two && row.length === 1 ? `${row[0]} ${row[0]}` : row.join(' '),
  );
  const heights = rows.map((row, at) =>
    at === rows.length - 1 ? 'minmax(0, 1fr)' : (HEIGHTS[row[0] as ViewName] ?? 'auto'),
  );
  const template = (rows.length === 0 ? [[]] : areas.map((area) => [area])).map(
    (middle) => `'${[...left, ...middle, ...right].join(' ')}'`,
  );
  const columns = [
    left.length > 0 ? 'var(--lesson, var(--lesson-width))' : '',
    two
      ? 'var(--source, minmax(0, 1.4fr)) minmax(220px, 1fr)'
      : rows.length > 0
        ? 'minmax(0, 1fr)'
        : '',
    right.length > 0 ? terminals(rows.length > 0) : '',
  ];
  return [
    'grid-template: none',
    `grid-template-areas: ${template.join(' ')}`,
    `grid-template-rows: ${heights.join(' ') || 'minmax(0, 1fr)'}`,
    `grid-template-columns: ${columns.filter((column) => column !== '').join(' ')}`,
  ].join('; ');
}

function terminals(beside: boolean): string {
  return beside ? 'var(--terminals, var(--terminals-width))' : 'minmax(0, 1fr)';
}

/** Of the views that a page shows, the two that are presented: those that were chosen come first. */
export function presentedOf(
  pair: Pair,
  shown: readonly ViewName[] | undefined,
): readonly Presented[] {
  if (shown === undefined) return pair;
  const there = PRESENTED.filter((view) => shown.includes(view));
  const chosen = there.filter((view) => pair.includes(view));
  const others = there.filter((view) => !pair.includes(view));
  return [...chosen, ...others].slice(0, 2);
}
