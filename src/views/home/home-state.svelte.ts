import type { Sources } from '../shell/sources.ts';
import { recall, remember } from '../shell/storage.ts';
import { PATHS, type CoursePath } from './course.ts';

/** What saving a lesson needs. */
export type Saving = Pick<Sources, 'lessons' | 'lessonParts'>;

const PATH = 'wirestep.path';

/** What is chosen and typed on the start page. */
export class HomeState {
  #path = $state<CoursePath>(PATHS.find((path) => path === recall(PATH)) ?? 'whole');
  typed = $state('');

  /** What became of the last saving. */
  said = $state('');
  failed = $state('');

  /** Kept in this browser. */
  get path(): CoursePath {
    return this.#path;
  }

  set path(path: CoursePath) {
    this.#path = path;
    remember(PATH, path);
  }

  /** Saves a lesson as one file. */
  async save(sources: Saving, parts: NonNullable<Saving['lessonParts']>, slug: string) {
    this.failed = '';
    this.said = 'Saving the lesson…';
    try {
      const { saveLesson } = await import('./save-lesson.ts');
      const name = await saveLesson(sources, parts, slug);
      this.said = `Saved as ${name}. Any browser opens it, without a network.`;
    } catch (error) {
      this.said = '';
      this.failed = error instanceof Error ? error.message : String(error);
    }
  }
}
