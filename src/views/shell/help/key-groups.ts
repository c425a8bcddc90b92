import type { Key } from '../../transport/keys.ts';

type Listed = Omit<Key, 'group'> & { readonly group: string };

/** Keys that work inside one view, while it has the focus. */
export const VIEW_KEYS: readonly Listed[] = [
  ['Tab', 'into the next view; no view keeps it'],
  ['← ↑ → ↓', 'lanes, bytes, source, calls: to the next thing'],
  ['Enter', 'go to that call; follow that byte; go to that line’s next run'],
  ['Shift Enter', 'to the line’s previous run; to the previous match'],
  ['Shift ← ↑ → ↓', 'bytes: select (Ctrl A the whole field; Shift and a click, or drag)'],
  ['Ctrl C', 'bytes: copy the selected as hex; calls: copy the call as a Python line'],
  ['Menu', 'bytes, calls: all they can be copied as (Shift F10; a right click)'],
  ['+ − 0', 'lanes, at time scale: closer, wider, all of it'],
  ['Esc', 'follow no byte, select none; leave a search'],
  ['Home End', 'an edge between panes: as far as it goes; Enter: as at first'],
].map(([keys = '', does = '']) => ({ group: 'Inside a view', keys, does }));

/** Keys by their group, in the order in which the groups first come. */
export function keyGroups(
  keys: readonly Listed[],
): readonly { readonly group: string; readonly keys: readonly Listed[] }[] {
  const groups = [...new Set(keys.map(({ group }) => group))];
  return groups.map((group) => ({ group, keys: keys.filter((key) => key.group === group) }));
}
