import type { Attachment } from 'svelte/attachments';
import { ScrollBox } from '../style/scroll-box.ts';
import type { Geometry } from './geometry.ts';

/** Scrolls the lanes, and only them, so that a row and the next are in sight where not all are. */
export function rowInView(at: () => readonly [number, Geometry]): Attachment<HTMLElement> {
  return (element) => {
    const box = new ScrollBox(element);
    $effect(() => {
      const [row, { pitch }] = at();
      if (row >= 0) box.bring(row * pitch, (row + 2) * pitch);
    });
    return () => box.close();
  };
}
