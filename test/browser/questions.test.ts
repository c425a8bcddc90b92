import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseLink } from '../../src/replay/link.ts';
import { questionOf } from '../../src/views/lesson/gate.ts';
import { Progress } from '../../src/views/lesson/progress.svelte.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { parsed, questions, seqOf } from '../support/questions.ts';

beforeEach(() => localStorage.clear());

/** The lesson at a page whose question is open. */
async function open(at: number, hash = `${at}`) {
  await page.viewport(1440, 900);
  const progress = new Progress();
  for (const step of questions.steps.slice(0, at - 1)) {
    const question = questionOf(step);
    if (question !== undefined) progress.skip(questions.slug, question.id);
  }
  const link = parseLink(`#/lesson/${questions.slug}/${hash}`);
  const player = new PlayerState(parsed.trace, questions, link, { progress });
  await render(Player, { player, parsed, dropped: false, highlighted: [] });
  await expect.element(commit()).toBeVisible();
  return { player, progress };
}
const commit = () => page.getByRole('button', { name: 'Commit my answer' });
const result = () => page.getByRole('group', { name: /^Result: / });
const textbox = (name: string) => page.getByRole('textbox', { name });

async function expectAccessible() {
  const found = await axe.run(document.body, { resultTypes: ['violations'] });
  const places = found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id} ${html}`),
  );
  expect(places).toEqual([]);
}

describe('a choice', () => {
  test('is a radio; committed, it stands beside what was recorded', async () => {
    const { progress } = await open(1);
    await page.getByRole('radio', { name: '64 bytes' }).click();
    await expectAccessible();
    await commit().click();
    await expect
      .element(result())
      .toHaveTextContent(
        /Not what was recorded\s*Your answer\s*64 bytes\s*Recorded\s*76 bytes\s*The reason of leave/,
      );
    await expect.element(result()).toHaveFocus();
    expect(progress.get('01-a', 'leave')).toEqual({
      state: 'answered',
      given: { kind: 'choice', option: 1 },
      right: false,
    });
    await expectAccessible();
  });

  test('that was not made is asked for', async () => {
    const { progress } = await open(1);
    await commit().click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Choose an answer first.');
    expect(progress.isOpen('01-a', 'leave')).toBe(true);
  });

  test('is made with the keyboard alone', async () => {
    const { player } = await open(1);
    page.getByRole('radio', { name: '12 bytes' }).element().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await expect.element(result()).toHaveTextContent(/^Right/);
    await userEvent.keyboard('{ArrowRight}');
    expect(player.replay.rank).toBeGreaterThan(player.replay.steps.rank(13));
  });

  test('skipped, only the recording answers', async () => {
    await open(1);
    await page.getByRole('button', { name: 'Skip', exact: true }).click();
    await expect.element(result()).toHaveTextContent(/Skipped.*none: skipped.*76 bytes/s);
  });
});

describe('a number', () => {
  test('is typed, with its unit beside it', async () => {
    await open(2);
    await textbox('How many bytes does the recv take?').fill('64');
    await commit().click();
    await expect.element(result()).toHaveTextContent(/Right.*64 bytes.*64 bytes/s);
  });

  test('that is none is not taken', async () => {
    await open(2);
    await textbox('How many bytes does the recv take?').fill('many');
    await commit().click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Type a number first.');
  });
});

describe('bytes', () => {
  const cell = (at: number) => page.getByRole('textbox', { name: `Byte ${at}:` });

  test('are filled cell by cell with the keyboard, and the rest at once', async () => {
    const { player } = await open(3);
    cell(0).element().focus();
    const { rank } = player.replay;
    await userEvent.keyboard('12');
    await expect.element(cell(2)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowLeft}{ArrowUp}');
    await expect.element(cell(1)).toHaveFocus();
    expect(player.replay.rank).toBe(rank);
    await commit().click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Fill in every cell first.');
    await page.getByRole('button', { name: 'Fill', exact: true }).click();
    await expectAccessible();
    await commit().click();
    await expect.element(result()).toHaveTextContent(/Right.*“12”, then 62 spaces/s);
  });

  test('are emptied one by one, or all', async () => {
    await open(3);
    cell(0).element().focus();
    await userEvent.keyboard('12{Backspace}');
    await expect.element(page.getByText('1 of 64 filled')).toBeVisible();
    await page.getByRole('button', { name: 'Empty all' }).click();
    await expect.element(page.getByText('0 of 64 filled')).toBeVisible();
  });
});

describe('an order', () => {
  test('is made by moving items, and the focus goes along', async () => {
    await open(4);
    const places = () =>
      [...document.querySelectorAll('.card li .label')].map((e) => e.textContent);
    const wanted = ['it asks', 'it gets', 'it replies'];
    expect(places()).not.toEqual(wanted);
    await expectAccessible();
    for (const [to, label] of wanted.entries()) {
      const up = page.getByRole('button', { name: `Move up: ${label}` });
      while (places().indexOf(label) > to) {
        up.element().focus();
        await userEvent.keyboard('{Enter}');
        expect(document.activeElement?.getAttribute('aria-label')).toContain(label);
      }
    }
    await commit().click();
    await expect.element(result()).toHaveTextContent(/^Right/);
  });
});

describe('a point', () => {
  const cells = () => page.getByRole('button', { name: /^Byte \d+:/ });

  test('is a click in the views, which means nothing else then', async () => {
    const { player } = await open(5);
    await page.getByRole('button', { name: 'Point at a byte' }).click();
    await expect.element(page.getByText('Click a byte')).toBeVisible();
    expect(getComputedStyle(document.querySelector('#pane-bytes') as Element).outlineStyle).toBe(
      'dashed',
    );
    await page.getByRole('button', { name: /^Byte 64:/ }).click();
    expect(player.byte).toBeUndefined();
    await expect.element(page.getByText('byte 64, client to server')).toBeVisible();
    await commit().click();
    await expect.element(result()).toHaveTextContent(/^Right/);
  });

  test('is given with the keyboard too', async () => {
    await open(5);
    await page.getByRole('button', { name: 'Point at a byte' }).click();
    cells().first().element().focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await expect.element(page.getByText('byte 1, client to server')).toBeVisible();
    await commit().click();
    await expect.element(result()).toHaveTextContent(/byte 1,.*byte 64,/s);
  });

  test('is called off by Escape', async () => {
    await open(5);
    await page.getByRole('button', { name: 'Point at a byte' }).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByText('You point at nothing yet.')).toBeVisible();
    expect(document.documentElement.dataset['picking']).toBeUndefined();
  });
});

test('a text is typed as the terminal shows it', async () => {
  await open(6);
  await textbox('What does the client print?').fill(' Msg received ');
  await commit().click();
  await expect.element(result()).toHaveTextContent(/Right.*“Msg received”.*“Msg received”/s);
});

describe('a link behind an open question', () => {
  test('lands on it, says so, and offers to skip to its moment', async () => {
    const seq = seqOf('recv.ret') + 1;
    const { player } = await open(1, `3?i=${seq}`);
    await expect.element(page.getByText(/leads to a moment after this question/)).toBeVisible();
    expect(player.page).toBe(1);
    await page.getByRole('button', { name: 'Skip to that moment' }).click();
    expect(player.page).toBe(3);
  });
});

test('an answer that was given earlier is shown without taking the focus', async () => {
  const { player } = await open(2);
  player.openPage(1);
  await expect.element(result()).toHaveTextContent(/Skipped/);
  expect(result().element().contains(document.activeElement)).toBe(false);
});

test('on the first page there are two terminals and the question, the rest comes with the next', async () => {
  const { player } = await open(1);
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  await expect.element(region('Terminal: server')).toBeVisible();
  await expect.element(region('Terminal: client-1')).toBeVisible();
  await expect.element(region('Bytes')).not.toBeInTheDocument();
  const before = document.querySelector('#pane-lesson')?.getBoundingClientRect();
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await page.getByRole('button', { name: 'Next page' }).click();
  expect(player.page).toBe(2);
  await expect.element(region('Bytes')).toBeVisible();
  expect(document.querySelector('#pane-lesson')?.getBoundingClientRect()).toEqual(before);
});
