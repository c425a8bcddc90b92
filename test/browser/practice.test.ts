import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { answerOf } from '../../src/course/grade.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { Talk } from '../analysis/talk.ts';
import { Conversation } from '../support/conversation.ts';
import { saidOnPage, sentencesAfter } from '../support/hiding.ts';

const talk = new Talk().message('Hi').message('Hello World!').message('!DISCONNECT');
const parsed = parseTrace(talk.events.bytes());
const { trace } = parsed;
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeEach(() => localStorage.clear());

async function open(of = parsed, dropped = false) {
  await page.viewport(1440, 900);
  const player = new PlayerState(of.trace, undefined, undefined);
  await render(Player, { player, parsed: of, dropped, highlighted: [] });
  await button('Practise with this recording').click();
  return player;
}

describe('practice on a recording', () => {
  test('hides what follows while a question is open, on the whole page', async () => {
    const player = await open();
    await expect.element(button('Commit my answer')).toBeVisible();
    const after = player.practice?.question?.after as number;
    expect(player.replay.event?.seq).toBe(after);
    expect(player.replay.count).toBe(player.replay.rank);
    const said = saidOnPage();
    for (const sentence of sentencesAfter(trace, after)) expect(said).not.toContain(sentence);
    expect(said).not.toContain(`of ${trace.stops.length}`);
    await userEvent.keyboard('{End}');
    expect(player.replay.event?.seq).toBe(after);
  });

  test('shows the answer, what follows up to the next question, and then asks that', async () => {
    const player = await open();
    const [first, second] = player.practice?.questions ?? [];
    await button('Skip').click();
    await expect.element(page.getByRole('group', { name: 'Result: Skipped' })).toHaveFocus();
    player.replay.last();
    expect(player.replay.event?.seq).toBe(second?.after);
    await button('Next question').click();
    await expect.element(page.getByText(/^Question 2 of/)).toBeVisible();
    expect(player.practice?.question?.id).not.toBe(first?.id);
  });

  test('counts what was right, to the end', async () => {
    const player = await open();
    const count = player.practice?.questions.length ?? 0;
    for (let n = 0; n < count; n++) {
      const question = player.practice?.question;
      if (question === undefined) throw new Error('no question');
      player.practice?.settle(answerOf(trace, question), true);
      player.practice?.next();
    }
    await expect.element(page.getByText(`Practice: ${count} of ${count} right`)).toBeVisible();
    expect(player.replay.trace.length).toBe(trace.length);
  });

  test('stopped, gives everything back: events, findings, comparison', async () => {
    const player = await open();
    await expect.element(page.getByText('Events')).not.toBeInTheDocument();
    await button('Stop practising').click();
    expect(player.replay.trace.length).toBe(trace.length);
    await expect.element(page.getByText('Events', { exact: true })).toBeVisible();
    await expect.element(button('Practise with this recording')).toBeVisible();
  });

  test('of a recording without calls says that there is nothing to ask', async () => {
    const short = new Conversation();
    short.add('prog.start', { p: 1, name: 'server', role: 'server', argv: [] });
    await open(parseTrace(short.bytes()), true);
    await expect.element(page.getByText(/No question can be made/)).toBeVisible();
  });

  test('hides what a live recording brings meanwhile', async () => {
    const growing = new Talk().message('Hi').message('Ho');
    const before = parseTrace(growing.events.bytes());
    const player = await open(before);
    const { length } = player.replay.trace;
    player.grow(parseTrace(growing.message('More').events.bytes()).trace);
    expect(player.replay.trace.length).toBe(length);
    await button('Stop practising').click();
    expect(player.replay.trace.length).toBeGreaterThan(before.trace.length);
  });

  test('is accessible', async () => {
    await open();
    await expect.element(button('Commit my answer')).toBeVisible();
    const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`))).toEqual(
      [],
    );
  });
});
