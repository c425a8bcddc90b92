/** Runs of at least this many spaces are counted, not shown. */
const LONG_RUN = /^(b?['"])(.*?\S)( {8,})(['"])$/;

/** A local as it is shown: `'12' + 62 spaces` for a padded text, otherwise as it was recorded. */
export function shorten(value: string): string {
  const [, open, start, run, close] = LONG_RUN.exec(value) ?? [];
  if (run === undefined) return value;
  return `${open}${start}${close} + ${run.length} spaces`;
}
