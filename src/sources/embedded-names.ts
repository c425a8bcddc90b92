/** In the place of the package `unicode-name`, which is larger than a lesson's file may be. */
import { held } from './embedded.ts';

let names: Readonly<Record<string, string>> = {};
// Nobody points at a character before the lesson is there.
void held.then((file) => (names = file?.names ?? {}));

/** The name of a character in the lesson's recordings; undefined for all others. */
export function unicodeReadableName(code: number): string | undefined {
  return names[code];
}
