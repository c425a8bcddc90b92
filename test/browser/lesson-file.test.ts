import { describe, expect, test } from 'vitest';
import {
  PLACE,
  readLessonFile,
  slugInPage,
  writeLessonFile,
} from '../../src/sources/lesson-file.ts';
import type { LessonFile } from '../../src/sources/lesson-file.ts';
import { embeddedSources } from '../../src/sources/embedded.ts';
import { lessonPage } from '../../src/views/home/save-lesson.ts';
import type { Sources } from '../../src/views/shell/sources.ts';
import { oneMessage } from '../support/conversation.ts';
import { fakeSources } from '../support/fake-sources.ts';
import { entry, lesson, step } from '../support/lesson.ts';

const HOSTILE = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> \u2028é你';
const TEMPLATE = `<html><body>${PLACE}</body></html>`;
const talk = oneMessage();
talk.add('end');
const TRACE = new TextDecoder().decode(talk.bytes());
const LESSON = lesson([step({ seq: 1, title: HOSTILE })], { title: HOSTILE });

const FILE: LessonFile = {
  version: '0.1.0',
  entry: entry({ title: HOSTILE }),
  lesson: LESSON,
  recordings: [{ name: 'main', trace: TRACE }],
  highlighted: [],
  glossary: [{ term: 'byte', also: [], meaning: HOSTILE }],
  errors: [],
  names: { 233: 'LATIN SMALL LETTER E WITH ACUTE' },
};
const parsed = (page: string) => new DOMParser().parseFromString(page, 'text/html');

describe('a lesson in one file', () => {
  test('is read as it was written', async () => {
    const page = parsed(await writeLessonFile(TEMPLATE, FILE));
    expect(await readLessonFile(page)).toEqual(FILE);
    expect(slugInPage(page)).toBe('01-a');
  });

  test('nothing in it becomes markup, whatever a client sent', async () => {
    const page = await writeLessonFile(TEMPLATE, FILE);
    expect(page).not.toContain('alert(1)');
    const { scripts, images } = parsed(page);
    expect([scripts.length, images.length]).toEqual([1, 0]);
    expect(scripts[0]?.type).toBe('text/plain');
  });

  test('a page that holds none has none; a page without room is refused in words', async () => {
    expect(await readLessonFile(parsed(TEMPLATE))).toBeUndefined();
    expect(slugInPage(parsed(TEMPLATE))).toBeUndefined();
    await expect(writeLessonFile('<html></html>', FILE)).rejects.toThrow('cannot save lessons');
    await expect(writeLessonFile(PLACE + PLACE, FILE)).rejects.toThrow('cannot save lessons');
  });

  test('a recording of some megabytes fits', async () => {
    const trace = 'x'.repeat(3_000_000);
    const page = await writeLessonFile(TEMPLATE, {
      ...FILE,
      recordings: [{ name: 'main', trace }],
    });
    expect((await readLessonFile(parsed(page)))?.recordings[0]?.trace).toBe(trace);
  });
});

describe('a page that holds a lesson', () => {
  const sources: Sources = embeddedSources(Promise.resolve(FILE));

  test('shows that lesson with its recordings, and asks nobody', async () => {
    expect(sources.fixed).toBe(true);
    expect(await sources.lessons()).toEqual([FILE.entry]);
    expect(await sources.glossary()).toEqual(FILE.glossary);
    const opened = await sources.openLesson('01-a');
    expect(opened.lesson).toEqual(LESSON);
    expect(opened.parsed.trace.length).toBeGreaterThan(0);
    expect((await opened.other?.('main'))?.trace.length).toBe(opened.parsed.trace.length);
  });

  test('says of everything else that it is not here', async () => {
    const sentence = 'This file holds one lesson and nothing else.';
    await expect(sources.openLesson('02-b')).rejects.toThrow(sentence);
    await expect(sources.openRecording('a')).rejects.toThrow(sentence);
    await expect(sources.openPreset('good')).rejects.toThrow(sentence);
    await expect(sources.runLab('')).rejects.toThrow('This file holds one lesson and no server');
    expect((await sources.status()).unavailable).toMatch(/no server/);
    expect(await sources.recordings()).toEqual([]);
    expect(sources.lessonParts).toBeUndefined();
  });

  test('opens a dropped file', async () => {
    const opened = await sources.openFile(new File([TRACE], 'mine.trace.jsonl'));
    expect(opened.dropped).toBe(true);
    await expect(sources.openFile(new File(['no'], 'no.txt'))).rejects.toThrow();
  });

  test('that holds none has no lessons', async () => {
    const empty: Sources = embeddedSources(Promise.resolve(undefined));
    expect(await empty.lessons()).toEqual([]);
    await expect(empty.openLesson('01-a')).rejects.toThrow('one lesson');
  });
});

describe('saving a lesson', () => {
  const parts = () =>
    Promise.resolve({
      template: TEMPLATE,
      lesson: LESSON,
      recordings: [{ name: 'main', bytes: new TextEncoder().encode(TRACE) }],
    });

  test('packs the lesson, its recordings and the names of their characters', async () => {
    const sources = fakeSources({ lessons: [FILE.entry] });
    const file = await readLessonFile(parsed(await lessonPage(sources, parts, '01-a')));
    expect(file?.lesson).toEqual(LESSON);
    expect(file?.recordings).toEqual(FILE.recordings);
    expect(file?.names['72']).toBe('LATIN CAPITAL LETTER H');
    expect(file?.names['8364']).toBeUndefined();
  });

  test('a lesson that is not in the list is refused', async () => {
    await expect(lessonPage(fakeSources(), parts, '01-a')).rejects.toThrow('There is no lesson');
  });
});
