import type { Missing, TraceHeader } from './format-header.ts';

/** True for what an imported recording cannot show: it is said to be not recorded. */
export function lacks(trace: { readonly header: TraceHeader }, what: Missing): boolean {
  return trace.header.imported?.missing.includes(what) ?? false;
}
