import type { Attachment } from 'svelte/attachments';

const LINE_HEIGHT = 20;

/** Scrolls a listing, and only the listing, so that `line()` has some lines above and below it. */
export function keepInView(line: () => number | undefined): Attachment<HTMLElement> {
  return (element) => {
    $effect(() => {
      const wanted = line();
      if (wanted === undefined) return;
      const top = (wanted - 1) * LINE_HEIGHT;
      const margin = Math.min(3 * LINE_HEIGHT, element.clientHeight / 3);
      const { scrollTop, clientHeight } = element;
      if (top - margin < scrollTop) element.scrollTop = top - margin;
      else if (top + LINE_HEIGHT + margin > scrollTop + clientHeight) {
        element.scrollTop = top + LINE_HEIGHT + margin - clientHeight;
      }
    });
  };
}
