import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import { DiagnosisState } from '../../src/views/diagnosis/diagnosis-state.svelte.ts';
import About from '../../src/views/player/About.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { head, Talk } from '../analysis/talk.ts';

/** A header in pieces, two deaths, a stall. */
function badTalk(): Talk {
  const talk = new Talk().message('Hi').send(head(2)).take(64, head(2)).ask(2).send('Ho');
  talk.take(2, 'Ho', 0, 41_000).reply().read().send('1').take(64, '1').ask(1);
  talk.take(1, '2').dies('ValueError', 'first').dies('KeyError', 'second');
  return talk.add('end', {});
}

async function open(talk = badTalk()) {
  await page.viewport(420, 900);
  const parsed = parseTrace(talk.events.bytes());
  const player = new PlayerState(parsed.trace, undefined, undefined);
  await render(About, { player, parsed, dropped: false });
  return player;
}
const finding = (name: RegExp) => page.getByRole('button', { name });

test('what happened is listed in words, its severity as a word and where it comes from', async () => {
  await open();
  await expect.element(page.getByText('3 problems and 1 note.')).toBeVisible();
  const split = finding(/header of 64 bytes and got only 1/);
  await expect.element(split).toHaveTextContent(/Problem.*measured.*#\d+/);
  await expect.element(finding(/waited 41 ms/)).toHaveTextContent(/Note.*derived/);
});

test('a finding seeks to its event and is marked while the playhead is there', async () => {
  const player = await open();
  const split = finding(/header of 64 bytes and got only 1/);
  await split.click();
  expect(player.replay.event).toMatchObject({ kind: 'recv.ret', n: 1 });
  await expect.element(split).toHaveAttribute('aria-current', 'true');
  player.replay.first();
  await expect.element(split).not.toHaveAttribute('aria-current');
});

test('what happened more than once says how often, and each time can be reached', async () => {
  const player = await open();
  const times = page.getByRole('group', { name: /Times it happened: a thread died/ });
  await expect.element(times).toHaveTextContent('and 1 more times');
  await times.getByRole('button', { name: 'Time after' }).click();
  expect(player.replay.event).toMatchObject({ kind: 'thread.err', name: 'KeyError' });
  await expect.element(times).toHaveTextContent('2 of 2');
  await expect.element(finding(/died of an exception: KeyError: second/)).toBeVisible();
  await expect.element(times.getByRole('button', { name: 'Time after' })).toBeDisabled();
});

test('where nothing is wrong that is said', async () => {
  await open(new Talk().message('Hi').message('!DISCONNECT').add('end', {}));
  await expect.element(page.getByText('Nothing unusual was found.')).toBeVisible();
});

test('until it is found it is being looked for, in slices, and a grown trace is looked at again', () => {
  const pending: (() => void)[] = [];
  const state = new DiagnosisState((work) => {
    pending.push(() => work(() => false));
    return () => undefined;
  });
  const talk = new Talk();
  for (let n = 0; n < 800; n++) talk.message('Hi');
  state.look(parseTrace(talk.events.bytes()).trace);
  pending.shift()?.();
  expect(state.findings).toBeUndefined();
  state.look(parseTrace(talk.dies('KeyError').events.bytes()).trace);
  for (let turn = 0; turn < 50 && pending.length > 0; turn++) pending.shift()?.();
  expect(state.findings?.map(({ kind }) => kind)).toContain('thread-died');
});

test.each(['light', 'dark'])('axe finds nothing to object to (%s)', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  document.documentElement.lang = 'en';
  await open();
  await expect.element(page.getByText('3 problems and 1 note.')).toBeVisible();
  const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  delete document.documentElement.dataset['theme'];
});
