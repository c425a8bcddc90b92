import { tick } from 'svelte';

/** Puts the focus on the first thing in a view that can have it, once the view is on screen. */
export async function focusView(view: string): Promise<void> {
  await tick();
  const pane = document.querySelector(`#pane-${view}`);
  const first = pane?.querySelector<HTMLElement>(
    'button:not(:disabled), [tabindex="0"]:not([role="separator"]), textarea, input, a[href]',
  );
  first?.focus();
}
