import { formatLink, type Link } from '../../replay/link.ts';
import type { AppState } from '../shell/app-state.svelte.ts';

/** What a presenter shows to those who follow. */
export interface Shown {
  readonly link: string;
  /** The end of what has happened in the live session: those who follow stay at theirs. */
  readonly now: boolean;
}

/** Pages that are shown to a class. The others are the presenter's own: followers stay. */
const SHOWN: readonly Link['page'][] = ['lesson', 'recording', 'preset', 'compare'];

/** What the page shows to those who follow; undefined where it is nothing for them. */
export function shownOn(
  { moment, opened }: Pick<AppState, 'moment' | 'opened'>,
  liveRecording: string | undefined,
): Shown | undefined {
  if (moment === undefined || !SHOWN.includes(moment.page)) return undefined;
  const replay = opened?.player.replay;
  const isLive = moment.page === 'recording' && moment.id === liveRecording;
  const now = isLive && replay !== undefined && replay.rank >= replay.count;
  // At the end the event changes with all that happens, and is the follower's own matter.
  const { seq, ...rest } = moment;
  return { link: formatLink(now || seq === undefined ? rest : moment), now };
}
