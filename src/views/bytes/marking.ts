/** Selecting bytes to copy them, by keys and by the pointer. Comes when the first byte is selected. */
import type { ByteAt } from '../../replay/look.ts';
import { copySelected } from '../copy/copy-bytes.ts';
import type { BytesState } from './bytes-state.svelte.ts';
import type { GridProps } from './grid-state.svelte.ts';

/** Where something happened: in which grid, on which cell. */
export interface OnCell extends Pick<GridProps, 'bytes' | 'field' | 'player'> {
  readonly offset: number;
}

/** Selects one byte, from which the selection then extends. */
function begin(bytes: BytesState, { way, offset }: ByteAt): void {
  const { connection, selection, player } = bytes;
  if (connection === undefined) return;
  player.byte = undefined;
  selection.ends = { connection: connection.id, way, anchor: offset, head: offset };
}

/** The selection reaches to a byte: from where it began, else from the followed one, else from it. */
export function reach(bytes: BytesState, at: ByteAt): void {
  const { selection, selected, player } = bytes;
  const { byte } = player;
  if (selected?.way !== at.way) begin(bytes, byte?.way === at.way ? byte : at);
  const { ends } = selection;
  selection.ends = ends && { ...ends, head: at.offset };
  selection.open = false;
}

/** From one byte to another, where nothing of this direction is selected; else only to the other. */
export function extend({ bytes, field: { way } }: OnCell, from: number, to: number): void {
  if (bytes.selected?.way !== way) begin(bytes, { way, offset: from });
  reach(bytes, { way, offset: to });
}

/** Selects from the followed byte up to the one that is clicked next. */
export function selectFromHere(bytes: BytesState): void {
  const { byte } = bytes.player;
  if (byte === undefined) return;
  begin(bytes, byte);
  bytes.selection.open = true;
}

/** The pointer moved over a cell with its button down. */
export function drag(on: OnCell, pressed: ByteAt): void {
  const { bytes, field, offset } = on;
  if (pressed.way !== field.way) return;
  if (offset !== pressed.offset || bytes.selected !== undefined) extend(on, pressed.offset, offset);
}

/** The ways to copy are asked for: of what is selected, else of this byte. */
export function ask({ bytes, field: { way }, offset }: OnCell): void {
  const { selected } = bytes;
  const inside = selected?.way === way && selected.from <= offset && offset < selected.to;
  if (!inside) begin(bytes, { way, offset });
  bytes.selection.asked = true;
}

/** Ctrl A: all of the field. Ctrl C: what is selected is copied as hex. */
export function chord({ bytes, field, player }: OnCell, key: 'a' | 'c'): void {
  if (key === 'c') return void copySelected(player, 'hex');
  begin(bytes, { way: field.way, offset: field.from });
  reach(bytes, { way: field.way, offset: field.to - 1 });
}
