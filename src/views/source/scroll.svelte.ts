import type { Attachment } from 'svelte/attachments';
import { ScrollBox } from '../style/scroll-box.ts';

const LINE_HEIGHT = 20;

/** Scrolls a listing, and only the listing, so that `line()` has some lines above and below it. */
export function keepInView(line: () => number | undefined): Attachment<HTMLElement> {
  return (element) => {
    const box = new ScrollBox(element);
    $effect(() => {
      const wanted = line();
      if (wanted === undefined) return;
      const top = (wanted - 1) * LINE_HEIGHT;
      const margin = Math.min(3 * LINE_HEIGHT, box.height / 3);
      box.bring(top - margin, top + LINE_HEIGHT + margin);
    });
    return () => box.close();
  };
}
