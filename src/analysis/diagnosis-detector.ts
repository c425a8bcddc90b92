import type { Names } from '../narration/names.ts';
import type { Kind } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import type { Parties } from './diagnosis-parties.ts';
import type { Report } from './diagnosis-report.ts';

/** Looks at the events of some kinds, in order, each once, and reports what it finds. */
export interface Detector {
  readonly kinds: readonly Kind[];
  see(position: number): void;
  /** After the last event. */
  end?(): void;
}

/** What every detector is given. */
export interface Case {
  readonly trace: Trace;
  readonly report: Report;
  readonly parties: Parties;
  /** Only for words, which are made when they are wanted: to collect names takes a while. */
  readonly names: () => Names;
}

/** Name of the thread whose event is at a position. */
export function whoAt({ trace, names }: Case, position: number): string {
  return names().thread(trace.threads[position] as number);
}

/** Bytes of the chunk at a position. */
export function chunkAt(trace: Trace, position: number): Uint8Array {
  const event = trace.at(position);
  return event.kind === 'recv.ret' || event.kind === 'send' ? event.bytes : NOTHING;
}

const NOTHING = new Uint8Array(0);
