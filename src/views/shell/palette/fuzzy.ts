import { GROUPS, type Action } from './action.ts';

/** More rows than these are found by another letter sooner than by scrolling. */
const MOST = 60;

/**
 * How well a text answers a query: 0 not at all. Every word of the query must be in it: best at the
 * beginning of a word, else within one, else as letters in order inside one word.
 */
export function score(query: string, text: string): number {
  const words = wordsOf(text);
  let sum = 0;
  for (const asked of wordsOf(query)) {
    const best = Math.max(0, ...words.map((word) => scoreOfWord(asked, word)));
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

/**
 * The actions that answer a query, by group, the group of the best one first; all of them without a
 * query.
 * @param typed what the query says by itself: before all others
 */
export function search(
  query: string,
  actions: readonly Action[],
  typed: readonly Action[] = [],
): readonly Action[] {
  if (query.trim() === '') return byGroup(actions).slice(0, MOST);
  const found = actions
    .map((action) => ({ action, points: pointsOf(query, action) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, MOST);
  const all = [...typed, ...found.map(({ action }) => action)];
  // The group with the best answer first: Enter takes the best of all.
  return byGroup(all, [...new Set(all.map(({ group }) => group))]);
}

function pointsOf(query: string, { title, words = '', group }: Action): number {
  return score(query, title) * 2 || score(query, `${title} ${words} ${group}`);
}

function byGroup(actions: readonly Action[], order: readonly string[] = GROUPS): readonly Action[] {
  return order.flatMap((group) => actions.filter((action) => action.group === group));
}

function scoreOfWord(asked: string, word: string): number {
  if (word === asked) return 5;
  if (word.startsWith(asked)) return 4;
  if (word.includes(asked)) return 2;
  return asked.length > 2 && hasInOrder(asked, word) ? 1 : 0;
}

function hasInOrder(letters: string, word: string): boolean {
  let from = 0;
  for (const letter of letters) {
    from = word.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return letters[0] === word[0];
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,:()“”"·]+/)
    .filter((word) => word !== '');
}
