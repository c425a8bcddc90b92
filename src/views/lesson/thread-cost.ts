/** What a thread for each client costs on the machine at hand, in sentences. */
import type { ThreadStatus } from '../../live/api.ts';

/** A sentence, and how its figures were come by. */
export interface CostLine {
  readonly text: string;
  readonly how: 'measured' | 'derived';
}

/** `limitedBy` comes in the server's words: `free memory`. */
export function threadCost({ cap, limitedBy, mbEach }: ThreadStatus): readonly CostLine[] {
  const limit: CostLine = {
    text: `This machine carries at most ${number(cap)} such ${cap === 1 ? 'thread' : 'threads'} at once. The limit is set by ${limitedBy}.`,
    how: 'derived',
  };
  if (mbEach === undefined) return [limit];
  return [
    {
      text: `One thread of wirestep’s server takes about ${number(mbEach)} MB of memory here.`,
      how: 'measured',
    },
    limit,
    {
      text: `All of them together would take about ${size(cap * mbEach)}.`,
      how: 'derived',
    },
  ];
}

function size(mb: number): string {
  return mb < 1000 ? `${number(Math.round(mb))} MB` : `${number(Math.round(mb / 100) / 10)} GB`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
