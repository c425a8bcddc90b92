import { expect, test } from 'vitest';
import { courseOf, cueLesson, readLessons } from '../../server/build/lessons.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { Scene } from '../../src/scene/scene.ts';
import { readTrace } from '../support/trace.ts';

/** The scene at each page of a lesson, by the page's title; `before`: one event earlier. */
function pagesOf(slug: string) {
  const source = readLessons('lessons').find(({ lesson }) => lesson.slug === slug);
  if (source === undefined) throw new Error(`no lesson ${slug}`);
  const { trace } = readTrace(source.recordings.get('main') ?? '');
  const scenes = createScenes(trace);
  const { steps } = cueLesson(source, courseOf([], []));
  return (title: string, before = 0): Scene => {
    const step = steps.find((each) => each.title === title);
    if (step === undefined) throw new Error(`no page "${title}"`);
    return scenes(trace.positionOf(step.seq) - before);
  };
}

const call = (scene: Scene, name: string) =>
  scene.threads.find((thread) => thread.name.startsWith(name))?.call?.call;
const local = (scene: Scene, thread: string, name: string) =>
  scene.threads
    .find((each) => each.name.startsWith(thread))
    ?.locals.find((each) => each.name === name)?.value;

test('lesson 1 shows what its pages say', () => {
  const page = pagesOf('01-hello-world');
  expect(page('A server waits for a client').programs.map(({ name }) => name)).toEqual(['server']);
  expect(page('Got 64').connections[0]?.up.taken).toBe(64);
  const sentNotTaken = page('Got 64', 1).connections[0]?.up;
  expect(sentNotTaken?.taken).toBe(0);
  expect(sentNotTaken?.sent).toBeGreaterThanOrEqual(64);
  expect(local(page('The header says 12'), 'Thread-1', 'msg_length')).toBe('12');
  expect(page('The message arrives').connections[0]?.up).toMatchObject({ sent: 76, taken: 76 });
  expect(page('The client takes the reply').connections[0]?.down).toMatchObject({ taken: 12 });
  const last = page('Waiting for Enter');
  expect(last.terminals.find(({ name }) => name === 'client-1')?.text).toBe('Msg received\n');
});

test('lesson 2 shows what its pages say', () => {
  const page = pagesOf('02-three-messages');
  expect(call(page('Enter'), 'Thread-1')).toBe('recv');
  expect(page('The second message').connections[0]?.up.recvs.at(-1)).toMatchObject({
    from: 140,
    to: 167,
  });
  expect(local(page('The connection is closed'), 'Thread-1', 'connected')).toBe('False');
  const end = page('The server goes on');
  expect(call(end, 'MainThread')).toBe('accept');
  expect(end.terminals.find(({ name }) => name === 'server')?.text).toContain('!DISCONNECT');
});
