import type { PythonError } from './errors.ts';

/** Where an exception passed through; the innermost frame last, as Python prints them. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  /** `<module>` outside any function. */
  readonly function: string;
  /** The source line, without its indentation. */
  readonly source: string;
}

/**
 * What Python writes to stderr when the main thread dies, without the `^^^^` marks that 3.11 added
 * and that most courses do not show.
 */
export function tracebackText(frames: readonly Frame[], error: PythonError): string {
  const places = frames.map(
    (at) => `  File "${at.file}", line ${at.line}, in ${at.function}\n    ${at.source.trim()}\n`,
  );
  return `Traceback (most recent call last):\n${places.join('')}${error.message}\n`;
}

/** The same for any other thread: the process goes on. Without the frames of threading.py. */
export function threadTracebackText(
  thread: string,
  frames: readonly Frame[],
  error: PythonError,
): string {
  return `Exception in thread ${thread}:\n${tracebackText(frames, error)}`;
}
