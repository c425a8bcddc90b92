/** Telling a follower's own navigation from what the presenter and the growing recording do. */

/** Where a page stands, as far as going somewhere shows in it. */
export interface Stand {
  /** What is open. */
  readonly place: string;
  /** How it is looked at, without the event. */
  readonly look: string;
  /** Number of the event at the playhead; undefined before the first. */
  readonly seq: number | undefined;
  /** The playhead is at the last event that can be shown. */
  readonly atEnd: boolean;
  /** Another one where the recording has grown, or more of it is shown. */
  readonly trace: unknown;
  /** The page plays or practises by itself: only its own person can have begun that. */
  readonly busy: boolean;
}

/**
 * True where the page's person has gone from one stand to the other. `acted`: a click, key or other
 * input of the person came right before. Views select things by themselves when a page is shown, so a
 * look that changes without input is nobody's; a playhead that moves in the same trace always is
 * somebody's.
 */
export function isOwn(before: Stand, now: Stand, acted: boolean): boolean {
  if (now.busy) return true;
  const elsewhere = now.place !== before.place || now.look !== before.look;
  const moved = now.seq !== before.seq;
  if (now.place !== before.place) return acted;
  if (now.trace !== before.trace) return acted && (elsewhere || (moved && !now.atEnd));
  return moved || (acted && elsewhere);
}

/** What a person does on a page that can take it somewhere. */
export const ACTS = [
  'pointerdown',
  'pointermove',
  'pointerup',
  'click',
  'keydown',
  'input',
  'change',
  'wheel',
  'drop',
  'hashchange',
  'popstate',
] as const;

/** A pointer that only passes over the page does nothing. */
export function isAct(event: { readonly type: string; readonly buttons?: number }): boolean {
  return event.type !== 'pointermove' || (event.buttons ?? 0) !== 0;
}
