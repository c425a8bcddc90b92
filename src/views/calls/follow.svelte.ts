import type { Attachment } from 'svelte/attachments';

/** Keeps the end of a growing list in view: `count()` is how long it is. */
export function followEnd(count: () => number): Attachment<HTMLElement> {
  return (element) => {
    $effect(() => {
      if (count() > 0) element.scrollTop = element.scrollHeight;
    });
  };
}
