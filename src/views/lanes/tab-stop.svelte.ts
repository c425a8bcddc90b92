import type { Attachment } from 'svelte/attachments';
import type { Box } from './boxes.ts';

/**
 * Of all boxes of a lane one is a stop of Tab, and described by the element with the id `words`. Set
 * from outside: hundreds of boxes need not ask whether they are the one.
 */
export function tabStop(
  boxes: () => readonly Box[],
  key: () => string | undefined,
  words: string,
): Attachment<HTMLElement> {
  return (track) => {
    let last: Element | undefined;
    $effect(() => {
      boxes();
      const wanted = key();
      const stop = track.querySelector(`[data-box="${wanted}"]`) ?? undefined;
      if (stop === last) return;
      last?.setAttribute('tabindex', '-1');
      last?.removeAttribute('aria-describedby');
      stop?.setAttribute('tabindex', '0');
      stop?.setAttribute('aria-describedby', words);
      last = stop;
    });
  };
}
