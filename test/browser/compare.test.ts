import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { openBytes } from '../../src/import/open.ts';
import { parseLink, type Link } from '../../src/replay/link.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import Compare from '../../src/views/compare/Compare.svelte';
import { CompareState } from '../../src/views/compare/compare-state.svelte.ts';
import Recordings from '../../src/views/home/Recordings.svelte';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import type { OpenRecording, Sources } from '../../src/views/shell/sources.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { head, Talk } from '../analysis/talk.ts';
import { pcap, shortTalk } from '../import/capture-builder.ts';
import { fakeLive } from '../support/fake-live.ts';

const HASH = '#/compare/lesson/02-a/recording/bad';
const SENTENCE =
  'In Thread-1, call 4: on the left recv(64) returned 64 bytes, on the right only 1: the header was split.';

const good = new Talk().message('Hi').message('Hello World!').message('!DISCONNECT');
const bad = new Talk().message('Hi').send(head(12)).send('Hello World!').take(64, '1').ask(1);

function recordingOf(talk: Talk): OpenRecording {
  const parsed = parseTrace(talk.events.bytes());
  return { parsed, lesson: undefined, dropped: false, lost: undefined, close: () => undefined };
}

const SOURCES: Sources = {
  fixed: false,
  lessons: () => Promise.resolve([]),
  status: () => Promise.resolve({ version: '0.1.0' }),
  recordings: () => Promise.resolve([]),
  highlighted: () => Promise.resolve([]),
  glossary: () => Promise.resolve([]),
  errors: () => Promise.resolve([]),
  openLesson: () => Promise.resolve(recordingOf(good)),
  openRecording: () => Promise.resolve(recordingOf(bad)),
  openFile: () => Promise.reject(new Error('no file here')),
  runLab: () => Promise.reject(new Error('no lab here')),
  presets: () => Promise.resolve([]),
  openPreset: () => Promise.resolve(recordingOf(bad)),
  live: fakeLive(),
};

function linkOf(hash: string): Link & { readonly page: 'compare' } {
  const link = parseLink(hash);
  if (link?.page !== 'compare') throw new Error(`no comparison: ${hash}`);
  return link;
}

async function open(sources = SOURCES, hash = HASH) {
  await page.viewport(1200, 900);
  const compare = new CompareState(linkOf(hash));
  await render(Compare, { compare, onretry: () => undefined });
  await compare.open(sources, linkOf(hash));
  return compare;
}
const list = () => page.getByRole('group', { name: 'Calls of this thread, left and right' });
const current = () => list().element().querySelector('[aria-current="step"]')?.textContent;

describe('two recordings', () => {
  test('open at their first difference, which is explained', async () => {
    const compare = await open();
    const first = page.getByRole('region', { name: 'First difference' });
    await expect.element(first).toHaveTextContent(SENTENCE);
    expect(compare.step).toBe(3);
    expect(compare.left.player?.replay.event).toMatchObject({ kind: 'recv.ret', n: 64 });
    expect(compare.right.player?.replay.event).toMatchObject({ kind: 'recv.ret', n: 1 });
  });

  test('show each call of a thread once, the first that differs marked in words', async () => {
    await open();
    const rows = list().getByRole('listitem');
    await expect.element(rows.nth(0)).toHaveTextContent(/recv\(64\).*= 64.*same.*recv\(64\).*= 64/);
    await expect.element(rows.nth(3)).toHaveTextContent(/= 64.*differs.*= 1/);
    await expect.element(rows.nth(5)).toHaveTextContent(/later.*no call/);
  });

  test('step together: buttons, keys, and a click in the list move both playheads', async () => {
    const compare = await open();
    await page.getByRole('button', { name: 'First', exact: true }).click();
    expect(compare.step).toBe(0);
    await page.getByRole('button', { name: 'Forward', exact: true }).click();
    expect(compare.left.player?.replay.event).toMatchObject({ kind: 'recv.ret', n: 2 });
    expect(compare.right.player?.replay.event).toMatchObject({ kind: 'recv.ret', n: 2 });
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(page.getByText('call 3 of 9')).toBeVisible();
    await list().getByRole('listitem').nth(1).getByRole('button').click();
    await expect.poll(current).toMatch(/recv\(2\)/);
    await page.getByRole('button', { name: 'Last', exact: true }).click();
    await userEvent.keyboard('{ArrowRight}');
    expect(compare.step).toBe(8);
  });

  test('go back to the first difference from anywhere, another thread too', async () => {
    const compare = await open();
    await page.getByRole('combobox', { name: 'Thread' }).selectOptions('M');
    expect(compare.thread?.key).toBe('M');
    await page.getByRole('button', { name: 'Go to it' }).click();
    expect([compare.thread?.key, compare.step]).toEqual(['T1', 3]);
  });

  test('give both sides’ sentences and bytes, and a way into each', async () => {
    await open();
    const left = page.getByRole('region', { name: 'Left: call 4' });
    const right = page.getByRole('region', { name: 'Right: call 4' });
    await expect.element(left).toHaveTextContent(/Thread-1 got 64 bytes: "12"…/);
    await expect.element(right).toHaveTextContent(/Thread-1 got 1 byte of up to 64: "1"\./);
    await expect
      .element(left.getByRole('img'))
      .toHaveAttribute('aria-label', '64 bytes: "12"…; 63 of those shown differ');
    await expect
      .element(right.getByRole('link', { name: 'Open at this moment' }))
      .toHaveAttribute('href', expect.stringMatching(/^#\/recording\/bad\?i=\d+$/));
  });

  test('that agree say so', async () => {
    await open({ ...SOURCES, openRecording: SOURCES.openLesson });
    const first = page.getByRole('region', { name: 'First difference' });
    await expect.element(first).toHaveTextContent(/same calls with the same results/);
    await expect.element(page.getByRole('button', { name: 'Go to it' })).not.toBeInTheDocument();
  });

  test('of which one is a capture: that it has no calls, and no difference made of that', async () => {
    const parsed = await openBytes(pcap(shortTalk().packets));
    const captured = { ...recordingOf(bad), parsed };
    await open({ ...SOURCES, openRecording: () => Promise.resolve(captured) });
    await expect.element(page.getByText(/on the right is a capture of the network/)).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Choose two recordings' })).toBeVisible();
    expect(document.body.textContent).not.toContain('MainThread');
  });

  test('of which one cannot be had: that side says why, the other is there', async () => {
    await open({ ...SOURCES, openRecording: () => Promise.reject(new Error('It is gone.')) });
    await expect
      .element(page.getByRole('region', { name: 'Right', exact: true }))
      .toHaveTextContent(/It is gone\./);
    await expect
      .element(page.getByRole('region', { name: 'Left', exact: true }))
      .toHaveTextContent(/\d+ events/);
    expect(document.body.textContent).not.toContain('Thread-1');
    await expect.element(page.getByRole('link', { name: 'Choose two recordings' })).toBeVisible();
  });

  test('a thousand calls draw only those in sight', async () => {
    const long = new Talk();
    for (let n = 0; n < 400; n++) long.message('Hi');
    await open({ ...SOURCES, openLesson: () => Promise.resolve(recordingOf(long)) });
    expect(list().getByRole('listitem').elements().length).toBeLessThan(60);
    await page.getByRole('button', { name: 'Last', exact: true }).click();
    await expect.poll(current).toMatch(/^\s*1202/);
  });

  test('fit a narrow screen: left above right, nothing to scroll sideways', async () => {
    await open();
    await page.viewport(390, 844);
    await expect.element(list().getByText('left').first()).toBeVisible();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
  });

  test.each(['light', 'dark'])('are accessible: axe finds nothing (%s)', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.lang = 'en';
    await open();
    await expect.element(page.getByText(SENTENCE)).toBeVisible();
    const { violations } = await axe.run(document.body);
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    delete document.documentElement.dataset['theme'];
  });
});

describe('the address', () => {
  test('of a moment of a comparison brings it back', async () => {
    const app = new AppState(SOURCES);
    await app.go(HASH);
    app.comparing?.select('M', 1);
    const { moment } = app;
    const again = new AppState(SOURCES);
    await again.go(`${HASH}?i=${moment?.seq}&th=${moment?.thread}`);
    expect([again.comparing?.thread?.key, again.comparing?.step]).toEqual(['M', 1]);
    expect(again.title).toBe('One message and One message · wirestep');
  });

  test('of another moment of the same two only moves', async () => {
    const app = new AppState(SOURCES);
    await app.go(HASH);
    const { comparing } = app;
    const first = `${HASH}?i=${app.moment?.seq}&th=${app.moment?.thread}`;
    comparing?.go(0);
    await app.go(first);
    expect(app.comparing).toBe(comparing);
    expect(comparing?.step).toBe(3);
    await app.go('#/');
    expect(app.comparing).toBeUndefined();
  });
});

test('in the list of recordings two are chosen and compared', async () => {
  const row = {
    title: 'Mine',
    bytes: 1,
    started: '2026-01-01T00:00:00Z',
    live: false,
    ended: true,
  };
  const rows = ['one', 'two', 'three'].map((id) => ({ ...row, id, title: id }));
  await render(Recordings, { rows });
  await page.getByRole('checkbox', { name: /^Compare one,/ }).click();
  await expect.element(page.getByRole('link', { name: 'Compare' })).not.toBeInTheDocument();
  await page.getByRole('checkbox', { name: /^Compare three,/ }).click();
  await expect
    .element(page.getByRole('link', { name: 'Compare' }))
    .toHaveAttribute('href', '#/compare/recording/one/recording/three');
});
