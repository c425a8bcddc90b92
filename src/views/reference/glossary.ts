import type { GlossaryEntry } from '../../course/reference.ts';

/** The entries that a search is about: those whose word begins so first, then where it stands. */
export function searchTerms(
  entries: readonly GlossaryEntry[],
  typed: string,
): readonly GlossaryEntry[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return entries;
  const begins: GlossaryEntry[] = [];
  const holds: GlossaryEntry[] = [];
  for (const entry of entries) {
    const forms = [entry.term, ...entry.also].map((form) => form.toLowerCase());
    if (forms.some((form) => form.startsWith(wanted))) begins.push(entry);
    else if (`${forms.join(' ')} ${entry.meaning.toLowerCase()}`.includes(wanted)) {
      holds.push(entry);
    }
  }
  return [...begins, ...holds];
}
