/** Does a piece of work when there is time for it; the returned function takes it back. */
export type Idle = (work: (hasTime: () => boolean) => void) => () => void;

/** Longest work at once, ms: half of what a frame has. */
const AT_ONCE_MS = 8;
/** After as long without a rest of the page the work is done all the same, ms. */
const PATIENCE_MS = 400;

/** The browser's idle time; where it knows none, a moment later. */
export const whenIdle: Idle = (work) => {
  const begin = (): void => {
    const until = performance.now() + AT_ONCE_MS;
    work(() => performance.now() < until);
  };
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(begin, { timeout: PATIENCE_MS });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(begin, 30);
  return () => clearTimeout(handle);
};
