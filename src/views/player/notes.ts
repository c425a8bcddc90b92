import type { ParsedTrace } from '../../trace/parse.ts';

export interface Note {
  readonly text: string;
  /** Something is wrong, not only worth knowing. */
  readonly bad: boolean;
}

const MOST_LINES = 5;

/** What a person should know of a trace before trusting what is on the screen. */
export function notesOf(
  { damage, damaged, torn, ended }: Omit<ParsedTrace, 'size' | 'trace'>,
  dropped: boolean,
  lost: string | undefined,
): readonly Note[] {
  const notes: Note[] = [];
  if (lost !== undefined) notes.push({ text: lost, bad: true });
  if (damaged > 0) {
    const lines = damage
      .slice(0, MOST_LINES)
      .map(
        ({ line, byte, reason }) => `${line === 0 ? `byte ${byte}` : `line ${line}`}: ${reason}`,
      );
    const more = damaged > lines.length ? `; and ${damaged - lines.length} more` : '';
    const count = damaged === 1 ? '1 place is' : `${damaged} places are`;
    notes.push({ text: `${count} damaged and left out. ${lines.join('; ')}${more}.`, bad: true });
  }
  if (torn > 0 && ended) {
    notes.push({ text: `${torn} bytes after the last whole line were left out.`, bad: true });
  }
  if (dropped) {
    const text = 'This file is open in this tab only: it was not uploaded, and it has no link.';
    notes.push({ text, bad: false });
    if (!ended)
      notes.push({ text: 'It has no closing line: its writer stopped early.', bad: false });
  }
  return notes;
}
