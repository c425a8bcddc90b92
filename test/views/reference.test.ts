import { expect, test } from 'vitest';
import type { ErrorEntry, GlossaryEntry } from '../../src/course/reference.ts';
import { findTerm, termName } from '../../src/course/reference.ts';
import { foundWords, systemLines } from '../../src/views/reference/error-words.ts';
import { searchTerms } from '../../src/views/reference/glossary.ts';
import { hrefOf, nameOf } from '../../src/views/reference/moment.ts';

const word = (term: string, also: readonly string[] = [], meaning = ''): GlossaryEntry => ({
  term,
  also,
  meaning,
});
const WORDS = [word('header', ['headers'], 'Before the payload.'), word('payload'), word('port')];
const ENTRY: ErrorEntry = {
  title: 'Refused',
  python: 'ConnectionRefusedError',
  also: [],
  says: [],
  meaning: '',
  remedy: '',
  linux: { number: 111, name: 'ECONNREFUSED', text: 'Connection refused' },
  windows: { number: 10061, name: 'WSAECONNREFUSED', text: 'No connection' },
};

test('a word is found by any of its forms, whatever its case', () => {
  expect(findTerm(WORDS, 'Headers ')?.term).toBe('header');
  expect(findTerm(WORDS, 'head')).toBeUndefined();
});

test.each([
  ['end of stream', 'end-of-stream'],
  ['UTF-8', 'utf-8'],
  ['SO_REUSEADDR', 'so-reuseaddr'],
  ["Nagle's algorithm", 'nagle-s-algorithm'],
  ['time-out ', 'time-out'],
])('the word %j has the name %s in addresses', (term, name) => {
  expect(termName(term)).toBe(name);
});

test('searching puts the words that begin so before those whose meaning holds it', () => {
  expect(searchTerms(WORDS, 'P').map(({ term }) => term)).toEqual(['payload', 'port', 'header']);
  expect(searchTerms(WORDS, 'payl').map(({ term }) => term)).toEqual(['payload', 'header']);
  expect(searchTerms(WORDS, ' ')).toBe(WORDS);
  expect(searchTerms(WORDS, 'zz')).toEqual([]);
});

test('a moment is an address and a name', () => {
  const at = { slug: '03-sixty-four', page: 5 };
  expect(hrefOf(at)).toBe('#/lesson/03-sixty-four/5');
  expect(nameOf(at)).toBe('lesson 3, page 5');
});

test('each system has its line as Python prints it there', () => {
  expect(systemLines(ENTRY).map(({ system, number }) => `${system} ${number}`)).toEqual([
    'Linux [Errno 111]',
    'Windows [WinError 10061]',
  ]);
  const lookup = { ...ENTRY, windows: { number: 11001, name: 'WSAHOST_NOT_FOUND', text: '' } };
  expect(systemLines(lookup)[1]?.number).toBe('[Errno 11001]');
});

test('what was found is said with the reason', () => {
  const found = { entry: ENTRY, reason: 'number', matched: 'WinError 10061' } as const;
  expect(foundWords([found])).toBe('Found 1 error by the number “WinError 10061”.');
  expect(foundWords([found, found])).toMatch(/^Found 2 errors/);
  expect(foundWords([])).toBe('Nothing found.');
});
