import { describe, expect, test } from 'vitest';
import { linkFault, linkTarget, sideTarget, type Course } from '../../src/course/links.ts';

const steps = [{}, { id: 'the-wait' }, {}];
const course: Course = {
  lessons: new Map([
    ['03-a', { slug: '03-a', steps, recordings: ['main'] }],
    ['10-b', { slug: '10-b', steps, recordings: ['nagle', 'nodelay'] }],
  ]),
  presets: ['good'],
};

describe('a link to a step', () => {
  test.each([
    ['#/lesson/10-b/the-wait', '#/lesson/10-b/2'],
    ['#/lesson/10-b/3?view=bytes', '#/lesson/10-b/3?view=bytes'],
    ['#/lesson/10-b', '#/lesson/10-b/1'],
    ['#/recordings', '#/recordings'],
  ])('%s is %s on the page', (href, target) => expect(linkTarget(href, course)).toBe(target));
});

describe('a link is alive', () => {
  test.each([
    '#/',
    '#/recordings',
    '#/glossary/header',
    '#/errors',
    '#/lab?c=x',
    '#/preset/good',
    '#/worksheet/03-a',
    '#/lesson/10-b/the-wait',
    '#/compare/lesson/10-b.nagle/preset/good',
    '#/compare/lesson/03-a/lesson/10-b',
  ])('%s', (href) => expect(linkFault(href, course)).toBeUndefined());
});

describe('a link is dead', () => {
  test.each([
    ['#/lesson/04-c', 'there is no lesson 04-c'],
    ['#/lesson/10-b/nowhere', 'the lesson 10-b has no step nowhere'],
    ['#/lesson/10-b/4', 'the lesson 10-b has no step 4'],
    ['#/preset/bad', 'there is no preset bad'],
    ['#/compare/lesson/10-b.x/lesson/03-a', 'there is no recording 10-b.x to compare'],
    ['#/dance', 'wirestep has no page #/dance'],
  ])('%s', (href, why) => expect(linkFault(href, course)).toBe(why));
});

test('a side of two runs is a recording of the same lesson, of another, or of a preset', () => {
  const side = (name: string) => sideTarget(name, { slug: '10-b' }, course);
  expect(side('nagle')).toBe('lesson/10-b.nagle');
  expect(side('03-a')).toBe('lesson/03-a');
  expect(side('03-a.main')).toBe('lesson/03-a.main');
  expect(side('preset/good')).toBe('preset/good');
  expect([side('main'), side('03-a.nagle'), side('preset/bad')]).toEqual(Array(3).fill(undefined));
});
