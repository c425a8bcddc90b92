import axe from 'axe-core';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { CuedLesson } from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { Layout } from '../../src/views/player/layout.svelte.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { oneMessage } from '../support/conversation.ts';
import { lesson as lessonOf, paragraph, step } from '../support/lesson.ts';

const parsed = parseTrace(oneMessage().bytes());
const lesson = lessonOf([step({ title: 'It begins', seq: 3, body: [paragraph('Text.')] })]);

async function open(layout = new Layout(), given: { lesson?: CuedLesson } = { lesson }) {
  const player = new PlayerState(parsed.trace, given.lesson, undefined);
  const { container } = await render(Player, {
    player,
    parsed,
    layout,
    dropped: false,
    highlighted: [],
  });
  container.style.height = '800px';
  container.style.display = 'flex';
  return { player, layout, container };
}

const edge = (name: string) => page.getByRole('separator', { name });
const region = (name: string) => page.getByRole('region', { name, exact: true });
const width = (view: string) => document.querySelector(`#pane-${view}`)?.clientWidth ?? 0;
const height = (view: string) => document.querySelector(`#pane-${view}`)?.clientHeight ?? 0;

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(1440, 900);
});
afterEach(() => {
  localStorage.clear();
  delete document.documentElement.dataset['scale'];
});

describe('edges between panes', () => {
  test('an arrow key moves the edge, and the value says where it is', async () => {
    await open();
    const before = width('lesson');
    (edge('Width of the lesson').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.poll(() => width('lesson') - before).toBe(32);
    await expect
      .element(edge('Width of the lesson'))
      .toHaveAttribute('aria-valuenow', String(width('lesson') + 1));
  });

  test('two keys before the next frame move it twice', async () => {
    await open();
    const before = width('lesson');
    const separator = edge('Width of the lesson').element();
    for (let n = 0; n < 2; n++) {
      separator.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      await tick();
    }
    await expect.poll(() => width('lesson') - before).toBe(32);
  });

  test('a row fits its content until its edge is moved; a double click fits it again', async () => {
    await open();
    // The lanes are there once they know their width.
    await expect.poll(() => height('threads')).toBeGreaterThan(72);
    const fitting = height('threads');
    (edge('Height of the threads').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => height('threads')).toBe(fitting + 16);
    await edge('Height of the threads').dblClick();
    await expect.poll(() => height('threads')).toBe(fitting);
  });

  test('sizes are remembered in this browser, and reset together', async () => {
    const { layout } = await open();
    (edge('Width of the terminals').element() as HTMLElement).focus();
    await userEvent.keyboard('{Home}');
    expect(layout.changed).toBe(true);
    const again = new Layout();
    expect(again.style(true)).toBe(layout.style(true));
    again.reset();
    expect(again.changed).toBe(false);
    expect(new Layout().style(true)).toBe('');
  });

  test('moving an edge does not move the playhead', async () => {
    const { player } = await open();
    const { rank } = player.replay;
    (edge('Width of the lesson').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{Home}{End}{Enter}');
    expect(player.replay.rank).toBe(rank);
  });

  test('every edge has a name and bounds, and nothing is wrong for axe', async () => {
    const { container } = await open();
    const edges = page.getByRole('separator').elements();
    expect(edges.length).toBe(5);
    for (const one of edges) {
      const [now, min, max] = ['now', 'min', 'max'].map((part) =>
        Number(one.getAttribute(`aria-value${part}`)),
      ) as [number, number, number];
      expect(min <= now && now <= max, one.getAttribute('aria-label') ?? '').toBe(true);
    }
    const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test('below 900 pixels there are tabs instead', async () => {
    await page.viewport(600, 800);
    await open();
    await expect.element(page.getByRole('group', { name: 'Views' })).toBeVisible();
    expect(page.getByRole('separator').elements().length).toBe(0);
  });
});

describe('presenter scale', () => {
  test('shows the lesson and two views, with no text under 18 pixels', async () => {
    const { layout, container } = await open();
    layout.presenter = true;
    await expect.element(region('Source')).not.toBeInTheDocument();
    for (const name of ['Lesson', 'Threads and calls', 'Bytes'])
      await expect.element(region(name)).toBeVisible();
    expect(smallestText(container)).toBeGreaterThanOrEqual(18);
  });

  test('another view takes the place of the one that was chosen first, and stays', async () => {
    const { layout } = await open();
    layout.presenter = true;
    await page.getByRole('button', { name: 'Source', exact: true }).last().click();
    await expect.element(region('Threads and calls')).not.toBeInTheDocument();
    await expect.element(region('Source')).toBeVisible();
    const again = new Layout();
    expect([again.presenter, again.pair]).toEqual([true, ['bytes', 'source']]);
  });

  test('a recording without a lesson gives its room to the two views', async () => {
    const { layout } = await open(new Layout(), {});
    await expect.element(region('Recording')).toBeVisible();
    layout.presenter = true;
    await expect.element(region('Recording')).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Leave presenter scale' }).click();
    await expect.element(region('Recording')).toBeVisible();
  });
});

/** The smallest size of any text that is seen, in pixels of the screen. */
function smallestText(container: HTMLElement): number {
  const zoom = Number(getComputedStyle(document.body).zoom) || 1;
  const texts = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  let smallest = Infinity;
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (element === null || texts.currentNode.textContent?.trim() === '') continue;
    if (!element.checkVisibility() || element.closest('.visually-hidden, option, svg')) continue;
    smallest = Math.min(smallest, parseFloat(getComputedStyle(element).fontSize) * zoom);
  }
  return smallest;
}
