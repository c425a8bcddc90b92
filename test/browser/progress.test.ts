import { beforeEach, describe, expect, test } from 'vitest';
import { Progress } from '../../src/views/lesson/progress.svelte.ts';

const GIVEN = { kind: 'number', value: 64 } as const;

beforeEach(() => localStorage.clear());

describe('progress', () => {
  test('is kept in this browser: answers, what was skipped, and where one was', () => {
    const progress = new Progress();
    progress.visited('01-a', 2);
    progress.answer('01-a', 'how-many', GIVEN, false);
    progress.skip('01-a', 'who');
    progress.answer('02-b', 'what', GIVEN, true);
    progress.visited('02-b', 3);
    const again = new Progress();
    expect(again.get('01-a', 'how-many')).toEqual({
      state: 'answered',
      given: GIVEN,
      right: false,
    });
    expect(again.get('01-a', 'who')).toEqual({ state: 'skipped' });
    expect(again.get('01-a', 'other')).toBeUndefined();
    expect(again.last).toEqual({ slug: '02-b', page: 3 });
    expect([again.pageOf('01-a'), again.pageOf('02-b'), again.pageOf('03-c')]).toEqual([
      2,
      3,
      undefined,
    ]);
    expect([again.rightOf('01-a'), again.rightOf('02-b')]).toEqual([0, 1]);
  });

  test('the first answer stands: nobody answers what was shown', () => {
    const progress = new Progress();
    progress.skip('01-a', 'how-many');
    progress.answer('01-a', 'how-many', GIVEN, true);
    expect(progress.get('01-a', 'how-many')).toEqual({ state: 'skipped' });
    expect(progress.rightOf('01-a')).toBe(0);
  });

  test('the pages that were seen stay seen, whichever page is looked at', () => {
    const progress = new Progress();
    expect(progress.seenOf('01-a')).toBe(0);
    progress.visited('01-a', 5);
    progress.visited('01-a', 2);
    expect([progress.seenOf('01-a'), progress.pageOf('01-a')]).toEqual([5, 2]);
    const file = progress.toFile();
    const other = new Progress();
    other.visited('01-a', 7);
    other.fromFile(file);
    expect([other.seenOf('01-a'), other.pageOf('01-a')]).toEqual([7, 2]);
  });

  test('two tabs of one browser do not undo each other', () => {
    const [one, two] = [new Progress(), new Progress()];
    one.answer('01-a', 'first', GIVEN, true);
    two.answer('01-a', 'second', GIVEN, true);
    expect(new Progress().rightOf('01-a')).toBe(2);
  });

  test('goes to another browser as a file, beside what that one has', () => {
    const here = new Progress();
    here.answer('01-a', 'how-many', GIVEN, true);
    const file = here.toFile();
    localStorage.clear();
    const there = new Progress();
    there.answer('01-a', 'who', GIVEN, true);
    there.answer('02-b', 'what', GIVEN, true);
    expect(there.fromFile(file)).toBeUndefined();
    expect([there.rightOf('01-a'), there.rightOf('02-b')]).toEqual([2, 1]);
  });

  test('a file that cannot be read changes nothing', () => {
    const progress = new Progress();
    progress.answer('01-a', 'how-many', GIVEN, true);
    expect(progress.fromFile('{"format":"else"}')).toMatch(/no progress of wirestep/);
    expect(progress.rightOf('01-a')).toBe(1);
  });

  test('is forgotten when asked, and comes back when that was a mistake', () => {
    const progress = new Progress();
    progress.answer('01-a', 'how-many', GIVEN, true);
    const undo = progress.reset();
    expect(progress.last).toBeUndefined();
    expect(new Progress().last).toBeUndefined();
    undo();
    expect(new Progress().rightOf('01-a')).toBe(1);
  });

  test('what this browser keeps and nobody can read is no progress', () => {
    localStorage.setItem('wirestep.progress', '[1,2');
    expect(new Progress().last).toBeUndefined();
  });
});
