import { createRawSnippet } from 'svelte';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Header from '../../src/views/shell/Header.svelte';
import { Layout } from '../../src/views/player/layout.svelte.ts';
import { Settings } from '../../src/views/shell/settings.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

const ignore = () => undefined;

async function show(width: number, onshare?: () => void) {
  await page.viewport(width, 800);
  await render(Header, {
    page: 'lesson',
    settings: new Settings(),
    layout: new Layout(),
    onhelp: ignore,
    onpalette: ignore,
    onshare,
    shared: '',
  });
  return page.getByRole('banner');
}

test('the button says what is shared: in full, or in one word where there is no room', async () => {
  const header = await show(1366, ignore);
  const share = header.getByRole('button', { name: 'Share this step', exact: true });
  await expect.element(share).toBeVisible();
  expect((share.element() as HTMLElement).innerText).toBe('Share this step');
  await page.viewport(390, 844);
  const short = header.getByRole('button', { name: 'Share', exact: true });
  await expect.element(short).toBeVisible();
  expect((short.element() as HTMLElement).innerText).toBe('Share');
});

test('what has no address cannot be shared', async () => {
  const header = await show(1366);
  await expect.element(header.getByRole('button', { name: /Share/ })).not.toBeInTheDocument();
  await expect.element(header.getByRole('button', { name: 'Help' })).toBeVisible();
});

test.each([1440, 1190, 1180, 1120, 1110, 1040, 1030, 940, 900, 700, 681, 560, 541, 390])(
  'everything in it has room at %i pixels',
  async (width) => {
    await page.viewport(width, 800);
    // As wide as the real one with its picture.
    const classButton = '<button class="button"><svg width="15" height="15"/>Class 12</button>';
    const button = createRawSnippet(() => ({ render: () => classButton }));
    await render(Header, {
      page: 'live',
      settings: new Settings(),
      layout: new Layout(),
      onhelp: ignore,
      onpalette: ignore,
      onshare: ignore,
      onexport: ignore,
      onclose: ignore,
      shared: '',
      children: button,
    });
    const header = page.getByRole('banner');
    await expect.element(header.getByRole('button', { name: 'Class 12' })).toBeVisible();
    const help = header.getByRole('button', { name: 'Help' }).element();
    expect(help.getBoundingClientRect().right).toBeLessThanOrEqual(width);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  },
);
