import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Here } from './context.ts';
import { frames } from './lines.ts';
import { PythonError } from './python/errors.ts';
import { threadTracebackText, tracebackText } from './python/traceback.ts';
import type { Listing, ProgramSource } from './programs.ts';

/** Records a thread's death by exception and writes Python's traceback on its terminal. */
export function reportDeath(at: Here, error: unknown): void {
  const python =
    error instanceof PythonError ? error : new PythonError('RuntimeError', String(error));
  const own = at.listing === undefined ? sourceOf(at.job.module) : undefined;
  const source = own ?? (at.listing as Listing);
  const lines = source.python.split('\n');
  const places = frames.traceback.map(({ name, line }) => {
    const twin = own === undefined ? line : (own.twinLines[line - 1] ?? 0);
    return {
      file: source.pythonPath,
      line: twin,
      function: name,
      source: lines[twin - 1] ?? '',
    };
  });
  const text =
    at.job.socket === undefined
      ? tracebackText(places, python)
      : threadTracebackText(at.job.name, places, python);
  if (at.tracer === undefined) process.stderr.write(text);
  else at.tracer.out('stderr', text);
  const line = frames.traceback.at(-1)?.line ?? 0;
  const what = `"name":${JSON.stringify(python.type)},"message":${JSON.stringify(python.text)}`;
  at.tracer?.event('thread.err', `${what},"f":${at.job.file},"l":${line}`);
}

function sourceOf(module: string): ProgramSource {
  const all = JSON.parse(readFileSync(join(__dirname, 'programs.json'), 'utf8')) as Record<
    string,
    ProgramSource
  >;
  return all[module] as ProgramSource;
}
