import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import Transport from '../../src/views/transport/Transport.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { oneMessage } from '../support/conversation.ts';

const { trace } = parseTrace(oneMessage().bytes());

async function open(of = trace) {
  await page.viewport(1440, 900);
  const player = new PlayerState(of, undefined, undefined);
  const { container } = await render(Transport, { player });
  container.style.background = 'var(--panel)';
  return { player, container };
}
const status = () => page.getByRole('status');

test('play stops at what was asked for, says why, and shows that it will', async () => {
  const { player } = await open();
  await page.getByRole('button', { name: 'Breakpoints' }).click();
  await page.getByRole('checkbox', { name: 'output on a terminal' }).click();
  expect(player.replay.breakpoints).toEqual(['output']);
  await page.getByRole('combobox', { name: 'Speed' }).selectOptions('16×');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.element(status()).toHaveTextContent(/Stopped: output on a terminal\./);
  expect(player.replay.event?.kind).toBe('out');
  await expect.element(page.getByRole('button', { name: 'Breakpoints, on' })).toBeVisible();
  await page.getByRole('button', { name: 'Forward' }).click();
  await expect.element(status()).not.toHaveTextContent(/Stopped/);
});

test('while it plays nothing is spoken; when it rests, the last sentence is', async () => {
  const { player } = await open();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.element(status()).toHaveTextContent(/^$/);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.element(status()).toHaveTextContent(player.sentence);
});

test('one connection only: Forward passes everything else', async () => {
  const { player } = await open();
  player.replay.seek(trace.ofKind('accept.ret')[0] ?? 0);
  await page.getByRole('combobox', { name: 'Step through' }).selectOptions('this connection only');
  expect(player.look).toMatchObject({ only: true, connection: 1, thread: undefined });
  for (let n = 0; n < 4; n++) await page.getByRole('button', { name: 'Forward' }).click();
  expect(player.replay.event?.kind).not.toBe('accept');
  await page.getByRole('combobox', { name: 'Step through' }).selectOptions('all threads');
  expect(player.replay.within).toEqual({});
});

test('a link with "only" and a connection shows that part as chosen', async () => {
  const { player } = await open();
  player.goTo({ page: 'home', only: true, connection: 1 });
  await expect
    .element(page.getByRole('combobox', { name: 'Step through' }))
    .toHaveValue('connection');
});

test('a unit of which there is nothing cannot be chosen', async () => {
  await open();
  const marker = page.getByRole('option', { name: 'by marker' });
  await expect.element(marker).toBeDisabled();
});

test('ten thousand marks are one element', async () => {
  const talk = oneMessage();
  for (let n = 0; n < 10_000; n++) talk.add('marker', { text: `m${n}`, re: 1 + (n % 40) });
  const { container } = await open(parseTrace(talk.bytes()).trace);
  const paths = container.querySelectorAll('.slider path');
  expect(paths).toHaveLength(1);
  await expect.poll(() => paths[0]?.getAttribute('d')?.length).toBeGreaterThan(10);
  expect(container.querySelectorAll('.slider *').length).toBeLessThan(5);
});

test.each(['light', 'dark'])('nothing hinders assistive technology (%s)', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  const { player, container } = await open();
  player.replay.breakpoints = ['output'];
  expect((await axe.run(container)).violations).toEqual([]);
  await page.getByRole('button', { name: 'Breakpoints, on' }).click();
  expect((await axe.run(container)).violations).toEqual([]);
});
