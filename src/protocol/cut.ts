/** How a unit of the protocol lies across calls: one send ≠ one recv. */
import type { Range } from './frame.ts';

/**
 * `whole`: one call has it, and nothing else. `split`: several calls have pieces of it. `coalesced`:
 * a call has it together with bytes of its neighbours. `split and coalesced`: both. `none`: no call.
 */
export type Cut = 'none' | 'whole' | 'split' | 'coalesced' | 'split and coalesced';

/** How the bytes of `unit` lie in the chunks of calls. */
export function cutOf(unit: Range, chunks: readonly Range[]): Cut {
  const touching = chunks.filter((chunk) => chunk.from < unit.to && chunk.to > unit.from);
  if (touching.length === 0) return 'none';
  const coalesced = touching.some((chunk) => chunk.from < unit.from || chunk.to > unit.to);
  if (touching.length > 1) return coalesced ? 'split and coalesced' : 'split';
  return coalesced ? 'coalesced' : 'whole';
}
