import type { Page } from 'playwright';

/** Goes through a lesson to its last page, skipping every question. */
export async function walkPages(page: Page): Promise<void> {
  const lesson = page.getByRole('region', { name: 'Lesson', exact: true });
  const next = lesson.getByRole('button', { name: 'Next page' });
  // The page before has a region of lessons, and may still be there.
  await next.waitFor();
  while ((await next.count()) > 0) {
    if (await next.isDisabled()) await lesson.getByRole('button', { name: 'Skip' }).click();
    await next.click();
  }
}
