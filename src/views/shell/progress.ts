import type { Progress } from '../../sources/progress.ts';
import { size } from '../home/recording-row.ts';

/** Part of the whole opening, in percent, that the reading of the bytes stands for. */
const READING = 40;

/** How far an opening is, in whole percent; undefined where nobody can know. */
export function percentOf({ doing, fraction }: Progress): number | undefined {
  if (fraction === undefined) return undefined;
  return Math.round(
    doing === 'reading' ? fraction * READING : READING + fraction * (100 - READING),
  );
}

/** "Reading: 12.3 MB so far": what is being done now. */
export function describeProgress(progress: Progress | undefined): string {
  if (progress === undefined) return 'Asking for it';
  const { doing, fraction, bytes } = progress;
  if (doing === 'parsing') return `Reading the events in ${size(bytes)}`;
  if (fraction === undefined) return `Loading: ${size(bytes)} so far`;
  return `Loading: ${size(bytes)} of ${size(Math.round(bytes / fraction))}`;
}
