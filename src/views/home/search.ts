import type { LessonEntry } from '../../course/lesson.ts';

/**
 * The lessons in which all words stand that were typed: first those that have them in their title,
 * then in their summary, then in their text.
 */
export function searchLessons(
  entries: readonly LessonEntry[],
  typed: string,
): readonly LessonEntry[] {
  const words = plainOf(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const ranked = entries.map((entry) => ({ entry, rank: rankOf(entry, words) }));
  return ranked
    .filter(({ rank }) => rank < ABSENT)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

const ABSENT = 3;

/** In the first of title, summary and text that complete what was typed. */
function rankOf({ number, title, summary, words: text }: LessonEntry, typed: readonly string[]) {
  const parts = [`lesson ${number} ${title}`, summary, text].map(plainOf);
  const rank = parts.findIndex((_, upTo) => {
    const all = parts.slice(0, upTo + 1).join(' ');
    return typed.every((word) => all.includes(word));
  });
  return rank < 0 ? ABSENT : rank;
}

/** As somebody types it: small letters, without accents. */
function plainOf(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
