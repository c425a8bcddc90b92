/** A lesson's file while it is read: where errors are, and what outside the lesson it names. */
import { LessonError, type Reference } from './lesson.ts';
import type { Content } from './markdown.ts';

/** Any piece of Markdown with a place in the file. */
type Placed = Pick<Content, 'position'>;

export class AuthorFile {
  readonly path: string;
  readonly references: Reference[] = [];
  readonly #ids = new Map<string, number>();

  constructor(path: string) {
    this.path = path;
  }

  /** @throws {LessonError} always: what is wrong, at this piece or line. */
  fail(at: Placed | number, reason: string): never {
    throw new LessonError(this.path, lineOf(at), reason);
  }

  refer(what: Reference['what'], name: string, at: Placed): void {
    this.references.push({ what, name, line: lineOf(at) });
  }

  /** An id of the lesson's: a few words, and given once. */
  claim(id: string, at: Placed): string {
    if (!/^[a-z][a-z0-9-]{0,60}$/.test(id)) {
      this.fail(at, `an id is small letters, digits and -, not "${id}"`);
    }
    const other = this.#ids.get(id);
    if (other !== undefined) this.fail(at, `the id #${id} is taken: see line ${other}`);
    this.#ids.set(id, lineOf(at));
    return id;
  }
}

/** Line in the file, from 1. */
export function lineOf(at: Placed | number): number {
  return typeof at === 'number' ? at : (at.position?.start.line ?? 1);
}
