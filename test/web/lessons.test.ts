import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { LessonSource } from '../../server/web/lessons.ts';
import { temporaryFolder } from '../support/folder.ts';
import { entry, lesson, step } from '../support/lesson.ts';
import { ask, startSite } from './site.ts';

/** Own lessons: one that can be shown, one that cannot. */
function source(): LessonSource & { change: () => void } {
  const trace = join(temporaryFolder(), 'any.trace.jsonl');
  writeFileSync(trace, 'the trace\n');
  const mine = { entry: entry({ slug: '02-mine', own: true }), lesson: lesson([step({ seq: 3 })]) };
  const problem = 'my-lessons/03-broken/lesson.md:7: unknown directive "::quiz"';
  const broken = { entry: entry({ slug: '03-broken', own: true, problem }) };
  let told: () => void = () => undefined;
  const recordings = new Map([['main', trace]]);
  const all = new Map([mine, broken].map((one) => [one.entry.slug, { ...one, recordings }]));
  return {
    entries: () => [...all.values()].map((one) => one.entry),
    get: (slug) => all.get(slug),
    watch: (changed) => {
      told = changed;
      return () => (told = () => undefined);
    },
    change: () => told(),
  };
}

describe('own lessons', () => {
  test('are served where built-in ones are, and never kept', async () => {
    const lessons = source();
    const site = await startSite({ lessons });
    const index = await ask(site, '/lessons/index.json');
    expect(JSON.parse(index.text)).toEqual(lessons.entries());
    const one = await ask(site, '/lessons/02-mine.json');
    expect(JSON.parse(one.text)).toEqual(lessons.get('02-mine')?.lesson);
    expect(one.headers['cache-control']).toBe('no-store');
    const trace = await ask(site, '/lessons/02-mine.main.trace.jsonl');
    expect(trace).toMatchObject({ status: 200, text: 'the trace\n' });
    expect(trace.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  });

  test('leave the files of the page as they are', async () => {
    const site = await startSite({ lessons: source() });
    writeFileSync(join(site.pageDir, 'lessons', '01-a.json'), '{"slug":"01-a"}');
    expect(await ask(site, '/lessons/01-a.json')).toMatchObject({
      status: 200,
      text: '{"slug":"01-a"}',
    });
    expect((await ask(site, '/lessons/04-none.json')).status).toBe(404);
  });

  test('that cannot be shown answer with the reason', async () => {
    const site = await startSite({ lessons: source() });
    for (const path of ['/lessons/03-broken.json', '/lessons/03-broken.main.trace.jsonl']) {
      const { status, error } = await ask(site, path);
      expect([status, error]).toEqual([
        422,
        'my-lessons/03-broken/lesson.md:7: unknown directive "::quiz"',
      ]);
    }
  });

  test('have only the recordings that were found', async () => {
    const site = await startSite({ lessons: source() });
    const { status, error } = await ask(site, '/lessons/02-mine.other.trace.jsonl');
    expect([status, error]).toEqual([404, 'The lesson has no recording other.']);
  });

  test.each([
    '/lessons/../../secret.txt',
    '/lessons/..%2f..%2fsecret.txt',
    '/lessons/02-mine.json/../../../secret.txt',
    '/lessons/02-mine...%2fsecret.txt',
    '/lessons/%2e%2e%2fsecret.txt',
    '/lessons/.hidden',
    '/lessons/02-mine.main.trace.jsonl%00',
  ])('%s reaches no other file', async (path) => {
    const answer = await ask(await startSite({ lessons: source() }), path);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('SECRET');
  });

  test('are only read', async () => {
    const site = await startSite({ lessons: source() });
    const origin = { origin: site.origin };
    const { status, error } = await ask(site, '/lessons/02-mine.json', origin, 'POST');
    expect(status).toBe(405);
    expect(error).toContain('only read');
  });

  test('tell the page when they change', async () => {
    const lessons = source();
    const site = await startSite({ lessons });
    const socket = new WebSocket(`ws://${site.host}/api/live`, { origin: site.origin });
    const got: string[] = [];
    socket.on('message', (data) => got.push(String(data)));
    onTestFinished(() => socket.terminate());
    await expect.poll(() => got[0]).toContain('"type":"you"');
    lessons.change();
    await expect.poll(() => got.at(-1)).toBe('{"type":"lessons"}');
  });
});
