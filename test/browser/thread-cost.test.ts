import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ThreadStatus } from '../../src/live/api.ts';
import ThreadCost from '../../src/views/lesson/ThreadCost.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

const aside = () =>
  page.getByRole('complementary', { name: 'What a thread for each client costs' });

function show(threads: Promise<ThreadStatus | undefined>): Promise<unknown> {
  return render(ThreadCost, { threads: () => threads });
}

test('each figure says whether it was measured or derived', async () => {
  await show(Promise.resolve({ cap: 640, limitedBy: 'free memory', mbEach: 9.7 }));
  await expect.element(aside()).toHaveTextContent(/9\.7 MB of memory here\. measured/);
  await expect.element(aside()).toHaveTextContent(/at most 640 such threads at once\..* derived/);
  expect((await axe.run(document.body, { resultTypes: ['violations'] })).violations).toEqual([]);
});

test('a copy that runs nothing says so', async () => {
  await show(Promise.resolve(undefined));
  await expect.element(aside()).toHaveTextContent(/No program can run here/);
});

test('a server that does not answer is told to the person', async () => {
  await show(Promise.reject(new Error('The server is gone.')));
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent(/did not come\. The server is gone\./);
});
