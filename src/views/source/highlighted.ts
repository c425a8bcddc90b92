import type { HighlightedSource, Token } from '../../course/highlighted.ts';
import { baseName } from './program.ts';

/**
 * The lines of a recorded source: coloured where the very same text was coloured at build time,
 * plain otherwise. A recording brings its own source and may be older than this build.
 */
export function tokenLines(
  path: string,
  source: string,
  known: readonly HighlightedSource[],
): readonly (readonly Token[])[] {
  const name = baseName(path);
  const same = known.find((file) => file.name === name && file.source === source);
  return same?.lines ?? source.split('\n').map((line) => [['', line]]);
}
