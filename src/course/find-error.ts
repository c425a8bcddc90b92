/** Finds the errors that a pasted line of a traceback is about. */
import { SYSTEMS, type ErrorEntry, type System } from './reference.ts';

/** By what an entry was found, the surest first. */
export type Reason = 'number' | 'text' | 'name' | 'class' | 'words';

export interface FoundError {
  readonly entry: ErrorEntry;
  readonly reason: Reason;
  /** What of the pasted text it was. */
  readonly matched: string;
}

const WEIGHT: Readonly<Record<Reason, number>> = {
  number: 100,
  text: 90,
  name: 80,
  class: 30,
  words: 10,
};

/** Windows' numbers for sockets are so large that no other system has them. */
const WINDOWS_FROM = 10_000;
const MOST_TEXT = 20_000;
/** An entry that weighs less than this part of the best one is not what was meant. */
const MEANT = 0.6;

/**
 * The entries that a text is about, the best first: a traceback, one of its lines, a number, a name,
 * or words typed by hand. Where one is surely meant, those that only might be are left out.
 */
export function findErrors(entries: readonly ErrorEntry[], pasted: string): readonly FoundError[] {
  const text = pasted.slice(0, MOST_TEXT);
  const rated = entries.flatMap((entry) => {
    const reasons = reasonsFor(entry, text);
    const [best] = reasons;
    if (best === undefined) return [];
    const weight = reasons.reduce((sum, { reason }) => sum + WEIGHT[reason], 0);
    return [{ found: { entry, ...best }, weight }];
  });
  rated.sort((a, b) => b.weight - a.weight);
  const most = rated[0]?.weight ?? 0;
  return rated.filter(({ weight }) => weight > most * MEANT).map(({ found }) => found);
}

type Found = Omit<FoundError, 'entry'>;

function reasonsFor(entry: ErrorEntry, text: string): readonly Found[] {
  const found: (Found | undefined)[] = [
    numberIn(entry, text),
    textIn(entry, text),
    nameIn(entry, text),
    classIn(entry, text),
  ];
  const sure = found.filter((one) => one !== undefined);
  return sure.length > 0 ? sure : wordsIn(entry, text);
}

/** `[Errno 111]`, `[WinError 10061]`, `error 10061`, or the number alone. */
const NUMBERED = /\b(WinError|WSA|Errno|error|code)[\s:=]*(-?\d{1,5})\b/gi;

function numberIn(entry: ErrorEntry, text: string): Found | undefined {
  const [alone] = /^\s*-?\d{1,5}\s*$/.exec(text) ?? [];
  const asked = [...text.matchAll(NUMBERED)].map(([all, word = '', digits]) => {
    return { all, windows: word.toLowerCase() === 'winerror', number: Number(digits) };
  });
  if (alone) asked.push({ all: alone.trim(), windows: false, number: Number(alone) });
  for (const { all, windows, number } of asked) {
    const isWindows = windows || number >= WINDOWS_FROM;
    const systems: readonly System[] = isWindows ? ['windows'] : ['linux', 'macos'];
    if (systems.some((system) => entry[system]?.number === number)) {
      return { reason: 'number', matched: all };
    }
  }
  return undefined;
}

/** The system's own words, or Python's. */
function textIn(entry: ErrorEntry, text: string): Found | undefined {
  const plain = ` ${plainOf(text)} `;
  const words = [...SYSTEMS.flatMap((system) => entry[system]?.text ?? []), ...entry.says];
  const matched = words.find((one) => plain.includes(` ${plainOf(one)} `));
  return matched === undefined ? undefined : { reason: 'text', matched };
}

/** `ECONNREFUSED`, `WSAECONNREFUSED`. */
function nameIn(entry: ErrorEntry, text: string): Found | undefined {
  const names = SYSTEMS.flatMap((system) => entry[system]?.name ?? []);
  return wordFound('name', names, text);
}

/** `ConnectionRefusedError`, `socket.gaierror`. */
function classIn(entry: ErrorEntry, text: string): Found | undefined {
  const names = [entry.python, ...entry.also].map((name) => name.split('.').at(-1) ?? name);
  return wordFound('class', names, text);
}

function wordFound(reason: Reason, names: readonly string[], text: string): Found | undefined {
  const words = new Set(text.toLowerCase().split(/[^\w]+/));
  const matched = names.find((name) => words.has(name.toLowerCase()));
  return matched === undefined ? undefined : { reason, matched };
}

/** Words typed by hand: all of them stand somewhere in the entry. */
function wordsIn(entry: ErrorEntry, text: string): readonly Found[] {
  const words = plainOf(text).split(' ').filter(Boolean);
  if (words.length === 0 || words.length > 8) return [];
  const { title, python, also, says, meaning, remedy } = entry;
  const named = SYSTEMS.flatMap((system) => {
    const own = entry[system];
    return own === undefined ? [] : [own.text, own.name, String(own.number)];
  });
  const texts = [title, python, ...also, ...says, ...named, meaning, remedy];
  const all = ` ${plainOf(texts.join(' '))} `;
  // A word may be typed in part, a number not.
  const isThere = words.every((word) =>
    all.includes(/^\d+$/.test(word) ? ` ${word} ` : ` ${word}`),
  );
  return isThere ? [{ reason: 'words', matched: words.join(' ') }] : [];
}

/** Letters and digits only: quotation marks and dashes differ from system to system. */
function plainOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
