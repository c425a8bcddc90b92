import { expect, test } from 'vitest';
import { openPage, PATIENCE, startWirestep, terminalLines, useBrowser } from './open-page.ts';

useBrowser();

/** Programs have to start, run and be stopped. */
const RUN = { timeout: 40_000 };

test('a header cut in two is run against the real server, and compared with the good run', async () => {
  const { address } = await startWirestep();
  const { page, complaints } = await openPage(`${address}#/lab?preset=split-header`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('slider', { name: 'Playhead' }).waitFor(RUN);
  expect(page.url()).toMatch(/#\/recording\/[a-z0-9]{22}/);
  await page.getByRole('button', { name: 'Last', exact: true }).click();
  await expect
    .poll(async () => (await terminalLines(page, 'server')).join('\n'), PATIENCE)
    .toContain('ValueError');

  await page.getByText('Compare with the good run').click();
  await page.getByText('The first difference').waitFor(RUN);
  expect(
    await page.getByText(/on the left it is send\("1"\), on the right send\("12"/).count(),
  ).toBe(1);
  await page.goBack();
  await page.getByText('Back to the lab').click();
  await expect
    .poll(
      () => page.getByText(/The client sends 5 times: 1, 63, 12, 64 and 11 bytes/).count(),
      PATIENCE,
    )
    .toBe(1);
  expect(complaints).toEqual([]);
});
