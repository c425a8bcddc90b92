import type { Attachment } from 'svelte/attachments';

/** What drags, wheels and pinches over the tracks ask for. */
export interface Gestures {
  /** By pixels, to the right for more than 0; false where it was too little to move anything. */
  pan(pixels: number): boolean;
  /** About `x` pixels from the track's left; smaller than 1 looks closer. */
  zoom(factor: number, x: number): void;
  /** True where a plain wheel zooms. */
  zooms(): boolean;
}

/** A finger trembles: less than this many pixels is a click. */
const DRAG = 5;
const LINE = 16;

/** True over what is beside the tracks: names and their buttons. */
function beside({ target }: Event): boolean {
  return target instanceof Element && target.closest('[data-names]') !== null;
}

/** Listens on the lanes; their tracks begin `left()` pixels from the element's left edge. */
export function gestures(act: Gestures, left: () => number): Attachment<HTMLElement> {
  return (element) => {
    const pointers = new Map<number, { x: number; y: number }>();
    let carried = 0;
    let dragged = false;
    // The presenter scale enlarges the page: a pixel of the pointer is less than one of the track.
    const large = (): number => element.getBoundingClientRect().width / element.offsetWidth || 1;
    const xOf = (x: number): number =>
      (x - element.getBoundingClientRect().left) / large() - left();

    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || beside(event)) return;
      if (pointers.size === 0) dragged = false;
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      carried = 0;
    };
    const move = (event: PointerEvent): void => {
      const last = pointers.get(event.pointerId);
      if (last === undefined) return;
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other !== undefined) {
        const was = Math.hypot(last.x - other.x, last.y - other.y);
        const is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        dragged = true;
        act.zoom(was / Math.max(is, 1), xOf((event.clientX + other.x) / 2));
      } else {
        carried += (last.x - event.clientX) / large();
        if (!dragged && Math.abs(carried) >= DRAG) {
          dragged = true;
          if (event.isTrusted) element.setPointerCapture(event.pointerId);
        }
        if (dragged && act.pan(carried)) carried = 0;
      }
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    };
    const up = (event: PointerEvent): void => {
      pointers.delete(event.pointerId);
    };
    const click = (event: Event): void => {
      if (dragged) event.stopPropagation();
      dragged = false;
    };
    // A click with the mouse leaves the focus where it is: the page's arrow keys go on stepping.
    const press = (event: Event): void => {
      if (!beside(event)) event.preventDefault();
    };
    let rest = 0;
    const wheel = (event: WheelEvent): void => {
      if (beside(event)) return;
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (sideways) {
        rest += (event.deltaX || event.deltaY) * scale;
        if (act.pan(rest)) rest = 0;
      } else if (act.zooms()) {
        const pinch = event.ctrlKey || event.metaKey;
        act.zoom(Math.exp(event.deltaY * scale * (pinch ? 0.01 : 0.0025)), xOf(event.clientX));
      } else return;
      event.preventDefault();
    };

    const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up };
    const entries = Object.entries({ ...listeners, mousedown: press }) as [string, EventListener][];
    for (const [name, listener] of entries) element.addEventListener(name, listener);
    element.addEventListener('click', click, { capture: true });
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      for (const [name, listener] of entries) element.removeEventListener(name, listener);
      element.removeEventListener('click', click, { capture: true });
      element.removeEventListener('wheel', wheel);
    };
  };
}
