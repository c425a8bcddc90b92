import { describe, expect, test } from 'vitest';
import type { SessionState } from '../../src/live/state.ts';
import { livePage } from '../../src/views/live/live-page.ts';
import { addressOf, sessionSentence, stopWarning } from '../../src/views/live/session-words.ts';
import { FOLLOWER, PRESENTER, runningSession } from '../support/fake-live.ts';

const STRANGER = { type: 'you', role: 'none', clients: [] } as const;
const told = (you: typeof PRESENTER | undefined, session?: SessionState, online = true) =>
  livePage({ you, session, online }, false);

describe('the page Live', () => {
  test('leads presenter and follower to the recording of the session that runs', () => {
    for (const you of [PRESENTER, FOLLOWER]) expect(told(you, runningSession()).goes).toBe('now');
  });

  test.each(['starting', 'stopping', 'stopped'] as const)(
    'stays where the session is %s: its recording is not what goes on',
    (state) => expect(told(PRESENTER, runningSession({ state })).goes).toBeUndefined(),
  );

  test('offers the presenter a start, and tells a follower to wait', () => {
    const stopped = runningSession({ state: 'stopped' });
    expect(told(PRESENTER, stopped)).toMatchObject({ form: 'start', last: 'now' });
    expect(told(FOLLOWER, stopped).form).toBeUndefined();
    expect(told(FOLLOWER, stopped).text.join()).toContain('presenter can start one');
  });

  test('tells a follower why it stopped; the presenter’s bar says that already', () => {
    const stopped = runningSession({ state: 'stopped', notice: 'Port 5050 is in use.' });
    expect(told(FOLLOWER, stopped).text).toContain('Port 5050 is in use.');
    expect(told(PRESENTER, stopped).text).not.toContain('Port 5050 is in use.');
  });

  test('says that a session runs unrecorded: there is nothing to lead to', () => {
    const { goes, text, form } = told(PRESENTER, runningSession({ recording: undefined }));
    expect([goes, form]).toEqual([undefined, 'restart']);
    expect(text.join(' ')).toContain('not recorded');
  });

  test('tells a stranger how to get in, and nothing of the session', () => {
    const page = told(STRANGER, runningSession({ title: 'Secret' }));
    expect(page.goes).toBeUndefined();
    expect(page.text.join(' ')).toMatch(/address that it printed.*join link/);
    expect(JSON.stringify(page)).not.toContain('Secret');
    const sent = { ...STRANGER, notice: 'The class has ended.\u202e' };
    expect(told(sent).text[0]).toBe('The class has ended.‹U+202E›');
  });

  test('says whether it still asks, or nobody answers', () => {
    expect(told(undefined).text.join()).toContain('Asking');
    expect(told(undefined, undefined, false).text.join()).toContain('does not answer');
  });

  test('of a static copy promises nothing', () => {
    const page = livePage({ you: undefined, session: undefined, online: true }, true);
    expect(page).toMatchObject({ title: 'Nothing runs here' });
    expect([page.goes, page.form]).toEqual([undefined, undefined]);
  });
});

describe('words of a session', () => {
  test('an address of IPv6 stands in brackets, and is text', () => {
    expect(addressOf({ host: '::1', port: 5050 })).toBe('[::1]:5050');
    expect(addressOf({ host: 'a\u202e', port: 1 })).toBe('a‹U+202E›:1');
  });

  test.each([
    ['running', 'The course’s server listens on 127.0.0.1:5050.'],
    ['stopped', 'No server runs. The last one listened on 127.0.0.1:5050.'],
  ] as const)('%s', (state, words) => {
    expect(sessionSentence(runningSession({ state }))).toBe(words);
  });

  test('nobody is warned of nobody; one client is one', () => {
    expect(stopWarning(0)).toBeUndefined();
    expect(stopWarning(1)).toMatch(/^1 client is connected.*its connection\./);
    expect(stopWarning(2)).toMatch(/^2 clients are connected.*their connections\./);
  });
});
