import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Mark from '../../src/views/style/Mark.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

test('a mark says what it means when it is asked, with the keyboard too', async () => {
  await render(Mark, { kind: 'derived', note: 'Sent less taken.' });
  const mark = page.getByRole('button', { name: 'derived' });
  (mark.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/follows from what was measured.*less taken/)).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByText(/follows from/)).not.toBeVisible();
});

test('the three kinds differ by word and sign, not by colour', async () => {
  const signs = new Set<string>();
  for (const kind of ['measured', 'derived', 'modelled'] as const) {
    const { container } = await render(Mark, { kind, plain: true });
    expect(container.textContent).toContain(kind);
    signs.add(container.querySelector('[aria-hidden]')?.textContent ?? '');
    expect((await axe.run(container)).violations).toEqual([]);
  }
  expect(signs.size).toBe(3);
});
