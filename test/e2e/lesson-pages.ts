import type { Page } from 'playwright';

/** Goes through a lesson to its last page, skipping every question. */
export async function walkPages(page: Page): Promise<void> {
  const lesson = page.getByRole('region', { name: 'Lesson' });
  const next = lesson.getByRole('button', { name: 'Next page' });
  await lesson.waitFor();
  while ((await next.count()) > 0) {
    if (await next.isDisabled()) await lesson.getByRole('button', { name: 'Skip' }).click();
    await next.click();
  }
}
