import type { Key } from '../../transport/keys.ts';

type Listed = Omit<Key, 'group'> & { readonly group: string };

/** Keys that work inside one view, while it has the focus. */
export const VIEW_KEYS: readonly Listed[] = [
  {
    group: 'Inside a view',
    keys: '← ↑ → ↓',
    does: 'from byte to byte, in the lanes from event to event',
  },
  { group: 'Inside a view', keys: '+ − 0', does: 'in the lanes, at time scale: zoom, all of it' },
  { group: 'Inside a view', keys: 'Alt ← →', does: 'in the lanes: what is earlier, later' },
  { group: 'Inside a view', keys: '↑ ↓', does: 'in the source: from line to line that runs' },
  { group: 'Inside a view', keys: 'Ctrl F', does: 'in a terminal: find' },
  {
    group: 'Inside a view',
    keys: 'Shift ↑ ↓',
    does: 'in a terminal: select rows (Ctrl A: all of it)',
  },
  { group: 'Inside a view', keys: 'Tab', does: 'to the next view; no view keeps it' },
  {
    group: 'Inside a view',
    keys: 'Enter',
    does: 'on a line: to its next run, with Shift to the one before; on an edge between panes: its size as at first',
  },
];

/** Keys by their group, in the order in which the groups first come. */
export function keyGroups(
  keys: readonly Listed[],
): readonly { readonly group: string; readonly keys: readonly Listed[] }[] {
  const groups = [...new Set(keys.map(({ group }) => group))];
  return groups.map((group) => ({ group, keys: keys.filter((key) => key.group === group) }));
}
