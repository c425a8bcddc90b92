import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { CuedQuestion } from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { parseLink } from '../../src/replay/link.ts';
import { questionOf } from '../../src/views/lesson/gate.ts';
import { Progress } from '../../src/views/lesson/progress.svelte.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { head, Talk } from '../analysis/talk.ts';
import { howMany, lesson, paragraph, step } from '../support/lesson.ts';

const once = parseTrace(new Talk().message('Hi').events.bytes());
const split = parseTrace(
  new Talk().message('Hello World!').send(head(5)).take(64, '5').ask(63).events.bytes(),
);
const last = (parsed: typeof once) => parsed.trace.seqs.at(-1) as number;
const first = once.trace.seqs[once.trace.ofKind('send')[0] as number] as number;

const course = lesson(
  [
    step({ seq: first, body: [howMany('q', last(once)), paragraph('Text.')] }),
    step({ seq: last(once) }),
    step({ seq: last(split), recording: 'split' }),
  ],
  {
    recordings: [
      { name: 'main', title: 'Once' },
      { name: 'split', title: 'Split' },
    ],
  },
);

/** What all views say, but the lesson and the terminals, which take their time: texts, titles, names. */
function views(): readonly string[] {
  const panes = [
    ...document.querySelectorAll<HTMLElement>(
      '[id^=pane-]:not(#pane-lesson, #pane-terminals), .transport',
    ),
  ];
  const names = panes.flatMap((pane) =>
    [...pane.querySelectorAll('*')].flatMap((element) =>
      ['title', 'aria-label', 'aria-valuetext', 'data-call'].map((name) =>
        element.getAttribute(name),
      ),
    ),
  );
  return [...panes.map((pane) => pane.innerText), ...names.filter((name) => name !== null)];
}

async function open(hash: string, skipped: boolean) {
  localStorage.clear();
  await page.viewport(1440, 900);
  const progress = new Progress();
  if (skipped) progress.skip('01-a', 'q');
  const named = parseLink(hash);
  const recording = named?.page === 'lesson' && named.step === 3 && skipped ? 'split' : 'main';
  const load = (name: string) => Promise.resolve((name === 'main' ? once : split).trace);
  const parsed = recording === 'main' ? once : split;
  const player = new PlayerState(parsed.trace, course, named, { progress, recording, load });
  const view = await render(Player, { player, parsed, dropped: false, highlighted: [] });
  return { player, progress, view };
}

describe('views show a recording as if no other had been there', () => {
  test.each([
    ['after another recording of the lesson', '#/lesson/01-a/1', true, 3],
    ['after a longer one', '#/lesson/01-a/3', true, 1],
  ])('%s', async (_, hash, skipped, to) => {
    const { view: before } = await open(`#/lesson/01-a/${to}`, skipped);
    const fresh = await settled();
    await before.unmount();
    const { player } = await open(hash, skipped);
    await settled();
    player.openPage(to);
    await expect.poll(() => player.page).toBe(to);
    await expect.poll(views).toEqual(fresh);
  });

  test('as far as the question, when all of it was on the screen before', async () => {
    const { player, progress } = await open('#/lesson/01-a/1', false);
    const before = await settled();
    player.skip(questionOf(course.steps[0]) as CuedQuestion);
    player.replay.last();
    await settled();
    progress.reset();
    player.grow(player.whole);
    player.openPage(1);
    await expect.poll(views).toEqual(before);
  });
});

/** What the views say once all of them are there, and measuring themselves changes nothing more. */
async function settled(): Promise<readonly string[]> {
  const calls = page.getByRole('region', { name: 'Calls', exact: true });
  await expect.element(calls).toHaveTextContent(/Calls so far/);
  let said = views();
  let alike = 0;
  const isAtRest = async (): Promise<boolean> => {
    const before = said;
    await new Promise((resolve) => setTimeout(resolve, 50));
    said = views();
    alike = said.join('\n') === before.join('\n') ? alike + 1 : 0;
    return alike >= 5;
  };
  await expect.poll(isAtRest).toBe(true);
  return said;
}
