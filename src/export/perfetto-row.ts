/** One row of `traceEvents`, and how it is written. */

/** `M` names something, `X` lasts, `i` does not, `s` and `f` are the ends of an arrow, `C` counts. */
export interface Row {
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f' | 'C';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Nanoseconds since the trace began, and how many it lasts. */
  readonly at: number;
  readonly duration?: number;
  readonly category?: string;
  /** Of an arrow: the same at both ends. */
  readonly id?: number;
  /** Of an instant: of its thread, its process or all. */
  readonly scope?: 't' | 'p' | 'g';
  readonly args?: Readonly<Record<string, unknown>>;
}

/** The row as JSON. */
export function rowText(row: Row): string {
  const { ph, name, pid, tid, at, duration, category, id, scope, args } = row;
  const fields = [`"ph":"${ph}"`, `"name":${JSON.stringify(name)}`, `"pid":${pid}`, `"tid":${tid}`];
  if (category !== undefined) fields.push(`"cat":"${category}"`);
  if (ph !== 'M') fields.push(`"ts":${microseconds(at)}`);
  if (duration !== undefined) fields.push(`"dur":${microseconds(duration)}`);
  if (id !== undefined) fields.push(`"id":${id}`);
  // To the slice around it, not to the next one.
  if (ph === 'f') fields.push('"bp":"e"');
  if (scope !== undefined) fields.push(`"s":"${scope}"`);
  if (args !== undefined) fields.push(`"args":${JSON.stringify(args)}`);
  return `{${fields.join(',')}}`;
}

/** Nanoseconds as microseconds with three places: exact, which a division is not. */
export function microseconds(ns: number): string {
  return `${Math.floor(ns / 1000)}.${String(ns % 1000).padStart(3, '0')}`;
}
