/** A file that holds a lesson or a recording opens with it. */
import { opensWith } from './page-file.ts';

const address = opensWith();
if (address !== undefined && location.hash === '') {
  history.replaceState(undefined, '', address);
}
