/** A file that holds one lesson opens with it. */
import { slugInPage } from './lesson-file.ts';

const slug = slugInPage();
if (slug !== undefined && location.hash === '') {
  history.replaceState(undefined, '', `#/lesson/${slug}`);
}
