import { describe, expect, test } from 'vitest';
import { partGrid, presentedOf } from '../../src/views/player/part-grid.ts';
import { VIEWS } from '../../src/views/player/panes.ts';

const areas = (grid: string) => /grid-template-areas: ([^;]*)/.exec(grid)?.[1];
const tracks = (grid: string) =>
  (/grid-template-columns: ([^;]*)/.exec(grid)?.[1] ?? '').split(/(?<!,) /);

describe('the grid of some views', () => {
  test.each([
    [['lesson', 'terminals'], "'lesson terminals'"],
    [['lesson'], "'lesson'"],
    [['lesson', 'bytes', 'terminals'], "'lesson bytes terminals'"],
    [['lesson', 'threads', 'bytes'], "'lesson threads' 'lesson bytes'"],
    [
      ['lesson', 'threads', 'source', 'calls', 'terminals'],
      "'lesson threads threads terminals' 'lesson source calls terminals'",
    ],
    [['lesson', 'source', 'terminals'], "'lesson source terminals'"],
  ] as const)('of %j is %s', (shown, wanted) => {
    const grid = partGrid(shown);
    expect(areas(grid)).toBe(wanted);
    expect(tracks(grid)).toHaveLength(wanted.split("' '")[0]?.split(' ').length ?? 0);
  });

  test('leaves the lesson its width, whatever stands beside it', () => {
    for (const view of VIEWS.slice(1)) {
      expect(tracks(partGrid(['lesson', view]))[0]).toBe('var(--lesson, var(--lesson-width))');
    }
  });
});

test('at presenter scale two of the shown views stand beside the lesson, chosen ones first', () => {
  expect(presentedOf(['threads', 'bytes'], undefined)).toEqual(['threads', 'bytes']);
  expect(presentedOf(['threads', 'bytes'], ['lesson', 'terminals'])).toEqual(['terminals']);
  expect(presentedOf(['calls', 'bytes'], ['lesson', 'bytes', 'source', 'terminals'])).toEqual([
    'bytes',
    'source',
  ]);
});
