import axe from 'axe-core';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Refused from '../../src/views/shell/Refused.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

const text = 'This link is used up or was replaced: press Enter where wirestep runs.';

test('a link that gives no role says why; the page opens without it', async () => {
  const next = vi.fn();
  const { container } = await render(Refused, { text, next });
  await expect.element(page.getByRole('heading')).toHaveTextContent('This link does not work');
  await expect.element(page.getByRole('alert')).toHaveTextContent(text);
  expect((await axe.run(container)).violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Open the page' }).click();
  expect(next).toHaveBeenCalledTimes(1);
});

test('what a server wrote is text, with nothing hidden in it', async () => {
  await render(Refused, { text: 'a\u202eb<img src=x>', next: () => undefined });
  const alert = page.getByRole('alert');
  await expect.element(alert).toHaveTextContent('<img src=x>');
  expect(alert.element().textContent).not.toContain('\u202e');
});
