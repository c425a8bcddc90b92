import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { formatLink } from '../../src/replay/link.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import Compare from '../../src/views/compare/Compare.svelte';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { Talk } from '../analysis/talk.ts';
import { fakeSources } from '../support/fake-sources.ts';
import { howMany, lesson, step } from '../support/lesson.ts';

const runs = {
  once: parseTrace(new Talk().message('Hi').events.bytes()),
  twice: parseTrace(new Talk().message('Hi').message('Hello World!').events.bytes()),
};
type Run = keyof typeof runs;
const end = (name: Run) => runs[name].trace.seqs.at(-1) as number;
const sent = runs.once.trace.seqs[runs.once.trace.ofKind('send')[0] as number] as number;
const course = lesson(
  [
    step({ seq: sent, recording: 'once', body: [howMany('q', end('once'))] }),
    step({ seq: end('once'), recording: 'once' }),
    step({ seq: end('twice'), recording: 'twice' }),
  ],
  {
    recordings: [
      { name: 'once', title: 'Once' },
      { name: 'twice', title: 'Twice' },
    ],
  },
);

beforeEach(() => localStorage.clear());

/** A page whose only lesson has two recordings; what was loaded of them. */
function start() {
  const loaded: string[] = [];
  const load = (name: string) => {
    loaded.push(name);
    return Promise.resolve(runs[name as Run]);
  };
  const sources = fakeSources();
  sources.openLesson = async (_slug, _opening, choose) => {
    const name = choose?.(course) ?? 'once';
    const close = (): void => undefined;
    const rest = { lesson: course, name, other: load, dropped: false, lost: undefined, close };
    return { parsed: await load(name), ...rest };
  };
  return { app: new AppState(sources), loaded };
}

describe('a lesson with several recordings', () => {
  test('loads the one that the address is about, and no other', async () => {
    const { app, loaded } = start();
    app.progress.skip('01-a', 'q');
    await app.go('#/lesson/01-a/3');
    expect(app.opened?.player.page).toBe(3);
    expect(loaded).toEqual(['twice']);
  });

  test('loads that of the question which stands before the address', async () => {
    const { app, loaded } = start();
    await app.go('#/lesson/01-a/3');
    expect(app.opened?.player.page).toBe(1);
    expect(app.opened?.player.course?.beyond).toEqual({ page: 3, seq: undefined });
    expect(loaded).toEqual(['once']);
  });

  test('has the address of its page, whatever recording that is about', async () => {
    const { app } = start();
    app.progress.skip('01-a', 'q');
    await app.go('#/lesson/01-a/2');
    app.opened?.player.openPage(3);
    await expect.poll(() => app.opened?.player.page).toBe(3);
    expect(formatLink(app.moment ?? { page: 'home' })).toBe(`#/lesson/01-a/3?i=${end('twice')}`);
    await app.go('#/lesson/01-a/1');
    expect(app.opened?.player.course?.recording).toBe('once');
  });
});

describe('a lesson’s recording that is compared', () => {
  const open = async (app: AppState) => {
    await app.go('#/compare/lesson/01-a.once/lesson/01-a.twice');
    const compare = app.comparing;
    if (compare === undefined) throw new Error('nothing is compared');
    await render(Compare, { compare, onretry: () => undefined });
    return compare;
  };

  test('ends at its open question, says so, and leads there', async () => {
    const { app } = start();
    const { left, right } = await open(app);
    expect(left.player?.replay.trace.seqs.at(-1)).toBe(sent);
    // The lesson has not come to this one: it would answer for the other.
    expect(right.player?.replay.trace.length).toBe(0);
    const head = page.getByRole('region', { name: 'Left', exact: true });
    await expect.element(head).toHaveTextContent(/only up to a question that is still open/);
    await expect
      .element(head.getByRole('link', { name: 'Answer it' }))
      .toHaveAttribute('href', '#/lesson/01-a/1');
  });

  test('is whole once the questions are settled, and named by its own title', async () => {
    const { app } = start();
    app.progress.skip('01-a', 'q');
    const { left } = await open(app);
    expect(left.player?.replay.trace.seqs.at(-1)).toBe(end('once'));
    const head = page.getByRole('region', { name: 'Left', exact: true });
    await expect.element(head).toHaveTextContent(runs.once.trace.header.title);
    await expect.element(page.getByText(/still open/)).not.toBeInTheDocument();
  });
});
