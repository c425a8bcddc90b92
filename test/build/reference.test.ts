import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLessons } from '../../server/build/lessons.ts';
import { readErrors, readGlossary } from '../../server/build/reference.ts';

const LESSONS = [{ slug: '01-a', steps: [{}, { id: 'second' }] }];
const glossary = (...lines: string[]) => readGlossary('g.yaml', lines.join('\n'), LESSONS);
const errors = (...lines: string[]) => readErrors('e.yaml', lines.join('\n'), LESSONS);
const BARE = ['  title: T', '  python: OSError', '  meaning: M.', '  remedy: R.'];

test('a word has its forms and its meaning, in the order of the alphabet', () => {
  expect(
    glossary(
      '- { term: socket, meaning: A handle. }',
      '- { term: byte, also: [bytes], meaning: B. }',
    ),
  ).toEqual([
    { term: 'byte', also: ['bytes'], meaning: 'B.' },
    { term: 'socket', also: [], meaning: 'A handle.' },
  ]);
});

test.each([
  ['the id of a step', 'second', 2],
  ['its number', '2', 2],
])('a moment is named by %s', (_, step, page) => {
  const [word] = glossary(`- { term: a, meaning: b, lesson: 01-a, step: ${step} }`);
  expect(word?.at).toEqual({ slug: '01-a', page });
});

test('without a step the link leads to the first page', () => {
  expect(glossary('- { term: a, meaning: b, lesson: 01-a }')[0]?.at?.page).toBe(1);
});

test.each([
  ['a lesson that is not there', 'lesson: 09-b', 'g.yaml:2: there is no lesson 09-b'],
  [
    'a step that is not there',
    'lesson: 01-a, step: gone',
    'g.yaml:2: lesson 01-a has no step gone',
  ],
  ['a page too far', 'lesson: 01-a, step: 3', 'g.yaml:2: lesson 01-a has no step 3'],
  ['a form given twice', 'also: [X]', 'g.yaml:2: "x" stands here twice'],
])('%s is refused with file and line', (_, more, message) => {
  expect(() => glossary('- { term: x, meaning: y }', `- { term: z, meaning: y, ${more} }`)).toThrow(
    message,
  );
});

test('a field that no word has is refused where it stands', () => {
  expect(() => glossary('- term: a', '  meaning: b', '  remark: c')).toThrow(
    'g.yaml:1: an entry has no field remark',
  );
  expect(() => glossary('- term: a')).toThrow('g.yaml:1: meaning is missing');
  expect(() => glossary('- term: a', '  meaning: 3')).toThrow(
    'g.yaml:2: meaning is missing, or not as it should be',
  );
  expect(() => glossary('- term: [')).toThrow(/^g\.yaml:\d: /);
});

test('an error has the numbers and words of every system, Windows with its own name', () => {
  const [entry] = errors('- error: ECONNREFUSED', ...BARE);
  expect(entry?.linux).toEqual({ number: 111, name: 'ECONNREFUSED', text: 'Connection refused' });
  expect(entry?.windows?.number).toBe(10061);
  expect(entry?.windows?.name).toBe('WSAECONNREFUSED');
  expect(entry?.macos?.number).toBe(61);
});

test('an error that a system lacks has no words of it', () => {
  const [entry] = errors('- error: EPIPE', ...BARE);
  expect(entry?.linux?.number).toBe(32);
  expect(entry?.windows).toBeUndefined();
});

test('an error of no system is refused', () => {
  expect(() => errors('- error: EWRONG', ...BARE)).toThrow(
    'e.yaml:1: no system has an error EWRONG',
  );
});

/** Sentences of the course: at most 25 words each. */
function longSentences(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => text.split(/(?<=[.!?])\s+/))
    .filter((sentence) => sentence.split(/\s+/).length > 25);
}

test('the glossary and the errors of the course are said in short sentences', () => {
  const words = readGlossary('g', unlinked('lessons/glossary.yaml'), []);
  const found = readErrors('e', unlinked('lessons/errors.yaml'), []);
  expect(longSentences(words.map(({ meaning }) => meaning))).toEqual([]);
  expect(longSentences(found.flatMap(({ meaning, remedy }) => [meaning, remedy]))).toEqual([]);
});

/** Words about files, which no lesson is about. */
const OF_FILES = ['capture', 'export', 'import', 'not recorded', 'redaction'];

test('each word and each error of the course leads to a moment in a lesson', () => {
  const lessons = readLessons('lessons').map(({ lesson }) => lesson);
  const read = (name: string) => readFileSync(`lessons/${name}.yaml`, 'utf8');
  const words = readGlossary('glossary.yaml', read('glossary'), lessons);
  const found = readErrors('errors.yaml', read('errors'), lessons);
  expect(words.filter(({ at }) => at === undefined).map(({ term }) => term)).toEqual(OF_FILES);
  expect(found.filter(({ at }) => at === undefined).map(({ title }) => title)).toEqual([]);
});

/** The file without its links: they are checked against the lessons when the page is built. */
function unlinked(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/^\s+(lesson|step): .*\n/gm, '');
}
