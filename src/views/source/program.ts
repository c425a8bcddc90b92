import type { Language } from '../../replay/look.ts';
import type { SourceLine } from '../../scene/scene.ts';
import type { EventOf } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';

type SourceFile = EventOf<'file'>;

/** A file of a program under study, and the line that stands for the one that ran. */
export interface Listing {
  readonly file: SourceFile;
  /** From 1; undefined where the language has no line for it. */
  readonly line?: number;
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
  const found = new Map<Language, Listing>();
  const own = at && files.get(at.file);
  if (at === undefined || own === undefined) return found;
  const twin = own.twin === undefined ? undefined : files.get(own.twin);
  if (twin !== undefined) {
    found.set(twin.language, { file: twin, line: own.twin_lines?.[at.line - 1] || undefined });
  }
  found.set(own.language, { file: own, line: at.line });
  return found;
}

/** File name without its folder. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
