import { readFileSync } from 'node:fs';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import type { EventOf, Kind, TraceEvent } from '../../src/trace/format.ts';

/** A trace file as the page would read it. */
export function readTrace(file: string): ParsedTrace {
  return parseTrace(readFileSync(file), OWN);
}

/** All its events. */
export function eventsOf({ trace }: Pick<ParsedTrace, 'trace'>): TraceEvent[] {
  return Array.from({ length: trace.length }, (_, n) => trace.at(n));
}

/** Those of one kind. */
export function only<K extends Kind>(events: readonly TraceEvent[], kind: K): EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind);
}

/** What a program printed on one stream. */
export function printed(events: readonly TraceEvent[], program: number, stream = 'stdout'): string {
  return only(events, 'out')
    .filter((event) => event.program === program && event.stream === stream)
    .map((event) => event.text)
    .join('');
}
