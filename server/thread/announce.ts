import type { Role } from '../../src/trace/format.ts';
import type { Listing, ProgramSource } from './programs.ts';
import type { Tracer } from './tracer.ts';

/** A program that begins, as its trace says it. */
export interface Announced {
  readonly program: number;
  readonly name: string;
  readonly role: Role;
  /** It sends replies behind headers, or as a client takes them so. */
  readonly framedReplies: boolean;
  /** It asks again until a header or a payload is whole. */
  readonly readsExactly: boolean;
  readonly source: Listing | ProgramSource;
  /** Number of the file that runs; the one after it is its twin's. */
  readonly file: number;
}

/** Writes the events that say which program begins, and its source. */
export function announce(tracer: Tracer | undefined, of: Announced): void {
  const { program, name, role, source, file } = of;
  const who = `"p":${program}`;
  const flags = {
    ...(of.framedReplies && { framed_replies: true }),
    ...(of.readsExactly && { reads_exactly: true }),
  };
  const argv = [source.pythonPath];
  tracer?.event('prog.start', fields({ name, role, argv, ...flags }), who);
  const twinned = 'twinLines' in source;
  const python = {
    f: twinned ? file + 1 : file,
    path: source.pythonPath,
    language: 'python',
    source: source.python,
  };
  tracer?.event('file', fields(python), who);
  if (!twinned) return;
  const typescript = {
    f: file,
    path: source.path,
    language: 'typescript',
    source: source.source,
    twin: file + 1,
    twin_lines: source.twinLines,
  };
  tracer?.event('file', fields(typescript), who);
}

/** An object's fields as JSON text, without the braces. */
function fields(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value).slice(1, -1);
}
