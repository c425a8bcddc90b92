import type { Trace } from '../trace/trace.ts';

/**
 * Gives the number a reader knows a line by: that of the Python program, which is shown first, for
 * a line of its TypeScript twin; else the line's own.
 */
export function createLines(trace: Trace): (file: number, line: number) => number {
  const twins = new Map<number, readonly number[]>();
  for (const position of trace.ofKind('file')) {
    const event = trace.at(position);
    if (event.kind === 'file' && event.twin_lines) twins.set(event.file, event.twin_lines);
  }
  return (file, line) => twins.get(file)?.[line - 1] || line;
}
