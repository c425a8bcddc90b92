import { repr } from './python/repr.ts';

/** A value that knows how Python would show it. */
export interface Shown {
  /** What Python's repr() would say of it. */
  readonly shown: string;
}

const LONGEST = 80;

/** A program's value as Python would show it, cut at 80 characters. */
export function show(value: unknown): string {
  const whole = spelled(value);
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 1)}…` : whole;
}

function spelled(value: unknown): string {
  switch (typeof value) {
    case 'string':
      // Enough for the cut: no need to spell a megabyte.
      return repr(value.length > 2 * LONGEST ? value.slice(0, 2 * LONGEST) : value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'object':
      return value !== null && 'shown' in value ? String(value.shown) : 'None';
    case 'function':
      return `<function ${value.name}>`;
    default:
      return String(value);
  }
}
