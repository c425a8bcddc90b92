import type { Attachment } from 'svelte/attachments';

const AWAY = 7;
const EDGE = 8;
const BEFORE = 40;

/**
 * Puts a fixed element below what it is about, above it where there is no room below. `x`: where in
 * the window the pointer is; undefined: at the left edge of what it is about.
 */
export function beside(
  about: () => Element | undefined,
  moved: () => unknown,
  x?: () => number | undefined,
): Attachment<HTMLElement> {
  return (element) => {
    $effect(() => {
      moved();
      const at = about()?.getBoundingClientRect();
      if (at === undefined) return;
      const { width, height } = element.getBoundingClientRect();
      // The presenter scale enlarges the page, and with it what is set here.
      const large = width / element.offsetWidth || 1;
      const below = at.bottom + AWAY;
      const top = below + height <= innerHeight - EDGE ? below : at.top - AWAY - height;
      const pointer = x?.();
      const wanted = pointer === undefined ? at.left : Math.max(at.left, pointer - BEFORE);
      const left = Math.min(wanted, innerWidth - width - EDGE);
      element.style.left = `${Math.max(EDGE, left) / large}px`;
      element.style.top = `${Math.max(EDGE, top) / large}px`;
    });
  };
}
