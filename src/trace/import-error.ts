/**
 * The one error of opening a file: what is wrong, and where. Nothing else is thrown by the readers,
 * whatever the bytes are.
 */
export class ImportError extends Error {
  /** Line of the file, from 1; 0 where it has no lines. */
  readonly line: number;
  /** Offset of that line's first byte, or of what is wrong where there are no lines. */
  readonly byte: number;
  /** One clause without full stop; names the two values that disagree. */
  readonly reason: string;

  constructor(line: number, byte: number, reason: string) {
    super(`${line === 0 ? '' : `line ${line}, `}byte ${byte}: ${reason}`);
    this.name = 'ImportError';
    this.line = line;
    this.byte = byte;
    this.reason = reason;
  }
}
