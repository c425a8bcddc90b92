import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Audit } from '../../server/web/audit.ts';
import { COOKIE_SECONDS } from '../../server/web/cookies.ts';
import { ATTEMPTS, MOST_FOLLOWERS, Roles, type Admission } from '../../server/web/roles.ts';

const NAME = 'wirestep-8064';
const HERE = '127.0.0.1';
const STUDENT = '192.168.1.20';

let audit: Audit;
let roles: Roles;
beforeEach(() => {
  audit = new Audit();
  roles = new Roles({ audit, cookie: () => NAME });
  roles.admits = true;
});
afterEach(() => void vi.useRealTimers());

/** What a browser sends that was admitted so. */
const sent = (...admissions: readonly Admission[]) => ({
  headers: {
    cookie: admissions
      .map((admission) => `${NAME}=${admission.ok ? admission.cookie : 'none'}`)
      .join('; '),
  },
});
const present = (): Admission => roles.redeem(roles.newPresenterToken(), HERE);
const join = (): Admission => roles.join(roles.joinCode, STUDENT);
const roleOf = (...admissions: readonly Admission[]) => roles.roleOf(sent(...admissions)).role;
const lines = () => audit.state.lines.map(({ from, what, times }) => `${from} ${times} ${what}`);

const USED_UP = {
  ok: false,
  status: 403,
  why: 'This link is used up or was replaced: press Enter where wirestep runs, and open the new one.',
};

describe('the presenter', () => {
  test('is who shows the token first; the cookie says so from then on', () => {
    const token = roles.newPresenterToken();
    const admission = roles.redeem(token, HERE);
    expect(admission).toMatchObject({ ok: true, caller: { role: 'presenter' } });
    expect(roles.roleOf(sent(admission))).toEqual(admission.ok && admission.caller);
  });

  test('is nobody but that one: the token is used up', () => {
    const token = roles.newPresenterToken();
    roles.redeem(token, HERE);
    expect(roles.redeem(token, STUDENT)).toEqual(USED_UP);
    expect(lines()).toEqual([
      `${STUDENT} 1 Someone tried to present with a token that is not valid.`,
    ]);
  });

  test('can not be made with a token that a newer one has replaced', () => {
    const old = roles.newPresenterToken();
    const token = roles.newPresenterToken();
    expect(roles.redeem(old, HERE)).toEqual(USED_UP);
    expect(roles.redeem(token, HERE).ok).toBe(true);
  });

  test('who hands over becomes a follower, with the same cookie and a number', () => {
    const first = present();
    const second = present();
    expect(roleOf(second)).toBe('presenter');
    expect(roles.roleOf(sent(first))).toMatchObject({ role: 'follower', participant: 1 });
  });

  test('may open the link again, also a used one: nothing changes, nothing is used up', () => {
    const first = present();
    const caller = roles.roleOf(sent(first));
    expect(roles.redeem('whatever', HERE, caller)).toEqual({ ok: true, caller });
    const handedOver = roles.newPresenterToken();
    roles.redeem(handedOver, HERE, caller);
    expect(roles.redeem(handedOver, STUDENT).ok).toBe(true);
    expect(audit.state.lines).toEqual([]);
  });

  test('gets a cookie of its own: that of the follower it was is worth nothing more', () => {
    const follower = join();
    const caller = roles.roleOf(sent(follower));
    const presenter = roles.redeem(roles.newPresenterToken(), STUDENT, caller);
    expect(roleOf(presenter)).toBe('presenter');
    expect(roleOf(follower)).toBe('none');
  });

  test('opens the link of the class and stays the presenter', () => {
    const caller = roles.roleOf(sent(present()));
    expect(roles.join(roles.joinCode, HERE, caller)).toEqual({ ok: true, caller });
  });

  const NEAR: readonly ((token: string) => string)[] = [
    ...[(token: string) => token.slice(0, -1), (token: string) => `${token}A`],
    ...[(token: string) => ` ${token}`, (token: string) => `${token}\0`],
    ...[(token: string) => token.toLowerCase(), (token: string) => token.toUpperCase()],
    ...[() => '', () => 'undefined', () => '[object Object]'],
  ];

  test.each(NEAR)('is not made by a token that is nearly right: %s', (change) => {
    const token = roles.newPresenterToken();
    expect(roles.redeem(change(token), HERE).ok).toBe(false);
    expect(roles.redeem(token, HERE).ok).toBe(true);
  });

  test('is not made by any other text (seeded, any string)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        roles = new Roles({ audit, cookie: () => NAME });
        roles.admits = true;
        roles.newPresenterToken();
        return !roles.redeem(text, HERE).ok && !roles.join(text, HERE).ok;
      }),
    );
  });

  test('cannot be made before there is a token', () => {
    for (const text of ['', 'undefined', 'null']) {
      expect(roles.redeem(text, HERE)).toEqual(USED_UP);
    }
  });
});

describe('followers', () => {
  test('are numbered as they join, whatever the letters’ size in the code', () => {
    const one = roles.join(roles.joinCode.toUpperCase(), STUDENT);
    expect(roles.roleOf(sent(one))).toMatchObject({ role: 'follower', participant: 1 });
    expect(roles.roleOf(sent(join()))).toMatchObject({ role: 'follower', participant: 2 });
  });

  test('who join again stay who they are', () => {
    const caller = roles.roleOf(sent(join()));
    expect(roles.join(roles.joinCode, STUDENT, caller)).toEqual({ ok: true, caller });
  });

  test('there are none while no class is open', () => {
    roles.admits = false;
    expect(join()).toEqual({
      ...{ ok: false, status: 403 },
      why: 'There is no class to join now: ask the presenter.',
    });
  });

  test('a wrong code lets nobody in and is told to the presenter', () => {
    expect(roles.join('wrong', STUDENT)).toEqual({
      ...{ ok: false, status: 403 },
      why: 'This link leads to no class that is open: ask the presenter for the new one.',
    });
    expect(lines()).toEqual([`${STUDENT} 1 Someone tried to join with a code that is not valid.`]);
  });

  test('are strangers once the class has ended, and the old link lets nobody in', () => {
    const code = roles.joinCode;
    const follower = join();
    const presenter = present();
    const told = vi.fn();
    roles.onChange(told);
    roles.endClass();
    expect(told).toHaveBeenCalledTimes(1);
    expect([roleOf(follower), roleOf(presenter)]).toEqual(['none', 'presenter']);
    expect(roles.join(code, STUDENT).ok).toBe(false);
    // A number is never given to another.
    expect(roles.roleOf(sent(join())).participant).toBe(2);
  });

  test('too many are refused; those who are there stay, the presenter too', () => {
    const [presenter, first] = [present(), join()];
    for (let n = 2; n < MOST_FOLLOWERS; n++) join();
    expect(join()).toMatchObject({ ok: false, status: 403 });
    expect(lines()).toEqual([
      `${STUDENT} 1 The class is full: ${MOST_FOLLOWERS} pages have joined already.`,
    ]);
    expect([roleOf(presenter), roleOf(first)]).toEqual(['presenter', 'follower']);
  });
});

describe('a cookie', () => {
  test('that nobody was given stands for nobody', () => {
    expect(roles.roleOf({ headers: {} })).toEqual({ role: 'none', key: '' });
    const forged = { ok: true, caller: { role: 'presenter', key: 'x' }, cookie: 'A'.repeat(43) };
    expect(roleOf(forged as Admission)).toBe('none');
  });

  test('is not the key that the rest of the server sees', () => {
    const admission = present();
    expect(admission.ok && admission.caller.key).not.toContain(admission.ok && admission.cookie);
    expect(
      roles.roleOf({ headers: { cookie: `${NAME}=${admission.ok && admission.caller.key}` } }).role,
    ).toBe('none');
  });

  test('of another port stands for nobody here', () => {
    const cookie = sent(present()).headers.cookie.replace('8064', '8065');
    expect(roles.roleOf({ headers: { cookie } }).role).toBe('none');
  });

  test('that another port’s page has set beside it takes no role away, nor gives one', () => {
    const [presenter, attacker] = [present(), join()];
    expect(roleOf(attacker, presenter)).toBe('presenter');
    expect(roleOf(presenter, attacker)).toBe('presenter');
    const { cookie } = sent(presenter).headers;
    const junk = `${NAME}=x; `.repeat(500);
    expect(roles.roleOf({ headers: { cookie: junk + cookie } }).role).toBe('presenter');
  });

  test('is good for twelve hours and not a minute longer', () => {
    vi.useFakeTimers();
    const [presenter, follower] = [present(), join()];
    vi.advanceTimersByTime(COOKIE_SECONDS * 1000);
    expect([roleOf(presenter), roleOf(follower)]).toEqual(['presenter', 'follower']);
    vi.advanceTimersByTime(60_000);
    expect([roleOf(presenter), roleOf(follower)]).toEqual(['none', 'none']);
  });
});

describe('attempts', () => {
  test(`${ATTEMPTS.token} wrong tokens a minute from one address; then not even the right one`, () => {
    vi.useFakeTimers();
    const token = roles.newPresenterToken();
    for (let n = 0; n < ATTEMPTS.token; n++) roles.redeem(`wrong ${n}`, STUDENT);
    expect(roles.redeem(token, STUDENT)).toEqual({
      ...{ ok: false, status: 429 },
      why: 'Too many attempts that failed: wait a minute.',
    });
    vi.advanceTimersByTime(60_001);
    expect(roles.redeem(token, STUDENT).ok).toBe(true);
  });

  test('of another machine do not count', () => {
    const token = roles.newPresenterToken();
    for (let n = 0; n < 50; n++) roles.redeem('wrong', STUDENT);
    expect(roles.redeem(token, HERE).ok).toBe(true);
  });

  test('a class of 40 behind one address with yesterday’s link does not keep the others out', () => {
    for (let n = 0; n < 40; n++) roles.join('yesterday', STUDENT);
    expect(join().ok).toBe(true);
    for (let n = 0; n < 40; n++) roles.join('yesterday', STUDENT);
    expect(join()).toMatchObject({ ok: false, status: 429 });
  });

  test('that succeed do not count', () => {
    for (let n = 0; n < 100; n++) expect(join().ok).toBe(true);
  });

  test('leave lines without anything secret', () => {
    const token = roles.newPresenterToken();
    roles.redeem('a secret guess', STUDENT);
    roles.join('another guess', STUDENT);
    const text = JSON.stringify(audit.state);
    expect(text).not.toMatch(/guess/);
    expect(text).not.toContain(token);
    expect(text).not.toContain(roles.joinCode);
  });
});

test('listeners hear of every change of a role, and of nothing else', () => {
  const told = vi.fn();
  const leave = roles.onChange(told);
  roles.redeem('wrong', HERE);
  expect(told).toHaveBeenCalledTimes(0);
  present();
  join();
  expect(told).toHaveBeenCalledTimes(2);
  leave();
  join();
  expect(told).toHaveBeenCalledTimes(2);
});
