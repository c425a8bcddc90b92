/** What a follower's bar says: one state at a time, the one that explains the most. */
import type { RoomState, You } from '../../live/state.ts';
import type { Mode } from './follow.svelte.ts';

export interface BarFacts {
  readonly you: You | undefined;
  readonly room: RoomState | undefined;
  readonly online: boolean;
  readonly mode: Mode;
  /** The presenter has shown something. */
  readonly shown: boolean;
  /** The presenter's event that has not arrived yet. */
  readonly waiting: number | undefined;
  /** What is shown could not be opened here. */
  readonly failed: boolean;
}

export type BarState = 'gone' | 'offline' | 'own' | 'question' | 'alone' | 'following';

/** The state of a follower's page. */
export function barState({ you, room, online, mode }: BarFacts): BarState {
  if (you?.role !== 'follower') return 'gone';
  if (!online) return 'offline';
  if (mode !== 'following') return mode;
  return room?.presenting === false ? 'alone' : 'following';
}

/** That state in a sentence. */
export function barWords(facts: BarFacts): string {
  switch (barState(facts)) {
    case 'gone':
      return facts.you?.notice ?? 'You are not in a class.';
    case 'offline':
      return 'The connection is lost. Reconnecting… You can step through what has arrived.';
    case 'own':
      return 'You look around on your own. The class goes on without you.';
    case 'question':
      return 'The presenter asks the room a question. Your page stays here until the answer is shown.';
    case 'alone':
      return 'The presenter’s page is not connected. You follow again when it is.';
    case 'following':
      return followingWords(facts);
  }
}

function followingWords({ shown, waiting, failed }: BarFacts): string {
  if (!shown) return 'You follow the presenter, who has not opened anything yet.';
  if (failed) return 'You follow the presenter, but what is shown cannot be opened here.';
  if (waiting !== undefined)
    return `You follow the presenter, who is at event ${waiting}: it is on its way to you.`;
  return 'You follow the presenter.';
}
