import type { Role } from '../../src/live/messages.ts';

/** Who asks, as far as a request says. */
export interface Caller {
  readonly role: Role;
  /** The same in every page of one browser; empty for strangers. Not the cookie, and no secret. */
  readonly key: string;
  /** A follower's number, from 1 up; never given twice. */
  readonly participant?: number;
}
