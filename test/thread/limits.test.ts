import { describe, expect, test } from 'vitest';
import { maxThreads, readLimits } from '../../server/thread/limits.ts';

const roomy = { maps: 1_000_000, files: 1_000_000, memory: 64e9 };

describe('the least of the limits decides, and is named', () => {
  test.each([
    [{}, 1000, 'wirestep itself'],
    [{ maps: 12_000 }, 200, 'memory mappings (vm.max_map_count)'],
    [{ files: 1_024 }, 184, 'open files (ulimit -n)'],
    [{ memory: 1.2e9 }, 100, 'free memory'],
    [{ maps: 12_000, files: 600, memory: 2.4e9 }, 100, 'open files (ulimit -n)'],
  ])('%o allows %i threads: %s', (limits, cap, limitedBy) => {
    expect(maxThreads({ ...roomy, ...limits })).toEqual({ cap, limitedBy });
  });

  test('what a platform does not tell limits nothing', () => {
    expect(maxThreads({ memory: 64e9 })).toEqual({ cap: 1000, limitedBy: 'wirestep itself' });
  });

  test('one thread is always allowed', () => {
    expect(maxThreads({ ...roomy, files: 50 }).cap).toBe(1);
    expect(maxThreads({ ...roomy, maps: 1_000 }).cap).toBe(1);
  });

  test('a part of a thread is none', () => {
    expect(maxThreads({ ...roomy, files: 114 }).cap).toBe(2);
  });
});

describe('reading the limits', () => {
  const files: Record<string, string> = {
    '/proc/sys/vm/max_map_count': '65530\n',
    '/proc/self/limits':
      'Limit                     Soft Limit           Hard Limit           Units     \n' +
      'Max processes             95900                95900                processes \n' +
      'Max open files            1024                 524288               files     \n',
  };

  test('takes the soft limit of open files, which is the one that holds', () => {
    expect(readLimits((path) => files[path])).toMatchObject({ maps: 65_530, files: 1_024 });
  });

  test('does without what is not there', () => {
    expect(readLimits(() => undefined)).toMatchObject({ maps: undefined, files: undefined });
  });

  test('an unlimited number of files limits nothing', () => {
    const unlimited = () => 'Max open files            unlimited            unlimited\n';
    expect(readLimits(unlimited).files).toBeUndefined();
  });

  test('this machine has memory to give', () => {
    expect(readLimits().memory).toBeGreaterThan(0);
  });
});
