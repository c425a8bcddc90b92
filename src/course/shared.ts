import type { HighlightedSource } from './highlighted.ts';
import type { ErrorEntry, GlossaryEntry } from './reference.ts';

/** What the build puts into a page that is saved as a file, whatever is saved in it. */
export interface Shared {
  /** Of the wirestep that the page is of. */
  readonly version: string;
  readonly highlighted: readonly HighlightedSource[];
  readonly glossary: readonly GlossaryEntry[];
  readonly errors: readonly ErrorEntry[];
  /** Unicode's names of characters, by code point. */
  readonly names: Readonly<Record<string, string>>;
}
