import { describe, expect, test } from 'vitest';
import type { ThreadScene } from '../../src/scene/scene.ts';
import { gutterMarks, gutterWidth } from '../../src/views/source/gutter.ts';

function at(id: number, badge: string, line: number | undefined): ThreadScene {
  const place = line === undefined ? undefined : { file: 1, line, function: 'f' };
  return { id, program: 1, name: badge, badge, state: 'running', locals: [], line: place };
}
const same = (file: number, line: number) => (file === 1 ? line : undefined);

describe('beside a line stands who is there', () => {
  test('the selected thread and another, each by its badge', () => {
    const marks = gutterMarks([at(1, 'M', 4), at(2, 'T1', 4), at(3, 'T2', 9)], 2, same);
    expect(marks.get(4)).toMatchObject({ own: 'T1', other: 'M', more: 0 });
    expect(marks.get(9)).toMatchObject({ other: 'T2', more: 0 });
    expect(marks.get(9)?.own).toBeUndefined();
  });

  test('many fold: the first and how many more', () => {
    const six = Array.from({ length: 6 }, (_, n) => at(n + 1, `T${n + 1}`, 4));
    expect(gutterMarks(six, undefined, same).get(4)).toMatchObject({ other: 'T1', more: 5 });
    const withOwn = gutterMarks(six, 3, same).get(4);
    expect(withOwn).toMatchObject({ own: 'T3', other: undefined, more: 5 });
    expect(withOwn?.says).toBe('at this line: T3, T1, T2, T4, T5, T6');
  });

  test('not all of a hundred are named', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => at(n, `T${n}`, 4));
    expect(gutterMarks(hundred, undefined, same).get(4)?.says).toMatch(/T7 and 92 more$/);
  });

  test('a thread that died is at no line, but the selected one is where it died', () => {
    const dead = { ...at(1, 'T1', 4), state: 'died' } as const;
    expect(gutterMarks([dead], undefined, same).size).toBe(0);
    expect(gutterMarks([dead], 1, same).get(4)?.own).toBe('T1');
  });

  test('threads of other files and without a line are nowhere', () => {
    const elsewhere = { ...at(1, 'C1', 4), line: { file: 2, line: 4, function: 'f' } };
    expect(gutterMarks([elsewhere, at(2, 'T1', undefined)], 2, same).size).toBe(0);
  });
});

test('the gutter is as wide as its widest mark', () => {
  const marks = [
    { own: 'T1', other: undefined, more: 5, says: '' },
    { other: 'M', more: 0, says: '' },
  ];
  expect(gutterWidth(marks)).toBe('T1 +5'.length);
  expect(gutterWidth([])).toBe(0);
});
