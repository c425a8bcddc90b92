import type { Terminal } from '@xterm/xterm';
import type { TerminalAction } from './keys.ts';
import { extendRows, type Rows } from './select-rows.ts';

/** Does what a key asked for. */
export function perform(xterm: Terminal, action: Exclude<TerminalAction, 'find'>): void {
  switch (action) {
    case 'select-all':
      return xterm.selectAll();
    case 'select-up':
    case 'select-down':
      return selectRows(xterm, action === 'select-up' ? -1 : 1);
    case 'deselect':
      return xterm.clearSelection();
    case 'line-up':
      return xterm.scrollLines(-1);
    case 'line-down':
      return xterm.scrollLines(1);
    case 'page-up':
      return xterm.scrollPages(-1);
    case 'page-down':
      return xterm.scrollPages(1);
    case 'top':
      return xterm.scrollToTop();
    case 'bottom':
      return xterm.scrollToBottom();
  }
}

function selectRows(xterm: Terminal, way: 1 | -1): void {
  const { baseY, cursorY } = xterm.buffer.active;
  const range = xterm.getSelectionPosition();
  const before: Rows | undefined = range && { from: range.start.y, to: lastRow(range.end) };
  const { from, to } = extendRows(before, way, baseY + cursorY);
  xterm.selectLines(from, to);
  const top = xterm.buffer.active.viewportY;
  if (from < top) xterm.scrollToLine(from);
}

/** A selection of whole rows ends before the first column of the next. */
function lastRow({ x, y }: { readonly x: number; readonly y: number }): number {
  return x === 0 ? y - 1 : y;
}
