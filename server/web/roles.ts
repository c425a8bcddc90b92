import type { IncomingMessage } from 'node:http';
import type { Caller } from '../live/caller.ts';
import { Attempts } from './attempts.ts';
import type { Audit } from './audit.ts';
import { COOKIE_SECONDS, readCookies } from './cookies.ts';
import { digest, isSecret, newCode, newToken } from './secrets.ts';

/** A cookie to set, where a new one is needed; or why there is none, in one sentence. */
export type Admission =
  | { readonly ok: true; readonly caller: Caller; readonly cookie?: string }
  | { readonly ok: false; readonly status: 403 | 429; readonly why: string };

export const STRANGER: Caller = { role: 'none', key: '' };

/** Failed attempts a minute from one address; a whole class may come from one with an old code. */
export const ATTEMPTS = { token: 10, code: 60 };
/** Pages that may have joined a class; more are refused, so that nobody pushes others out. */
export const MOST_FOLLOWERS = 1_000;

const USED_UP =
  'This link is used up or was replaced: press Enter where wirestep runs, and open the new one.';
const NO_CLASS = 'There is no class to join now: ask the presenter.';
const OLD_CODE = 'This link leads to no class that is open: ask the presenter for the new one.';
const FULL = `The class is full: ${MOST_FOLLOWERS} pages have joined already.`;
const TOO_MANY = 'Too many attempts that failed: wait a minute.';

interface Member {
  readonly role: 'presenter' | 'follower';
  readonly participant?: number;
  readonly until: number;
}

export interface RolesOptions {
  readonly audit: Audit;
  /** The cookie's name; the port in it may be known only after listening. */
  cookie(): string;
}

/**
 * Who is the presenter, who follows. One browser presents: whoever shows the newest token, once;
 * the one before becomes a follower. Everybody whom no cookie of ours speaks for is a stranger.
 */
export class Roles {
  /** Whether a class is open, so that its code lets in. */
  admits = false;
  readonly #options: RolesOptions;
  readonly #listeners = new Set<() => void>();
  /** By the digest of the cookie. */
  readonly #members = new Map<string, Member>();
  readonly #tokens = new Attempts(ATTEMPTS.token);
  readonly #codes = new Attempts(ATTEMPTS.code);
  /** Digest of the token that makes a presenter; undefined once it was shown. */
  #token: string | undefined;
  #code = newCode();
  #participants = 0;

  constructor(options: RolesOptions) {
    this.#options = options;
  }

  /** What the join link carries. */
  get joinCode(): string {
    return this.#code;
  }

  /** Who sent this request: asked anew each time, as a role may change while a page stays. */
  roleOf({ headers }: Pick<IncomingMessage, 'headers'>): Caller {
    const sent = readCookies(headers.cookie, this.#options.cookie());
    const callers = sent.map((cookie) => this.callerOf(digest(cookie)));
    // Another one of this name, set by a page of another port, takes nothing away.
    return (
      callers.find(({ role }) => role === 'presenter') ??
      callers.find(({ role }) => role === 'follower') ??
      STRANGER
    );
  }

  /** Who has this `key` now: a stranger where nobody has it any more. */
  callerOf(key: string): Caller {
    const member = this.#members.get(key);
    if (member === undefined || member.until < Date.now()) return STRANGER;
    const { role, participant } = member;
    return participant === undefined ? { role, key } : { role, key, participant };
  }

  /** A new one-time token for the presenter's link: the one before is worth nothing more. */
  newPresenterToken(): string {
    const token = newToken();
    this.#token = digest(token);
    return token;
  }

  /** Shows the presenter's token. `caller`: who asks, as `roleOf` says. */
  redeem(token: string, address: string, caller: Caller = STRANGER): Admission {
    // Whoever presents already and opens the link again needs nothing.
    if (caller.role === 'presenter') return { ok: true, caller };
    if (this.#tokens.tooMany(address)) return this.#refuse(address, 429, TOO_MANY);
    if (this.#token === undefined || !isSecret(token, this.#token)) {
      this.#tokens.fail(address);
      this.#options.audit.add(address, 'Someone tried to present with a token that is not valid.');
      return { ok: false, status: 403, why: USED_UP };
    }
    this.#token = undefined;
    for (const [key, { role, until }] of this.#members) {
      if (role === 'presenter') this.#members.set(key, this.#follower(until));
    }
    // A new cookie for a new role: one that somebody else may have set gains nothing.
    this.#members.delete(caller.key);
    return this.#admit({ role: 'presenter', until: endOfCookie() });
  }

  /** Shows the code of the class. */
  join(code: string, address: string, caller: Caller = STRANGER): Admission {
    if (caller.role !== 'none') return { ok: true, caller };
    if (!this.admits) return { ok: false, status: 403, why: NO_CLASS };
    if (this.#codes.tooMany(address)) return this.#refuse(address, 429, TOO_MANY);
    if (!isSecret(code.toLowerCase(), digest(this.#code))) {
      this.#codes.fail(address);
      this.#options.audit.add(address, 'Someone tried to join with a code that is not valid.');
      return { ok: false, status: 403, why: OLD_CODE };
    }
    this.#forgetExpired();
    if (this.#members.size >= MOST_FOLLOWERS) {
      this.#options.audit.add(address, FULL);
      return { ok: false, status: 403, why: FULL };
    }
    return this.#admit(this.#follower(endOfCookie()));
  }

  /** Followers become strangers; the code is worth nothing more. */
  endClass(): void {
    for (const [key, { role }] of this.#members) if (role === 'follower') this.#members.delete(key);
    this.#code = newCode();
    this.#tell();
  }

  /** Calls the listener after anybody's role may have changed; returns the way out. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #follower(until: number): Member {
    return { role: 'follower', participant: ++this.#participants, until };
  }

  #admit(member: Member): Admission {
    const cookie = newToken();
    const key = digest(cookie);
    this.#members.set(key, member);
    this.#tell();
    return { ok: true, caller: this.callerOf(key), cookie };
  }

  #forgetExpired(): void {
    const now = Date.now();
    for (const [key, { until }] of this.#members) if (until < now) this.#members.delete(key);
  }

  #refuse(address: string, status: 429, why: string): Admission {
    this.#options.audit.add(address, 'Too many failed attempts to present or to join.');
    return { ok: false, status, why };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function endOfCookie(): number {
  return Date.now() + COOKIE_SECONDS * 1000;
}
