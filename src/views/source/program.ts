import type { Language } from '../../replay/look.ts';
import type { SourceLine, ThreadScene } from '../../scene/scene.ts';
import type { EventOf } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';

export type SourceFile = EventOf<'file'>;
/** The line of the file that is shown which stands for a place that ran; undefined for none. */
export type ShownLine = (file: number, line: number) => number | undefined;

/** A file of a program under study, and the line that stands for the one that ran. */
export interface Listing {
  readonly file: SourceFile;
  /** From 1; undefined where the language has no line for it. */
  readonly line?: number;
  /** Whether this is the file that ran, not the twin of it. */
  readonly ran: boolean;
}

/** All sources that the trace brings, by their number in it. */
export function sourceFiles(trace: Trace): ReadonlyMap<number, SourceFile> {
  const files = new Map<number, SourceFile>();
  for (const position of trace.ofKind('file')) {
    const event = trace.at(position);
    if (event.kind === 'file') files.set(event.file, event);
  }
  return files;
}

/**
 * The line that ran, in each language that shows it: in its own, and in the Python file whose twin
 * it is.
 */
export function listings(
  files: ReadonlyMap<number, SourceFile>,
  at: SourceLine | undefined,
): ReadonlyMap<Language, Listing> {
  const own = at && files.get(at.file);
  return own === undefined ? new Map() : bothListings(files, own, at?.line);
}

/** The same for a thread; before its first line and after its last, its program without a line. */
export function threadListings(
  files: ReadonlyMap<number, SourceFile>,
  thread: ThreadScene | undefined,
): ReadonlyMap<Language, Listing> {
  if (thread === undefined) return new Map();
  if (thread.line !== undefined) return listings(files, thread.line);
  const own = [...files.values()].filter(({ program }) => program === thread.program);
  const ran = own.find(({ twin }) => twin !== undefined) ?? own[0];
  return ran === undefined ? new Map() : bothListings(files, ran, undefined);
}

function bothListings(
  files: ReadonlyMap<number, SourceFile>,
  own: SourceFile,
  line: number | undefined,
): ReadonlyMap<Language, Listing> {
  const found = new Map<Language, Listing>();
  const twin = own.twin === undefined ? undefined : files.get(own.twin);
  if (twin !== undefined) {
    const stands = line === undefined ? undefined : own.twin_lines?.[line - 1] || undefined;
    found.set(twin.language, { file: twin, line: stands, ran: false });
  }
  found.set(own.language, { file: own, line, ran: true });
  return found;
}

/** Places of every program that is the same text as `shown`: twelve clients are one file. */
export function shownLines(
  files: ReadonlyMap<number, SourceFile>,
  shown: SourceFile | undefined,
): ShownLine {
  const same = new Set<number>();
  for (const file of files.values()) {
    if (file.language === shown?.language && file.source === shown.source) same.add(file.file);
  }
  return (number, line) => {
    if (same.has(number)) return line;
    const { twin, twin_lines } = files.get(number) ?? {};
    return twin !== undefined && same.has(twin) ? twin_lines?.[line - 1] || undefined : undefined;
  };
}

/** File name without its folder. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
