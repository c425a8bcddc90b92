import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseTrace } from '../../src/trace/parse.ts';
import type { OpenRecording } from '../../src/views/shell/sources.ts';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import { oneMessage } from '../support/conversation.ts';
import { fakeSources, type FakeSources } from '../support/fake-sources.ts';
import { entry, lesson, step } from '../support/lesson.ts';

const talk = oneMessage();
talk.add('end');
const parsed = parseTrace(talk.bytes());
const seqs = [...parsed.trace.ofKind('recv.ret')].map((at) => parsed.trace.seqs[at] as number);

let title = '';
let failure: Error | undefined;
let unwatch: () => void = () => undefined;

/** A page of which an author changes the only lesson. */
async function open(hash: string): Promise<{ readonly app: AppState; readonly fake: FakeSources }> {
  const fake = fakeSources({ lessons: [entry({ slug: '13-mine', own: true, title })] });
  const openLesson = async (): Promise<OpenRecording> => {
    if (failure !== undefined) throw failure;
    const steps = seqs.map((seq) => step({ seq, title }));
    const close = (): void => undefined;
    const given = lesson(steps, { slug: '13-mine', title });
    return { parsed, lesson: given, name: 'main', dropped: false, lost: undefined, close };
  };
  const app = new AppState({ ...fake, openLesson });
  unwatch = app.watch();
  await app.go(hash);
  return { app, fake };
}

beforeEach(() => {
  title = 'Before';
  failure = undefined;
});
afterEach(() => unwatch());

const shown = (app: AppState) => app.opened?.player.lesson?.title;

test('a lesson that its author changes comes again, at the same step and with the same look', async () => {
  const { app, fake } = await open('#/lesson/13-mine/2?view=bytes');
  const before = app.opened;
  expect(shown(app)).toBe('Before');
  title = 'After';
  fake.live.tell({ type: 'lessons' });
  // What was on screen stays there until the new one has come.
  expect(app.opened).toBe(before);
  await expect.poll(() => shown(app)).toBe('After');
  expect(app.opened?.player.page).toBe(2);
  expect(app.moment).toMatchObject({ page: 'lesson', slug: '13-mine', step: 2, view: 'bytes' });
});

test('one that is broken now says why, and comes again once it is mended', async () => {
  const { app, fake } = await open('#/lesson/13-mine/3');
  failure = new Error('my-lessons/13-mine/lesson.md:7: unknown directive "::quiz"');
  fake.live.tell({ type: 'lessons' });
  await expect.poll(() => app.opening.trouble?.text).toContain('lesson.md:7');
  failure = undefined;
  title = 'Mended';
  fake.live.tell({ type: 'lessons' });
  await expect.poll(() => shown(app)).toBe('Mended');
  expect(app.opened?.player.page).toBe(3);
  expect(app.opening.trouble).toBeUndefined();
});

test('on the start page the list is asked for again', async () => {
  const { app, fake } = await open('#/');
  const before = app.news.lessons;
  fake.live.tell({ type: 'lessons' });
  expect(app.news.lessons).not.toBe(before);
  expect(app.opened).toBeUndefined();
});
