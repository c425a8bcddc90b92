import { recall, remember } from '../shell/storage.ts';
import { PATHS, type CoursePath } from './course.ts';

const PATH = 'wirestep.path';

/** What is chosen and typed on the start page. */
export class HomeState {
  #path = $state<CoursePath>(PATHS.find((path) => path === recall(PATH)) ?? 'whole');
  typed = $state('');

  /** Kept in this browser. */
  get path(): CoursePath {
    return this.#path;
  }

  set path(path: CoursePath) {
    this.#path = path;
    remember(PATH, path);
  }
}
