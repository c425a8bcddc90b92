import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { parseLink } from '../../src/replay/link.ts';
import { questionOf } from '../../src/views/lesson/gate.ts';
import { Progress } from '../../src/views/lesson/progress.svelte.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { playerActions } from '../../src/views/shell/palette/player-actions.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { saidOnPage, sentencesAfter } from '../support/hiding.ts';
import { parsed, questions } from '../support/questions.ts';

const { trace } = parsed;
const asking = questions.steps.flatMap((step, at) => {
  const question = questionOf(step);
  return question === undefined ? [] : [{ at, step, question, title: step.title }];
});

beforeEach(() => localStorage.clear());

/** The lesson with the questions before page `at + 1` skipped. */
async function open(at: number) {
  await page.viewport(1600, 1000);
  const progress = new Progress();
  for (const { question } of asking.filter((each) => each.at < at))
    progress.skip(questions.slug, question.id);
  const link = parseLink(`#/lesson/${questions.slug}/${at + 1}`);
  const player = new PlayerState(trace, questions, link, { progress });
  await render(Player, { player, parsed, dropped: false, highlighted: [] });
  await expect.element(page.getByRole('button', { name: 'Commit my answer' })).toBeVisible();
  return player;
}

describe.each(asking)('while the question of “$title” is open', ({ at, step, question }) => {
  const hidden = sentencesAfter(trace, step.seq);
  const later = questions.steps.slice(at + 1).map(({ title }) => title);
  const reason = `The reason of ${question.id}.`;

  function expectHidden(): void {
    const said = saidOnPage();
    for (const sentence of [...hidden, ...later, reason]) expect(said).not.toContain(sentence);
    expect(said).not.toContain(`of ${trace.stops.length}`);
  }

  test('no text, title or name on the page tells what follows', async () => {
    const player = await open(at);
    expectHidden();
    player.future = true;
    player.scale = 'time';
    await expect.element(page.getByRole('region', { name: 'Lesson', exact: true })).toBeVisible();
    expectHidden();
  });

  test('neither last, next marker, next page, play nor search leads past it', async () => {
    const player = await open(at);
    const { replay } = player;
    for (const key of ['{End}', ']', '{PageDown}']) await userEvent.keyboard(key);
    replay.last();
    player.toMark(1);
    player.openPage(at + 2);
    replay.forward();
    player.seek(trace.seqs.at(-1) as number);
    expect(replay.event?.seq).toBe(step.seq);
    await expect.element(page.getByRole('button', { name: 'Next page' })).toBeDisabled();
    expect(replay.count).toBe(player.replay.rank);
    expectHidden();
  });

  test('no command of the palette names what follows', async () => {
    const player = await open(at);
    const names = playerActions(player)
      .map(({ title, words }) => `${title} ${words}`)
      .join('\n');
    for (const sentence of [...hidden, ...later]) expect(names).not.toContain(sentence);
  });

  test('skipping shows it: the reason, and the recording', async () => {
    const player = await open(at);
    await page.getByRole('button', { name: 'Skip', exact: true }).click();
    await expect.element(page.getByText(reason)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Next page' })).toBeEnabled();
    player.replay.forward();
    expect(hidden).toContain(player.sentence);
  });
});

test('the progress bar names pages up to the question, and numbers the rest', async () => {
  await open(1);
  const titles = [...document.querySelectorAll('.progress li')].map((bar) =>
    bar.getAttribute('title'),
  );
  expect(titles.slice(0, 4)).toEqual(['They meet', 'The header leaves', 'Page 3', 'Page 4']);
});

test('what stands behind the question in the text is hidden with it', async () => {
  await open(0);
  expect(saidOnPage()).not.toContain('Behind the question.');
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await expect.element(page.getByText('Behind the question.')).toBeVisible();
});
