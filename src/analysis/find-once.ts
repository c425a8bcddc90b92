import type { Trace } from '../trace/trace.ts';

/** What follows from a trace alone: made when first asked for, kept as long as the trace. */
export function once<T>(make: (trace: Trace) => T): (trace: Trace) => T {
  const made = new WeakMap<Trace, { readonly value: T }>();
  return (trace) => {
    const known = made.get(trace);
    if (known !== undefined) return known.value;
    const value = make(trace);
    made.set(trace, { value });
    return value;
  };
}
