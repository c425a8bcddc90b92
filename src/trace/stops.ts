import type { Kind } from './format.ts';

/** Kinds that Back and Forward do not stop at: they are about the recording, not of the run. */
export const NOT_A_STOP: ReadonlySet<Kind> = new Set(['file', 'note', 'marker', 'end']);
