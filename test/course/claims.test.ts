import { expect, test } from 'vitest';
import { courseOf, cueLesson, readLessons } from '../../server/build/lessons.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { Scene } from '../../src/scene/scene.ts';
import { readTrace } from '../support/trace.ts';

/**
 * What pages say of the views. What they say of single events stands beside their text, as `::holds`.
 */

/** The scene at each page of a lesson, by the page's title; `before`: one event earlier. */
function pagesOf(slug: string) {
  const sources = readLessons('lessons');
  const source = sources.find(({ lesson }) => lesson.slug === slug);
  if (source === undefined) throw new Error(`no lesson ${slug}`);
  const { steps } = cueLesson(source, courseOf(sources, []));
  const recordings = new Map(
    [...source.recordings].map(([name, path]) => {
      const { trace } = readTrace(path);
      return [name, { trace, scenes: createScenes(trace) }] as const;
    }),
  );
  return (title: string, before = 0): Scene => {
    const step = steps.find((each) => each.title === title);
    const recording = recordings.get(step?.recording ?? '');
    if (step === undefined || recording === undefined) throw new Error(`no page "${title}"`);
    return recording.scenes(recording.trace.positionOf(step.seq) - before);
  };
}

const threadOf = ({ threads }: Scene, name: string) =>
  threads.find((thread) => thread.name.startsWith(name));
const call = (scene: Scene, name: string) => threadOf(scene, name)?.call?.call;
const local = (scene: Scene, thread: string, name: string) =>
  threadOf(scene, thread)?.locals.find((each) => each.name === name)?.value;
const up = (scene: Scene) => scene.connections[0]?.up;
const text = ({ terminals }: Scene, name: string) =>
  terminals.find((terminal) => terminal.name === name)?.text;

test('lesson 1 shows what its pages say', () => {
  const page = pagesOf('01-hello-world');
  const first = page('Two programs');
  expect(first.terminals.map(({ name }) => name)).toEqual(['server', 'client-1']);
  expect(text(first, 'client-1')).toBe('');
  expect(page('The first 64 bytes').connections[0]?.up.sent).toBe(0);
  expect(up(page('Twelve more'))).toMatchObject({ sent: 76, taken: 0 });
  expect(up(page('Up to 64'))).toMatchObject({ sent: 76, taken: 0 });
  expect(up(page('Twelve still wait', 1))?.taken).toBe(0);
  expect(up(page('Twelve still wait'))).toMatchObject({ sent: 76, taken: 64 });
  expect(local(page('The header says 12'), 'Thread-1', 'msg_length')).toBe('12');
  expect(up(page('The message is complete'))).toMatchObject({ sent: 76, taken: 76 });
  expect(page('Up to 2048').connections[0]?.down).toMatchObject({ taken: 12 });
  expect(text(page('Change it'), 'client-1')).toBe('Msg received\n');
  expect(call(page('Write it yourself'), 'Thread-1')).toBe('recv');
});

test('lesson 2 shows what its pages say', () => {
  const page = pagesOf('02-three-messages');
  expect(call(page('One loop for all messages'), 'Thread-1')).toBeUndefined();
  expect(call(page('Enter'), 'Thread-1')).toBe('recv');
  expect(up(page('The second message'))?.recvs.at(-1)).toMatchObject({ from: 140, to: 167 });
  expect(up(page('One stream'))?.sends.at(-1)).toMatchObject({ from: 167, to: 231 });
  expect(local(page('The round goes on'), 'Thread-1', 'connected')).toBe('False');
  const end = page('Write it yourself');
  expect(threadOf(end, 'Thread-1')?.state).toBe('finished');
  expect(call(end, 'MainThread')).toBe('accept');
  expect(text(end, 'server')).toContain('!DISCONNECT');
});

test('lesson 3 shows what its pages say', () => {
  const page = pagesOf('03-sixty-four-bytes');
  const padded = (digits: string) => digits.padEnd(64);
  const client = (scene: Scene, name: string) =>
    scene.threads.find(({ program }) => program === 2)?.locals.find((one) => one.name === name)
      ?.value;
  expect(client(page('Build the header'), 'send_length')).toBeUndefined();
  expect(client(page('The number as text'), 'msg_length')).toBe('12');
  expect(client(page('The number as text'), 'send_length')).toBe("b'12'");
  expect(local(page('A number out of spaces'), 'Thread-1', 'msg_length')).toBe(`'${padded('12')}'`);
  expect(local(page('What the header was for'), 'Thread-1', 'msg_length')).toBe('12');
  expect(up(page('The price of one message'))).toMatchObject({ sent: 76, taken: 76 });
  expect(up(page('A shorter message'))?.sent).toBe(76);
  expect(up(page('Sixty-four for two'))).toMatchObject({ sent: 142, taken: 142 });
});

test('lesson 4 shows what its pages say', () => {
  const page = pagesOf('04-recv-may-return-less');
  expect(call(page('One byte, then a pause'), 'Thread-1')).toBe('recv');
  expect(up(page('It got 1'))).toMatchObject({ sent: 1, taken: 1 });
  expect(up(page('A message of one byte'))).toMatchObject({ sent: 76, taken: 1 });
  expect(text(page('Msg received'), 'server')).toMatch(/\] 2\n$/);
  expect(up(page('The next header is not a header'))?.taken).toBe(66);
  const dead = page('Thread-1 dies');
  expect(threadOf(dead, 'Thread-1')?.state).toBe('died');
  expect(text(dead, 'server')).toContain('ValueError: invalid literal for int()');
  expect(text(page('The whole message'), 'server')).toMatch(/\] Hello World!\n$/);
  expect(up(page('Letters in place of a header'))?.taken).toBeLessThan(300_064);
  expect(up(page('Write it yourself'))).toMatchObject({ sent: 300_064, taken: 300_064 });
});
