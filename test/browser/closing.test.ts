import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { SourceError } from '../../src/sources/source-error.ts';
import { formatLink, parseLink } from '../../src/replay/link.ts';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import Toasts from '../../src/views/shell/Toasts.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { fakeSources } from '../support/fake-sources.ts';

const ID = 'a'.repeat(22);
const FILE = new File(['{}'], 'mine.trace.jsonl');

beforeEach(() => history.replaceState(undefined, '', '#/'));

describe('a link brings back the whole look', () => {
  const LOOK =
    'i=31&th=3&only=1&conn=1&view=bytes&by=call&scale=time&zoom=1000-90000&future=1&lang=ts&byte=up.3&pin=3.1&find=recv';

  test('and the moment that is shown has the same address again', async () => {
    const app = new AppState(fakeSources());
    await app.go(`#/recording/${ID}?${LOOK}`);
    expect(app.moment && formatLink(app.moment)).toBe(`#/recording/${ID}?${LOOK}`);
    expect(app.opened?.player.replay.event?.seq).toBe(31);
  });

  test('a change of the address, as Back makes one, changes the look and opens nothing anew', async () => {
    const app = new AppState(fakeSources());
    await app.go(`#/recording/${ID}?${LOOK}`);
    const { opened } = app;
    await app.go(`#/recording/${ID}?i=20&view=calls`);
    expect(app.opened).toBe(opened);
    expect(opened?.player.look).toMatchObject({ seq: 20, view: 'calls', scale: 'step', pins: [] });
  });

  test('a recording without an event in its link starts at the first', async () => {
    const app = new AppState(fakeSources());
    await app.go(`#/recording/${ID}`);
    expect(app.opened?.player.replay.rank).toBe(1);
  });
});

describe('closing', () => {
  test('a recording comes back at the same moment with the same look', async () => {
    const app = new AppState(fakeSources());
    await app.go(`#/recording/${ID}?i=31&view=bytes`);
    await app.close();
    expect([app.opened, location.hash]).toEqual([undefined, '#/recordings']);
    await app.undo();
    expect(location.hash).toBe(`#/recording/${ID}?i=31&view=bytes`);
    expect(app.moment && formatLink(app.moment)).toBe(location.hash);
    expect(app.closed).toBeUndefined();
  });

  test('a dropped file comes back too, though it has no address', async () => {
    const app = new AppState(fakeSources());
    await app.drop(FILE);
    const before = app.opened;
    before?.player.seek(31);
    await app.close();
    await app.undo();
    expect(app.opened).toBe(before);
    expect(app.opened?.player.replay.event?.seq).toBe(31);
  });

  test('Forward to a dropped file that was left by Back opens it again', async () => {
    const app = new AppState(fakeSources());
    await app.drop(FILE);
    const before = app.opened;
    await app.go('#/recordings');
    expect(app.opened).toBeUndefined();
    await app.go('#/dropped');
    expect(app.opened).toBe(before);
  });

  test('once forgotten it is gone, and its address leads home', async () => {
    const app = new AppState(fakeSources());
    await app.drop(FILE);
    await app.close();
    app.forget();
    await app.go('#/dropped');
    expect([app.opened, app.link]).toEqual([undefined, { page: 'home' }]);
  });

  test('going from one recording to another leaves nothing to undo, a dropped file does', async () => {
    const app = new AppState(fakeSources());
    await app.go(`#/recording/${ID}`);
    await app.go(`#/recording/${'b'.repeat(22)}`);
    expect(app.closed).toBeUndefined();
    await app.drop(FILE);
    await app.go(`#/recording/${ID}`);
    expect(app.closed?.title).toBe('One message');
  });

  test('the message says what was closed; its button brings it back', async () => {
    const app = new AppState(fakeSources());
    await app.go(`#/recording/${ID}?i=31`);
    await render(Toasts, { app });
    await app.close();
    await expect.element(page.getByText('Closed One message')).toBeVisible();
    const message = document.querySelector('[data-sonner-toast]') as HTMLElement;
    await Promise.all(message.getAnimations({ subtree: true }).map(({ finished }) => finished));
    const { violations } = await axe.run(message);
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => app.opened?.player.replay.event?.seq).toBe(31);
    await expect.element(page.getByText('Closed One message')).not.toBeInTheDocument();
  });
});

describe('what cannot be opened', () => {
  const silent = new SourceError('silent', 'wirestep does not answer.');

  test('says why, and can be asked for again', async () => {
    const sources = fakeSources();
    sources.failure = silent;
    const app = new AppState(sources);
    await app.go(`#/recording/${ID}?i=31`);
    expect(app.opening.trouble).toMatchObject({ retry: true, text: 'wirestep does not answer.' });
    sources.failure = undefined;
    await app.retry();
    expect(app.opening.trouble).toBeUndefined();
    expect(app.opened?.player.replay.event?.seq).toBe(31);
  });

  test('is asked for again by itself when the server is back', async () => {
    const sources = fakeSources();
    sources.failure = silent;
    const app = new AppState(sources);
    const unwatch = app.watch();
    await app.go(`#/recording/${ID}`);
    sources.failure = undefined;
    sources.live.tell({ type: 'recordings' });
    await expect.poll(() => app.opened !== undefined).toBe(true);
    unwatch();
  });

  test('a file that is no trace is named', async () => {
    const sources = fakeSources();
    sources.failure = new Error('not a trace');
    const app = new AppState(sources);
    await app.drop(new File(['GIF'], 'cat.gif'));
    expect(app.opening.trouble).toMatchObject({ text: 'cat.gif: not a trace', retry: false });
  });
});

describe('a long opening', () => {
  test('can be cancelled: nothing opens, nothing is wrong, the list shows', async () => {
    const sources = fakeSources();
    sources.slow = true;
    const app = new AppState(sources);
    const going = app.go(`#/recording/${ID}`);
    expect(app.opening.wanted).toEqual({ what: 'recording', name: ID });
    await app.close();
    await going;
    expect(sources.waiting[0]?.opening.signal?.aborted).toBe(true);
    expect([app.opened, app.opening.trouble, app.opening.wanted]).toEqual(Array(3).fill(undefined));
    expect(app.link).toEqual(parseLink('#/recordings'));
  });

  test('that is overtaken by another never shows, however late it comes', async () => {
    const sources = fakeSources();
    sources.slow = true;
    const app = new AppState(sources);
    const first = app.go(`#/recording/${ID}`);
    sources.slow = false;
    await app.go(`#/recording/${'b'.repeat(22)}`);
    sources.waiting[0]?.let();
    await first;
    expect(app.opened?.key).toBe(`recording/${'b'.repeat(22)}`);
  });
});
