/** A text that the page could not copy, for a person to do it. */
interface ByHand {
  readonly what: string;
  readonly text: string;
}

/** What the page says of copying. */
class Copied {
  /** Shown for a while; a new object each time. */
  last = $state.raw<{ readonly words: string }>();
  byHand = $state.raw<ByHand>();
}

/** Of the whole page: there is one clipboard. */
export const copied = new Copied();
