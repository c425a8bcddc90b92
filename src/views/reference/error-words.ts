import { SYSTEMS, type ErrorEntry, type System } from '../../course/reference.ts';
import type { FoundError } from '../../course/find-error.ts';

const NAMES: Readonly<Record<System, string>> = {
  linux: 'Linux',
  windows: 'Windows',
  macos: 'macOS',
};

/** What the systems print for an error. */
export interface SystemLine {
  readonly system: string;
  /** As Python prints it: `[WinError 10061]`. */
  readonly number: string;
  readonly name: string;
  readonly text: string;
}

export function systemLines(entry: ErrorEntry): readonly SystemLine[] {
  return SYSTEMS.flatMap((system): readonly SystemLine[] => {
    const own = entry[system];
    if (own === undefined) return [];
    // Names that are looked up have no WinError on Windows either.
    const word = system === 'windows' && own.number < LOOKUP_FROM ? 'WinError' : 'Errno';
    const number = `[${word} ${own.number}]`;
    return [{ system: NAMES[system], number, name: own.name, text: own.text }];
  });
}

/** From here on Windows numbers what looking up a name can bring. */
const LOOKUP_FROM = 11_000;

/** Says what was found, and by what. */
export function foundWords(found: readonly FoundError[]): string {
  const [best] = found;
  if (best === undefined) return 'Nothing found.';
  const count = found.length === 1 ? '1 error' : `${found.length} errors`;
  return `Found ${count} by ${REASONS[best.reason]} “${best.matched}”.`;
}

const REASONS: Readonly<Record<FoundError['reason'], string>> = {
  number: 'the number',
  text: 'the words',
  name: 'the name',
  class: 'the name',
  words: 'the words',
};
