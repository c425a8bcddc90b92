import type { Attachment } from 'svelte/attachments';

const AWAY = 7;
const EDGE = 8;

/** Puts a fixed element below what it is about, above it where there is no room below. */
export function beside(about: () => Element, moved: () => unknown): Attachment<HTMLElement> {
  return (element) => {
    $effect(() => {
      moved();
      const at = about().getBoundingClientRect();
      const { offsetWidth, offsetHeight } = element;
      const below = at.bottom + AWAY;
      const fits = below + offsetHeight <= innerHeight - EDGE;
      const left = Math.min(at.left, innerWidth - offsetWidth - EDGE);
      element.style.left = `${Math.max(EDGE, left)}px`;
      element.style.top = `${fits ? below : Math.max(EDGE, at.top - AWAY - offsetHeight)}px`;
    });
  };
}
