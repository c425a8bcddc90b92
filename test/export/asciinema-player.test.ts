import { expect, test } from 'vitest';
import type { Page } from 'playwright';
import { asciicasts } from '../../src/export/asciicast.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { emptyPage, useChromium } from './chromium.ts';
import { golden, partOfTrace, textOf } from './parts.ts';

useChromium();

const FOLDER = 'node_modules/asciinema-player/dist/bundle';

/** Opens a cast in the player and goes to its end. */
function playToEnd(page: Page, cast: string): Promise<void> {
  return page.evaluate(async (data) => {
    interface Player {
      seek(to: string): Promise<void>;
      addEventListener(name: string, heard: () => void): void;
    }
    const { AsciinemaPlayer } = window as unknown as {
      AsciinemaPlayer: { create(source: unknown, element: Element, options: unknown): Player };
    };
    const place = document.createElement('div');
    document.body.replaceChildren(place);
    const player = AsciinemaPlayer.create({ data }, place, { preload: true, controls: true });
    await new Promise<void>((resolve) => player.addEventListener('ready', resolve));
    await player.seek('100%');
  }, cast);
}

test.each([2, 3] as const)(
  'asciinema-player ends with what the terminal ends with, version %i',
  async (version) => {
    const trace = golden();
    const { terminals } = createScenes(trace)(trace.length - 1);
    const page = await emptyPage();
    await page.setContent('<!doctype html><title>player</title>');
    await page.addStyleTag({ path: `${FOLDER}/asciinema-player.css` });
    await page.addScriptTag({ path: `${FOLDER}/asciinema-player.min.js` });
    const casts = asciicasts(partOfTrace(trace), version);
    expect(casts).toHaveLength(3);
    for (const { name, chunks } of casts) {
      const cast = textOf(chunks());
      await playToEnd(page, cast);
      // Lines are as wide as the terminal: where they break does not matter here.
      const whole = terminals.find((one) => one.name === name)?.text.replace(/\s/g, '') ?? '';
      await expect
        .poll(async () => {
          const lines = await page.locator('.ap-line').allTextContents();
          const shown = lines.join('').replace(/\s/g, '');
          return shown === '' ? 'nothing' : shown === whole.slice(-shown.length) || shown;
        })
        .toBe(true);
      // One at the very end it does not show.
      const rows = cast.trimEnd().split('\n').slice(1, -1);
      const marked = rows.filter((row) => / "m", /.test(row)).length;
      await expect.poll(() => page.locator('.ap-marker-container').count()).toBe(marked);
    }
  },
);
