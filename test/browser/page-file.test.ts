import { describe, expect, test } from 'vitest';
import { ID, PLACE, withShared, writePage } from '../../src/export/page-file.ts';
import { embeddedSources } from '../../src/sources/embedded.ts';
import { opensWith, readHeldPage, writeLessonPage } from '../../src/sources/page-file.ts';
import type { HeldPage } from '../../src/sources/page-file.ts';
import { lessonPage } from '../../src/views/home/save-lesson.ts';
import type { Sources } from '../../src/views/shell/sources.ts';
import { oneMessage } from '../support/conversation.ts';
import { fakeSources } from '../support/fake-sources.ts';
import { entry, lesson, step } from '../support/lesson.ts';

const HOSTILE = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> \u2028é你';
const SHARED = {
  version: '0.1.0',
  highlighted: [],
  glossary: [{ term: 'byte', also: [], meaning: HOSTILE }],
  errors: [],
  names: { 233: 'LATIN SMALL LETTER E WITH ACUTE' },
};
const BARE = `<html><body>${PLACE}</body></html>`;
const TEMPLATE = await withShared(BARE, JSON.stringify(SHARED));
const talk = oneMessage();
talk.add('end');
const TRACE = talk.bytes();
const LESSON = lesson([step({ seq: 1, title: HOSTILE })], { title: HOSTILE });
const ABOUT = { lesson: LESSON, entry: entry({ title: HOSTILE }), names: { 20320: 'A LETTER' } };
const RECORDINGS = [
  { name: 'main', bytes: TRACE },
  { name: 'other', bytes: TRACE.subarray(0, TRACE.length) },
];
const parsed = (page: string) => new DOMParser().parseFromString(page, 'text/html');

/** A page with one recording in it, whose trace comes in these pieces. */
async function recordingPage(traces: Iterable<string | Uint8Array<ArrayBuffer>>): Promise<string> {
  const head = { recordings: [{ name: 'replay' }] };
  let page = '';
  for await (const piece of writePage(TEMPLATE, { opens: '#/recording/replay', head, traces }))
    page += piece;
  return page;
}

const heldIn = async (page: string) => (await readHeldPage(parsed(page))) as HeldPage;

describe('a page in one file', () => {
  test('holds a lesson with its recordings as they were written', async () => {
    const page = await writeLessonPage(TEMPLATE, ABOUT, RECORDINGS);
    const held = await heldIn(page);
    expect(held).toMatchObject({ ...SHARED, ...ABOUT, names: { ...SHARED.names, ...ABOUT.names } });
    expect(held.recordings.map(({ name }) => name)).toEqual(['main', 'other']);
    expect(held.traces).toEqual(RECORDINGS.map(({ bytes }) => bytes));
    expect(opensWith(parsed(page))).toBe('#/lesson/01-a');
  });

  test('holds a recording alone, however its trace was cut into pieces', async () => {
    const text = new TextDecoder().decode(TRACE);
    for (const size of [1, 2, 997, TRACE.length]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
        text.slice(n * size, (n + 1) * size),
      );
      const held = await heldIn(await recordingPage(pieces));
      expect(held.traces).toEqual([TRACE]);
      expect(held.lesson).toBeUndefined();
    }
    expect(opensWith(parsed(await recordingPage([text])))).toBe('#/recording/replay');
  });

  test('nothing in it becomes markup, whatever a client sent', async () => {
    const hostile = `{"u":${JSON.stringify(HOSTILE)},"__proto__":{"owned":1}}\n`;
    for (const page of [
      await writeLessonPage(TEMPLATE, ABOUT, RECORDINGS),
      await recordingPage([hostile]),
    ]) {
      expect(page).not.toContain('alert(1)');
      const { scripts, images } = parsed(page);
      expect([scripts.length, images.length]).toEqual([2, 0]);
      expect([...scripts].map(({ type }) => type)).toEqual(['text/plain', 'text/plain']);
    }
    expect('owned' in {}).toBe(false);
  });

  test('a page that holds nothing opens with nothing', async () => {
    expect(await readHeldPage(parsed(TEMPLATE))).toBeUndefined();
    expect(opensWith(parsed(TEMPLATE))).toBeUndefined();
  });

  test('a page without room, or with an address that is none, is refused in words', async () => {
    const write = (template: string) => writeLessonPage(template, ABOUT, RECORDINGS);
    await expect(write('<html></html>')).rejects.toThrow('cannot save pages');
    await expect(write(PLACE + PLACE)).rejects.toThrow('cannot save pages');
    const contents = { opens: '#/"><script>', head: { recordings: [] }, traces: [] };
    await expect(writePage(TEMPLATE, contents).next()).rejects.toThrow(RangeError);
  });

  test('a page that was built without lessons and sources holds the recording all the same', async () => {
    const held = await heldIn(await writeLessonPage(BARE, ABOUT, RECORDINGS));
    expect(held).toMatchObject({ version: '', highlighted: [], glossary: [], names: ABOUT.names });
  });

  test('a recording without end is read no further than its page is taken', async () => {
    let taken = 0;
    let closed = false;
    function* endless(): Generator<string> {
      try {
        for (;;) yield `${taken++} ${Math.sin(taken)}`.repeat(2_000);
      } finally {
        closed = true;
      }
    }
    const head = { recordings: [{ name: 'replay' }] };
    const pieces = writePage(TEMPLATE, { opens: '#/recording/a', head, traces: endless() });
    for (let n = 0; n < 6; n++) await pieces.next();
    expect(taken).toBeGreaterThan(0);
    await pieces.return(undefined);
    expect(closed).toBe(true);
  });

  test('a recording of some megabytes fits', async () => {
    const line = `${'x'.repeat(999)}\n`;
    const held = await heldIn(await recordingPage(Array.from({ length: 3_000 }, () => line)));
    expect(held.traces[0]?.length).toBe(3_000_000);
    expect(parsed(await recordingPage([])).querySelector(`#${ID}`)).not.toBe(null);
  });
});

describe('a page that holds a lesson', () => {
  const file = writeLessonPage(TEMPLATE, ABOUT, RECORDINGS).then(heldIn);
  const sources: Sources = embeddedSources(file);

  test('shows that lesson with its recordings, and asks nobody', async () => {
    expect(sources.fixed).toBe(true);
    expect(await sources.lessons()).toEqual([ABOUT.entry]);
    expect(await sources.glossary()).toEqual(SHARED.glossary);
    const opened = await sources.openLesson('01-a');
    expect(opened.lesson).toEqual(LESSON);
    expect(opened.parsed.trace.length).toBeGreaterThan(0);
    expect((await opened.other?.('other'))?.trace.length).toBe(opened.parsed.trace.length);
  });

  test('says of everything else that it is not here', async () => {
    const sentence = 'This file holds one lesson and nothing else.';
    await expect(sources.openLesson('02-b')).rejects.toThrow(sentence);
    await expect(sources.openRecording('main')).rejects.toThrow(sentence);
    await expect(sources.openPreset('good')).rejects.toThrow(sentence);
    await expect(sources.runLab('')).rejects.toThrow('This file holds one lesson and no server');
    expect((await sources.status()).unavailable).toMatch(/no server/);
    expect(await sources.recordings()).toEqual([]);
    expect(sources.lessonParts).toBeUndefined();
    expect(sources.template).toBeUndefined();
  });

  test('opens a dropped file', async () => {
    const opened = await sources.openFile(new File([new Uint8Array(TRACE)], 'mine.trace.jsonl'));
    expect(opened.dropped).toBe(true);
    await expect(sources.openFile(new File(['no'], 'no.txt'))).rejects.toThrow();
  });

  test('that holds none has no lessons', async () => {
    const empty: Sources = embeddedSources(Promise.resolve(undefined));
    expect([await empty.lessons(), await empty.recordings()]).toEqual([[], []]);
    await expect(empty.openLesson('01-a')).rejects.toThrow('one lesson');
  });
});

describe('a page that holds a recording', () => {
  const file = recordingPage([new TextDecoder().decode(TRACE)]).then(heldIn);
  const sources: Sources = embeddedSources(file);

  test('shows it, and lists it alone', async () => {
    const { parsed: replayed, lesson: none } = await sources.openRecording('replay');
    expect(replayed.trace.bytes).toEqual(TRACE);
    expect([replayed.ended, none]).toEqual([true, undefined]);
    const [row, ...more] = await sources.recordings();
    expect(row).toMatchObject({ id: 'replay', title: 'One message', ended: true, live: false });
    expect([more, await sources.lessons()]).toEqual([[], []]);
  });

  test('says of everything else that it is not here', async () => {
    const sentence = 'This file holds one recording and nothing else.';
    await expect(sources.openLesson('01-a')).rejects.toThrow(sentence);
    await expect(sources.openRecording('constructor')).rejects.toThrow(sentence);
    expect((await sources.status()).unavailable).toMatch(/one recording and no server/);
  });
});

describe('saving a lesson', () => {
  const bytes = new TextEncoder().encode('你');
  const parts = () =>
    Promise.resolve({
      template: TEMPLATE,
      lesson: LESSON,
      recordings: [...RECORDINGS, { name: 'last', bytes }],
    });

  test('packs the lesson, its recordings and the names of their characters', async () => {
    const sources = fakeSources({ lessons: [ABOUT.entry] });
    const held = await heldIn(await lessonPage(sources, parts, '01-a'));
    expect([held.lesson, held.entry]).toEqual([LESSON, ABOUT.entry]);
    expect(held.traces).toEqual([...RECORDINGS.map((each) => each.bytes), bytes]);
    expect(held.names['72']).toBe('LATIN CAPITAL LETTER H');
    expect(held.names['20320']).toBe('CJK UNIFIED IDEOGRAPH-4F60');
    expect(held.names['8364']).toBeUndefined();
  });

  test('a lesson that is not in the list is refused', async () => {
    await expect(lessonPage(fakeSources(), parts, '01-a')).rejects.toThrow('There is no lesson');
  });
});
