import { figure, table, type Goal } from '../figures.ts';
import type { Replayed } from './measure-wirestep.ts';

/** The value below which this part of them lies. */
export function quantile(ascending: readonly number[], part: number): number {
  return ascending[Math.min(Math.floor(ascending.length * part), ascending.length - 1)] ?? NaN;
}

/** One row a recording: time and memory as they grow with it. */
export function replayTable(replayed: readonly Replayed[]): string {
  const head = [
    'events',
    'open, ms',
    'of it main thread',
    'resident, MB',
    'peak',
    'objects',
    'seek p50, ms',
    'p95',
    'max',
    'step p50, ms work',
    'p95',
    'max',
    'play, frames/s',
  ];
  const rows = replayed.map((one) => [
    figure(one.events),
    ...[one.opened, one.openingWork, one.resident, one.peak, one.heap].map(rounded),
    ...[0.5, 0.95, 1].map((part) => rounded(quantile(one.seeks, part))),
    ...[0.5, 0.95, 1].map((part) => figure(quantile(one.steps, part))),
    figure(framesPerSecond(one)),
  ]);
  return table(head, rows);
}

export function framesPerSecond({ frames }: Pick<Replayed, 'frames'>): number {
  return (frames.length * 1000) / frames.reduce((sum, ms) => sum + ms, 0);
}

/** The promises for each size that was measured. */
export function replayGoals(replayed: readonly Replayed[]): readonly Goal[] {
  return replayed.flatMap((one) => {
    const of = `${figure(one.events)} events`;
    const at = (name: string, measured: number, goal: number, unit: string): Goal => {
      return { name: `${of}: ${name}`, measured, goal, sense: '≤', unit };
    };
    const fps = `${of}: play`;
    return [
      ...openingGoals(one, at),
      at('any seek drawn (p95)', quantile(one.seeks, 0.95), 50, ' ms'),
      at('a step, main thread (p95)', quantile(one.steps, 0.95), 16, ' ms'),
      { name: fps, measured: framesPerSecond(one), goal: 58, sense: '≥', unit: ' frames/s' },
    ];
  });
}

/** Opening is promised for two sizes: up to 20,000 events, and 1,000,000. */
function openingGoals(
  { events, opened, resident }: Replayed,
  at: (name: string, measured: number, goal: number, unit: string) => Goal,
): readonly Goal[] {
  if (events <= 20_000) return [at('open', opened, 150, ' ms')];
  const memory = at('memory of the page', resident, 400, ' MB');
  return events < 1e6 ? [memory] : [at('open', opened, 2_000, ' ms'), memory];
}

function rounded(value: number): string {
  return figure(value >= 10 ? Math.round(value) : value);
}
