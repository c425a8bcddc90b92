import type { Snippet } from 'svelte';
import type { Trace } from '../../trace/trace.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import type { BytesState } from './bytes-state.svelte.ts';
import { cellsIn, cellsKey, type Cell } from './cells.ts';
import type { Field } from './fields.ts';
import type { OnCell } from './marking.ts';
import { GAP, lastTop, moved, pitchFor, pixelsOf, rowsOf, topAt, topFor } from './window.ts';
import type { Geometry } from './window.ts';

/** As in the style: pixels. */
const PADDING = 2;
const MANY_ROWS = 16;

type Marking = typeof import('./marking.ts');
let loading: Promise<Marking> | undefined;

export interface GridProps {
  readonly name: string;
  /** What stands beside the name. */
  readonly note: string;
  readonly children?: Snippet;
  /** Stands behind the last cell. */
  readonly tail?: Snippet;
  readonly field: Field;
  readonly player: PlayerState;
  readonly bytes: BytesState;
  /** Rows in sight, at most; longer fields are scrolled. */
  readonly rows: number;
}

/** A field's cells: those in sight, and the one that the keys have reached. */
export class GridState {
  readonly #props: () => GridProps;
  width = $state(0);
  #seen = $state.raw<{ from: number; top: number; selected?: number }>({ from: -1, top: 0 });
  #reached = $state.raw<{ from: number; index: number }>();
  #scrolled = 0;
  #kept: { key: string; trace: Trace; cells: readonly Cell[] } | undefined;
  /** A key moved: the cell that had the focus may be gone before the next one is drawn. */
  #moves = false;

  readonly pitch = $derived.by(() => {
    const { field, rows } = this.#props();
    return pitchFor(field.to - field.from, rows, this.width - 2 * PADDING);
  });
  readonly geometry = $derived.by((): Geometry => {
    const { field, rows } = this.#props();
    const length = field.to - field.from;
    const { columns } = this.pitch;
    return { length, columns, visible: Math.max(1, Math.min(rows, Math.ceil(length / columns))) };
  });
  readonly #way = $derived.by(() => this.#props().field.way);
  readonly rows = $derived.by(() => rowsOf(this.geometry));
  readonly scrolls = $derived.by(() => this.rows > this.geometry.visible);
  /** Too long to look through: there is a field to go to a byte by its offset. */
  readonly isLong = $derived.by(() => this.rows > MANY_ROWS);
  /** Place in the field of the followed byte. */
  readonly selected = $derived.by(() => {
    const { player, field } = this.#props();
    const at = player.byte?.way === field.way ? player.byte.offset : -1;
    return at >= field.from && at < field.to ? at - field.from : undefined;
  });
  /** The first row in sight; a byte that is newly followed comes into sight. */
  readonly top = $derived.by(() => {
    const { from, top, selected } = this.#seen;
    const before = from === this.#props().field.from ? Math.min(top, lastTop(this.geometry)) : 0;
    const fresh = this.selected !== undefined && this.selected !== selected;
    return fresh ? topFor(this.geometry, before, this.selected as number) : before;
  });
  readonly cells = $derived.by((): readonly Cell[] => {
    const { player, field } = this.#props();
    const { columns, visible } = this.geometry;
    const from = field.from + this.top * columns;
    const to = Math.min(from + visible * columns, field.to);
    const { trace } = player.replay;
    const key = cellsKey(field, from, to);
    const kept = this.#kept;
    if (kept?.key === key && kept.trace === trace) return kept.cells;
    const cells = cellsIn(trace, field, from, to);
    this.#kept = { key, trace, cells };
    return cells;
  });
  /** Place in the field of the cell that Tab reaches. */
  readonly active = $derived.by(() => {
    const { from, to } = this.#props().field;
    const reached = this.#reached?.from === from ? this.#reached.index : this.selected;
    return Math.min(reached ?? this.top * this.geometry.columns, to - from - 1);
  });
  /** The same two as offsets of the stream. What a cell reads are numbers: they change seldom. */
  readonly activeAt = $derived.by(() => this.#props().field.from + this.active);
  readonly selectedAt = $derived.by(() =>
    this.selected === undefined ? undefined : this.#props().field.from + this.selected,
  );
  /** The active cell, where it is scrolled out of sight: it keeps the focus. */
  readonly away = $derived.by((): Cell | undefined => {
    const { player, field } = this.#props();
    const at = this.activeAt;
    if (this.cells.some(({ offset }) => offset === at)) return undefined;
    return cellsIn(player.replay.trace, field, at, at + 1)[0];
  });

  constructor(props: () => GridProps) {
    this.#props = props;
  }

  /** True where the cell's place in the queue is under the pointer. */
  isLit(offset: number): boolean {
    const { lit } = this.#props().bytes;
    return lit !== undefined && lit.way === this.#way && lit.from <= offset && offset < lit.to;
  }

  /** The focus came to a cell, or the pointer. */
  point(offset: number | undefined): void {
    const { bytes, field } = this.#props();
    if (bytes.pointed?.offset === offset && bytes.pointed?.way === field.way) return;
    bytes.pointed = offset === undefined ? undefined : { way: field.way, offset };
  }

  reach(offset: number | undefined): void {
    if (offset === undefined) return;
    const { from } = this.#props().field;
    this.#reached = { from, index: offset - from };
    this.point(offset);
  }

  /** Brings a cell into sight, and makes it the one that Tab reaches. */
  goTo(index: number): void {
    const at = Math.max(0, Math.min(index, this.geometry.length - 1));
    this.#show(topFor(this.geometry, this.top, at));
    this.#reached = { from: this.#props().field.from, index: at };
  }

  /** To an offset of the stream that was typed, and follows the byte there. */
  follow(offset: number): void {
    const { bytes, field, player } = this.#props();
    this.goTo(offset - field.from);
    player.byte = undefined;
    bytes.select({ way: field.way, offset: field.from + this.active });
  }

  /** True where the cell is selected. */
  isMarked(offset: number): boolean {
    const { selected } = this.#props().bytes;
    if (selected === undefined || selected.way !== this.#way) return false;
    return selected.from <= offset && offset < selected.to;
  }

  /** Keys that move in the grid do that and nothing else on the page; with Shift they select. */
  key(event: KeyboardEvent): void {
    const { player, bytes } = this.#props();
    const chord = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (chord && !event.altKey && (key === 'a' || (key === 'c' && isNoTextSelected()))) {
      this.#mark(event, this.activeAt, (marking, on) => marking.chord(on, key));
      return;
    }
    if (chord || event.altKey) return;
    if (event.key === 'Escape' && (player.byte ?? bytes.selected) !== undefined) {
      player.byte = undefined;
      bytes.selection.clear();
      event.stopPropagation();
      return;
    }
    const next = moved(this.geometry, event.key, this.active);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const before = this.activeAt;
    // At an edge nothing changes: the focus would be taken back whenever something else does.
    this.#moves = next !== this.active;
    this.goTo(next);
    const to = this.activeAt;
    if (event.shiftKey) this.#mark(event, to, (marking, on) => marking.extend(on, before, to));
    else bytes.selection.clear();
  }

  /** The pointer's button went down on a cell. */
  press(event: MouseEvent, offset: number | undefined): void {
    const { bytes, field } = this.#props();
    const plain = event.button === 0 && !event.shiftKey && offset !== undefined;
    bytes.selection.pressed = plain ? { way: field.way, offset } : undefined;
    // The browser would select the text up to here.
    if (event.shiftKey) event.preventDefault();
  }

  /** The pointer moved over a cell: with its button down, it selects. */
  drag(event: MouseEvent, offset: number | undefined): void {
    const { pressed } = this.#props().bytes.selection;
    this.point(offset);
    if ((event.buttons & 1) === 0 || pressed === undefined) return;
    this.#mark(event, offset, (marking, on) => marking.drag(on, pressed));
  }

  /** A cell was clicked: followed, or the other end of what is selected. */
  click(event: MouseEvent, offset: number | undefined): void {
    const { bytes, field } = this.#props();
    if (offset === undefined) return;
    const at = { way: field.way, offset };
    if (!event.shiftKey && !bytes.selection.open) return bytes.select(at);
    this.#mark(event, offset, (marking) => marking.reach(bytes, at));
    this.#reached = { from: field.from, index: offset - field.from };
    this.#moves = true;
  }

  /** What the bytes can be copied as is asked for. */
  ask(event: MouseEvent, offset: number | undefined): void {
    this.#mark(event, offset, (marking, on) => marking.ask(on));
  }

  /** What selects comes when it is needed first; what was asked of it meanwhile is done in order. */
  #mark(
    event: Event,
    offset: number | undefined,
    does: (marking: Marking, on: OnCell) => void,
  ): void {
    if (offset === undefined) return;
    const on = { ...this.#props(), offset };
    event.preventDefault();
    event.stopPropagation();
    // One promise: two imports of what still loads may come in any order.
    loading ??= import('./marking.ts');
    void loading.then((marking) => does(marking, on));
  }

  scroll(scroller: HTMLElement): void {
    const pixels = scroller.scrollTop;
    if (Math.abs(pixels - this.#scrolled) < 1.5) return;
    this.#scrolled = pixels;
    this.point(undefined);
    this.#show(topAt(this.geometry, this.#row(scroller), pixels));
  }

  /** Keeps the scroll bar at the rows in sight, and the focus at the cell that the keys reached. */
  readonly keepFocus = (scroller: HTMLElement): void => {
    $effect(() => {
      const { geometry, top, scrolls } = this;
      if (!scrolls) return;
      const row = this.#row(scroller);
      if (topAt(geometry, row, scroller.scrollTop) === top) return;
      scroller.scrollTop = pixelsOf(geometry, row, top);
      this.#scrolled = scroller.scrollTop;
    });
    $effect(() => {
      const offset = this.activeAt;
      void [this.cells, this.away];
      const focused = document.activeElement;
      const isCell = scroller.contains(focused) && focused?.hasAttribute('data-offset');
      if (!this.#moves && !isCell) return;
      this.#moves = false;
      scroller
        .querySelector<HTMLElement>(`[data-offset="${offset}"]`)
        ?.focus({ preventScroll: true });
    });
  };

  /** Height of a row in pixels, its gap included. */
  #row(scroller: HTMLElement): number {
    return (scroller.clientHeight - 2 * PADDING + GAP) / this.geometry.visible;
  }

  #show(top: number): void {
    this.#seen = { from: this.#props().field.from, top, selected: this.selected };
  }
}

/** Ctrl C copies bytes only where the browser has nothing to copy. */
function isNoTextSelected(): boolean {
  return getSelection()?.isCollapsed !== false;
}
