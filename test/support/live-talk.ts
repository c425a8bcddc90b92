import type { HeldThread, HoldsState } from '../../src/live/state.ts';
import type { Conversation } from './conversation.ts';
import { connected } from './conversation.ts';

/** Thread-1 of the server of `connected()`, in which it waits in its first recv. */
export const HANDLER = 3;
export const MAIN_THREAD = 1;

/** The handler has answered one message, and is held before its next recv. */
export function heldTalk(): Conversation {
  const talk = connected();
  const asked = 25;
  talk.add('recv.ret', {
    ...{ p: 1, th: HANDLER, re: asked, s: 3, fd: 24, n: 64, off: 0, queued: 0 },
    u: '12'.padEnd(64),
  });
  talk.add('held', { p: 1, th: HANDLER, before: 'recv' });
  return talk;
}

/** What the presenter has asked. */
export function holdsOf(threads: readonly HeldThread[] = [], all = false): HoldsState {
  return { type: 'holds', all, threads };
}
