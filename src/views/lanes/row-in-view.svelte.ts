import type { Attachment } from 'svelte/attachments';
import type { Geometry } from './geometry.ts';

/** Scrolls the lanes, and only them, so that a row is in sight where not all are. */
export function rowInView(at: () => readonly [number, Geometry]): Attachment<HTMLElement> {
  return (element) => {
    $effect(() => {
      const [row, { pitch }] = at();
      if (row < 0 || element.scrollHeight <= element.clientHeight) return;
      const most = element.scrollHeight - element.clientHeight;
      const top = row * pitch;
      const { scrollTop, clientHeight } = element;
      if (top < scrollTop) element.scrollTop = top;
      else if (top + 2 * pitch > scrollTop + clientHeight)
        element.scrollTop = Math.min(most, top + 2 * pitch - clientHeight);
    });
  };
}
