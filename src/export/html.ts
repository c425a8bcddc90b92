/** A single HTML file that replays a recording with the whole player, from a disk. */
import { writeJsonl } from './jsonl.ts';
import { writePage } from './page-file.ts';
import type { Part } from './part.ts';

/** Its name in the file, and in the addresses of its moments. */
const NAME = 'replay';

/**
 * The page with the part's trace in it.
 * @param template the text of `single.html`, as the build made it
 * @throws Error in words where the template has no room for a recording
 */
export function writeHtml(part: Part, template: string): AsyncGenerator<string> {
  return writePage(template, {
    opens: `#/recording/${NAME}`,
    head: { recordings: [{ name: NAME }] },
    traces: writeJsonl(part),
  });
}
