import type { Attachment } from 'svelte/attachments';

/** Scrolls a list so that its current row is in sight, whenever that changes. */
export function keepInSight(
  current: () => { readonly step: number; readonly row: number; readonly thread?: string },
): Attachment<HTMLElement> {
  return (list) => {
    const { step, row } = current();
    const [from, to] = [step * row, (step + 1) * row];
    if (from < list.scrollTop) list.scrollTop = Math.max(0, from - row);
    else if (to > list.scrollTop + list.clientHeight) list.scrollTop = to + row - list.clientHeight;
  };
}
