/** In the place of the package `unicode-name`, which is larger than a saved page may be. */
import { held } from './embedded.ts';

let names: Readonly<Record<string, string>> = {};
// Nobody points at a character before the recording is there.
void held.then((page) => (names = page?.names ?? {}));

/** The name of a character, where this page has it; undefined for all others. */
export function unicodeReadableName(code: number): string | undefined {
  return names[code];
}
