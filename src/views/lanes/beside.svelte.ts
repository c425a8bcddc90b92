import type { Attachment } from 'svelte/attachments';

const AWAY = 7;
const EDGE = 8;

/** Puts a fixed element below what it is about, above it where there is no room below. */
export function beside(about: () => Element, moved: () => unknown): Attachment<HTMLElement> {
  return (element) => {
    $effect(() => {
      moved();
      const at = about().getBoundingClientRect();
      const { width, height } = element.getBoundingClientRect();
      // The presenter scale enlarges the page, and with it what is set here.
      const large = width / element.offsetWidth || 1;
      const below = at.bottom + AWAY;
      const top = below + height <= innerHeight - EDGE ? below : at.top - AWAY - height;
      const left = Math.min(at.left, innerWidth - width - EDGE);
      element.style.left = `${Math.max(EDGE, left) / large}px`;
      element.style.top = `${Math.max(EDGE, top) / large}px`;
    });
  };
}
