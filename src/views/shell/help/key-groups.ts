import type { Key } from '../../transport/keys.ts';

type Listed = Omit<Key, 'group'> & { readonly group: string };

/** Keys that work inside one view, while it has the focus. */
export const VIEW_KEYS: readonly Listed[] = [
  ['Tab', 'into the next view; no view keeps it'],
  ['← ↑ → ↓', 'lanes, bytes, source, calls: to the next thing'],
  ['Enter', 'go to that call; follow that byte; go to that line’s next run'],
  ['Shift Enter', 'to the line’s previous run; to the previous match'],
  ['+ − 0', 'lanes, at time scale: closer, wider, all of it'],
  ['Esc', 'follow no byte; leave a search'],
  ['Home End', 'an edge between panes: as far as it goes; Enter: as at first'],
].map(([keys = '', does = '']) => ({ group: 'Inside a view', keys, does }));

/** Keys by their group, in the order in which the groups first come. */
export function keyGroups(
  keys: readonly Listed[],
): readonly { readonly group: string; readonly keys: readonly Listed[] }[] {
  const groups = [...new Set(keys.map(({ group }) => group))];
  return groups.map((group) => ({ group, keys: keys.filter((key) => key.group === group) }));
}
