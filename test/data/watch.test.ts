import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchFolder } from '../../server/data/watch.ts';

let dir: string;
let stop: () => void;
const changed = vi.fn();

beforeEach(async () => {
  changed.mockClear();
  dir = await mkdtemp(join(tmpdir(), 'wirestep-watch-'));
  await writeFile(join(dir, 'old'), 'x');
  stop = watchFolder(dir, changed, 10);
  await sleep(40);
});
afterEach(async () => {
  stop();
  await rm(dir, { recursive: true, force: true });
});

test('a folder in which nothing happens is not reported', async () => {
  await sleep(60);
  expect(changed).not.toHaveBeenCalled();
});

test.each([
  ['made', () => writeFile(join(dir, 'new'), 'x')],
  ['renamed', () => rename(join(dir, 'old'), join(dir, 'new'))],
  ['deleted', () => rm(join(dir, 'old'))],
])('a file %s is reported once', async (_what, act) => {
  await act();
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  await sleep(60);
  expect(changed).toHaveBeenCalledTimes(1);
});

test('the folder vanishing is reported once, and its coming back', async () => {
  await rm(dir, { recursive: true });
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  await sleep(60);
  const before = changed.mock.calls.length;
  expect(before).toBeLessThanOrEqual(2);
  await mkdir(dir);
  await vi.waitFor(() => expect(changed.mock.calls.length).toBe(before + 1));
});

test('once stopped it reports nothing', async () => {
  stop();
  await writeFile(join(dir, 'new'), 'x');
  await sleep(60);
  expect(changed).not.toHaveBeenCalled();
});
