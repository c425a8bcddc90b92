import type { Attachment } from 'svelte/attachments';

/** Scrolls a row of tabs so that the pressed one is in sight, once the page is laid out anyway. */
export function tabInSight(pressed: () => boolean): Attachment<HTMLElement> {
  return (tab) => {
    const row = tab.parentElement;
    if (!pressed() || row === null) return;
    const frame = requestAnimationFrame(() => {
      const from = tab.offsetLeft - row.offsetLeft;
      const least = from + tab.offsetWidth - row.clientWidth;
      row.scrollLeft = Math.max(least, Math.min(row.scrollLeft, from));
    });
    return () => cancelAnimationFrame(frame);
  };
}
