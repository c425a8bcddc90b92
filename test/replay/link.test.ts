import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatLink, parseLink } from '../../src/replay/link.ts';
import type { Link } from '../../src/replay/link.ts';

test.each<[string, Link]>([
  ['', { page: 'home' }],
  ['#', { page: 'home' }],
  ['#/', { page: 'home' }],
  ['#/recordings', { page: 'recordings' }],
  ['#/live', { page: 'live' }],
  ['#/errors', { page: 'errors' }],
  ['#/glossary', { page: 'glossary' }],
  ['#/glossary/end-of-stream', { page: 'glossary', term: 'end-of-stream' }],
  ['#/worksheet/01-hello-world', { page: 'worksheet', slug: '01-hello-world' }],
  ['#/lesson/01-hello-world', { page: 'lesson', slug: '01-hello-world', step: 1 }],
  [
    '#/lesson/01-hello-world/3?i=21&th=2&view=bytes',
    { page: 'lesson', slug: '01-hello-world', step: 3, seq: 21, thread: 2, view: 'bytes' },
  ],
  ['#/lab', { page: 'lab' }],
  ['#/lab?c=1.eyJ-_w', { page: 'lab', composed: '1.eyJ-_w' }],
  ['#/lab?preset=split-header', { page: 'lab', preset: 'split-header' }],
  ['#/preset/split-header?i=7', { page: 'preset', name: 'split-header', seq: 7 }],
  [
    '#/compare/preset/split-header/preset/good',
    {
      page: 'compare',
      left: { page: 'preset', name: 'split-header' },
      right: { page: 'preset', name: 'good' },
    },
  ],
  ['#/recording/a8_F-2?i=7', { page: 'recording', id: 'a8_F-2', seq: 7 }],
  [
    '#/compare/lesson/01-hello-world/recording/a8',
    {
      page: 'compare',
      left: { page: 'lesson', slug: '01-hello-world' },
      right: { page: 'recording', id: 'a8' },
    },
  ],
])('%j leads to its moment', (hash, link) => {
  expect(parseLink(hash)).toEqual(link);
});

test.each([
  '#/nowhere',
  '#/lesson',
  '#/lesson/../../etc/passwd',
  '#/lesson/%2e%2e/1',
  '#/lesson/a/0',
  '#/lesson/a/x',
  '#/lesson/a/1/2',
  '#/recording/',
  '#/recording/a b',
  '#/recording/a/1',
  '#/recording/.hidden',
  `#/recording/${'a'.repeat(101)}`,
  '#/recordings/a',
  '#/live/a',
  '#/lab/a',
  '#/preset',
  '#/preset/a/1',
  '#/preset/../a',
  '#/errors/a',
  '#/glossary/a/b',
  '#/glossary/<b>',
  '#/worksheet',
  '#/worksheet/../a',
  '#/worksheet/a/1',
  '#/lesson/a.b/1',
  '#/compare/lesson/a./recording/b',
  '#/compare/lesson/a.b.c/recording/../b',
  '#/compare',
  '#/compare/lesson/a',
  '#/compare/lesson/a/recording',
  '#/compare/lesson/a/recording/../b',
  '#/compare/lesson/a/recording/b/c',
])('%s leads nowhere', (hash) => {
  expect(parseLink(hash)).toBeUndefined();
});

test.each([
  '#/recordings?i=x',
  '#/recordings?i=-1',
  '#/recordings?i=1e9',
  '#/recordings?i=99999999999999999999',
  '#/recordings?view=<b>',
  '#/recordings?__proto__=1',
  '#/recordings?later=1',
  '#/recordings?byte=sideways.3',
  '#/recordings?byte=up.-1',
  '#/recordings?zoom=9-3',
  '#/recordings?zoom=9',
  '#/recordings?by=magic',
  '#/recordings?pin=a.b',
  '#/recordings?only=yes&future=no&scale=log&lang=cobol',
])('%s: parameters that cannot be, or are not known, are ignored', (hash) => {
  expect(parseLink(hash)).toEqual({ page: 'recordings' });
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const moment = {
  seq: maybe(fc.nat()),
  thread: maybe(fc.nat()),
  view: maybe(fc.constantFrom('bytes', 'source', 'calls')),
  only: maybe(fc.constant(true)),
  connection: maybe(fc.nat()),
  unit: maybe(fc.constantFrom('call', 'message', 'line', 'marker')),
  scale: maybe(fc.constant('time')),
  zoom: maybe(fc.tuple(fc.nat(), fc.nat()).map(([from, more]) => ({ from, to: from + 1 + more }))),
  future: maybe(fc.constant(true)),
  language: maybe(fc.constant('typescript')),
  panel: maybe(fc.constant('thread')),
  breakpoints: maybe(fc.subarray(['short-recv', 'stall', 'died'], { minLength: 1 })),
  listed: maybe(
    fc.record({
      thread: maybe(fc.nat()),
      connection: fc.nat(),
      kinds: fc.constantFrom([], ['recv', 'send']),
    }),
  ),
  byte: maybe(fc.record({ way: fc.constantFrom('up', 'down'), offset: fc.nat() })),
  pins: maybe(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 16 })),
  find: maybe(fc.string({ minLength: 1, maxLength: 200 })),
} as const;
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,20}$/);
const source = fc.oneof(
  fc.record({ page: fc.constant('lesson' as const), slug: name }),
  fc.record({ page: fc.constant('lesson' as const), slug: name, recording: name }),
  fc.record({ page: fc.constant('recording' as const), id: name }),
  fc.record({ page: fc.constant('preset' as const), name }),
);
const links: fc.Arbitrary<Link> = fc.oneof(
  fc.record({ page: fc.constant('compare' as const), left: source, right: source, ...moment }),
  fc.record({ page: fc.constant('home' as const), ...moment }),
  fc.record({ page: fc.constant('preset' as const), name, ...moment }),
  fc.record({ page: fc.constant('lab' as const), composed: name }),
  fc.record({ page: fc.constant('recordings' as const), ...moment }),
  fc.record({ page: fc.constant('recording' as const), id: name, ...moment }),
  fc.record({
    page: fc.constant('lesson' as const),
    slug: name,
    step: fc.integer({ min: 1, max: 99 }),
    ...moment,
  }),
);

test('every link leads back to where it was made', () => {
  fc.assert(
    fc.property(links, (link) => {
      expect(parseLink(formatLink(link))).toEqual(link);
    }),
  );
});

test('whatever stands in the address bar, parsing it throws nothing', () => {
  const hashes = fc.oneof(
    fc.string(),
    fc.string().map((text) => `#/lesson/${text}`),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(hashes, (hash) => {
      const link = parseLink(hash);
      if (link !== undefined) expect(formatLink(link)).toMatch(/^#\//);
    }),
  );
});

test('a moment as it is without any choice has no parameter but its event', () => {
  const plain = { unit: 'event', scale: 'step', language: 'python', future: false } as const;
  const link: Link = { page: 'home', seq: 3, only: false, pins: [], find: '', ...plain };
  expect(formatLink(link)).toBe('#/?i=3');
});
