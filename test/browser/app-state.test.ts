import { expect, test } from 'vitest';
import type { LiveStatus } from '../../src/live/api.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import type { Sources } from '../../src/views/shell/sources.ts';
import { oneMessage } from '../support/conversation.ts';
import { fakeLive } from '../support/fake-live.ts';

const ID = 'a'.repeat(22);
const LIVE: LiveStatus = { host: '127.0.0.1', port: 5050, recording: ID, title: 'Mine' };
const NOTICE = 'No recording: the disk is full. The programs go on.';

/** A server whose live session is as told; its pages are told that something has changed. */
function fakeServer() {
  const live = fakeLive();
  const recording = {
    parsed: parseTrace(oneMessage().bytes()),
    lesson: undefined,
    dropped: false,
    lost: undefined,
    close: () => undefined,
  };
  let answer: () => Promise<LiveStatus> = () => Promise.resolve(LIVE);
  const sources: Sources = {
    fixed: false,
    lessons: () => Promise.resolve([]),
    status: async () => ({ version: '0.1.0', live: await answer() }),
    recordings: () => Promise.resolve([]),
    highlighted: () => Promise.resolve([]),
    glossary: () => Promise.resolve([]),
    errors: () => Promise.resolve([]),
    openLesson: () => Promise.resolve(recording),
    openRecording: () => Promise.resolve(recording),
    openFile: () => Promise.resolve(recording),
    runLab: () => Promise.resolve('lab'),
    presets: () => Promise.resolve([]),
    openPreset: () => Promise.resolve(recording),
    live,
  };
  const tell = (next: () => Promise<LiveStatus>): void => {
    answer = next;
    live.tell({ type: 'recordings' });
  };
  return { sources, tell };
}

test('the status is asked again when the server says that something changed', async () => {
  const { sources, tell } = fakeServer();
  const app = new AppState(sources);
  const unwatch = app.watch();
  expect((await app.news.status).live).toEqual(LIVE);
  tell(() => Promise.resolve({ ...LIVE, notice: NOTICE }));
  await expect.poll(async () => (await app.news.status).live?.notice).toBe(NOTICE);
  unwatch();
  tell(() => Promise.resolve(LIVE));
  expect((await app.news.status).live?.notice).toBe(NOTICE);
});

test('until the answer is there, and where none comes, the page shows what is so', async () => {
  const { sources, tell } = fakeServer();
  const app = new AppState(sources);
  app.watch();
  const first = app.news.status;
  tell(() => Promise.reject(new Error('wirestep does not answer.')));
  expect(app.news.status).toBe(first);
  await expect.poll(() => app.news.status.catch((error: Error) => error.message)).toMatch(/answer/);
});
