import type { Given } from '../../course/given.ts';
import { recall, remember } from '../shell/storage.ts';
import {
  merged,
  NOTHING,
  readProgress,
  withKept,
  withPage,
  writeProgress,
  type Kept,
  type Lessons,
} from './progress-file.ts';

const KEY = 'wirestep.progress';

/** How far a student is: pages, answers. Kept in this browser where it keeps anything. */
export class Progress {
  #lessons = $state.raw<Lessons>(stored() ?? NOTHING);

  /** What has become of a question; undefined: it is open. */
  get(slug: string, id: string): Kept | undefined {
    return this.#lessons.get(slug)?.answers.get(id);
  }

  /** True for a question that is neither answered nor skipped. */
  isOpen(slug: string, id: string): boolean {
    return this.get(slug, id) === undefined;
  }

  /** Keeps an answer. The first one stands: nobody answers what was shown. */
  answer(slug: string, id: string, given: Given, right: boolean): void {
    this.#settle(slug, id, { state: 'answered', given, right });
  }

  /** The question is given up, to see what follows. */
  skip(slug: string, id: string): void {
    this.#settle(slug, id, { state: 'skipped' });
  }

  /** A page of a lesson is on the screen. */
  visited(slug: string, page: number): void {
    if (this.last?.slug === slug && this.last.page === page) return;
    this.#keep(withPage(this.#latest, slug, page));
  }

  /** Where the student left off; undefined before the first lesson. */
  get last(): { readonly slug: string; readonly page: number } | undefined {
    const [slug, lesson] = [...this.#lessons].at(-1) ?? [];
    return slug === undefined || lesson === undefined ? undefined : { slug, page: lesson.page };
  }

  /** The page of a lesson that was looked at last; undefined where it was never opened. */
  pageOf(slug: string): number | undefined {
    return this.#lessons.get(slug)?.page;
  }

  /** How many pages of a lesson were seen. */
  seenOf(slug: string): number {
    return this.#lessons.get(slug)?.seen ?? 0;
  }

  /** How many questions of a lesson were answered right. */
  rightOf(slug: string): number {
    const answers = [...(this.#lessons.get(slug)?.answers.values() ?? [])];
    return answers.filter((kept) => kept.state === 'answered' && kept.right).length;
  }

  /** Everything, as a file for another browser. */
  toFile(): string {
    return `${writeProgress(this.#lessons)}\n`;
  }

  /**
   * Takes over what a file holds; lessons that it does not name stay as they are.
   * Returns a sentence where it cannot be read: then nothing has changed.
   */
  fromFile(text: string): string | undefined {
    const read = readProgress(text);
    if (typeof read === 'string') return read;
    this.#keep(merged(this.#latest, read));
    return undefined;
  }

  /** Forgets everything; the function that it returns brings it back. */
  reset(): () => void {
    const before = this.#lessons;
    this.#keep(NOTHING);
    return () => this.#keep(before);
  }

  #settle(slug: string, id: string, kept: Kept): void {
    this.#keep(withKept(this.#latest, slug, id, kept));
  }

  /** Another tab of this browser may have kept something meanwhile. */
  get #latest(): Lessons {
    return stored() ?? this.#lessons;
  }

  #keep(lessons: Lessons): void {
    this.#lessons = lessons;
    remember(KEY, lessons.size === 0 ? undefined : writeProgress(lessons));
  }
}

/** What this browser keeps; undefined where it keeps nothing, or nothing that can be read. */
function stored(): Lessons | undefined {
  const read = readProgress(recall(KEY) ?? '');
  return typeof read === 'string' ? undefined : read;
}
