import { expect, test } from 'vitest';
import { KEYS } from '../../src/views/transport/keys.ts';
import { keyGroups, VIEW_KEYS } from '../../src/views/shell/help/key-groups.ts';

test('the help has every key, each in its group', () => {
  const groups = keyGroups([...KEYS, ...VIEW_KEYS]);
  expect(groups.flatMap(({ keys }) => keys).length).toBe(KEYS.length + VIEW_KEYS.length);
  expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
  expect(groups.every(({ group, keys }) => keys.every((key) => key.group === group))).toBe(true);
});

test('what each key does is said once: the list is told apart by it', () => {
  const said = [...KEYS, ...VIEW_KEYS].map(({ does }) => does);
  expect(new Set(said).size).toBe(said.length);
});
