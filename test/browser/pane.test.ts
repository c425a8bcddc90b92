import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { oneMessage } from '../support/conversation.ts';

const parsed = parseTrace(oneMessage().bytes());
const calls = page.getByRole('region', { name: 'Calls', exact: true, includeHidden: true });

async function open(width: number) {
  await page.viewport(width, 844);
  const player = new PlayerState(parsed.trace, undefined, undefined);
  await render(Player, { player, parsed, dropped: false, highlighted: [] });
  return player;
}

test('behind tabs a view is made when it is looked at first, and kept from then on', async () => {
  const player = await open(390);
  await expect.element(page.getByRole('region', { name: 'Threads and calls' })).toBeVisible();
  await expect.element(calls).not.toBeInTheDocument();
  player.view = 'calls';
  await expect.element(calls).toBeVisible();
  player.view = 'threads';
  await expect.element(calls).not.toBeVisible();
  await expect.element(calls).toBeInTheDocument();
});

test('where there is room for all views all are there at once', async () => {
  await open(1440);
  await expect.element(calls).toBeVisible();
});
