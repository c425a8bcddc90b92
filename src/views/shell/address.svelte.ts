/** Browsers refuse an address that changes too often. */
const REST_MS = 120;

/** Keeps the address that of the moment on screen; the way back is not made longer by it. */
export function followMoment(hash: () => string | undefined): void {
  $effect(() => {
    const now = hash();
    if (now === undefined) return;
    const timer = setTimeout(() => history.replaceState(undefined, '', now), REST_MS);
    return () => clearTimeout(timer);
  });
}
