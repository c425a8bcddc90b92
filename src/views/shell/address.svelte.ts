import { parseLink } from '../../replay/link.ts';
import { samePlace } from './names.ts';

/** Browsers refuse an address that changes too often. */
const REST_MS = 120;

/** Keeps the address that of the moment on screen; the way back is not made longer by it. */
export function followMoment(hash: () => string | undefined): void {
  $effect(() => {
    const now = hash();
    if (now === undefined) return;
    const timer = setTimeout(() => {
      // An address that has just been asked for is not yet that of the page: it stays.
      if (!samePlace(parseLink(location.hash), parseLink(now))) return;
      history.replaceState(undefined, '', now);
    }, REST_MS);
    return () => clearTimeout(timer);
  });
}
