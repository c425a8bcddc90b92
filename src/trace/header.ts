/** Checks the first line of a trace. By hand: a library for it would be a tenth of the page. */
import { FORMAT_NAME, FORMAT_VERSION } from './format.ts';
import type { TraceHeader } from './format-header.ts';
import { currentHeader } from './versions.ts';

/** What a value must be: a check, a list of one thing, or an object with these fields. */
type Shape = ((value: unknown) => boolean) | readonly [Shape] | { readonly [name: string]: Shape };

const isText = (value: unknown): boolean => typeof value === 'string';
const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);
const isWithin =
  (least: number, most: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
const digits = matches(/^\d{1,30}$/);

const HEADER: Shape = {
  format: (value) => value === FORMAT_NAME,
  version: (value) => value === FORMAT_VERSION,
  id: isText,
  title: isText,
  epoch_ns: digits,
  mono_ns: digits,
  clock: isText,
  generator: isText,
  host: { os: isText, arch: isText, runtime: isText },
  pid: Number.isSafeInteger,
  programs: [{ p: isWithin(0, 2 ** 31 - 1), role: matches(/^(server|client)$/), name: isText }],
  protocol: {
    header_bytes: isWithin(1, 65_536),
    pad: matches(/^[0-9a-f]{2}$/),
    encoding: isText,
    framed_replies: (value) => typeof value === 'boolean',
  },
  detail: matches(/^(calls|lines)$/),
};
const IMPORTED: Shape = {
  from: matches(/^(capture|strace)$/),
  tool: isText,
  missing: [matches(/^(calls|threads|queues|source|terminals)$/)],
};

/**
 * The header in a parsed first line of this version or an older one, copied field by field; `ext` belongs to other tools and is kept
 * as it came. A reason in words where it is none.
 */
export function readHeader(line: unknown): TraceHeader | string {
  if (typeof line !== 'object' || line === null) return 'the first line is no JSON object';
  const { format } = line as Record<string, unknown>;
  if (format !== FORMAT_NAME) return `not a trace: \`format\` is not "${FORMAT_NAME}"`;
  const current = currentHeader(line as Record<string, unknown>);
  if (typeof current === 'string') return current;
  const { imported, ext } = current;
  const shape = imported === undefined ? HEADER : { ...HEADER, imported: IMPORTED };
  const wrong = wrongIn(shape, current, []);
  if (wrong !== undefined) return `header: \`${wrong.join('.')}\` is missing or wrong`;
  const known = typeof ext === 'object' && ext !== null && !Array.isArray(ext) ? ext : {};
  const header = copied(shape, current) as Omit<TraceHeader, 'ext'>;
  return { ...header, ext: known as Readonly<Record<string, unknown>> };
}

/** Path of the first thing that is not as it must be; undefined: all is. */
function wrongIn(
  shape: Shape,
  value: unknown,
  path: readonly string[],
): readonly string[] | undefined {
  if (typeof shape === 'function') return shape(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return path;
  if (isList(shape) && !Array.isArray(value)) return path;
  const names = isList(shape) ? Object.keys(value) : Object.keys(shape);
  for (const name of names) {
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    const wrong = wrongIn(isList(shape) ? shape[0] : (shape[name] as Shape), inner, [
      ...path,
      name,
    ]);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** A copy of a value that is as it must be, without the fields that nobody knows. */
function copied(shape: Shape, value: unknown): unknown {
  if (typeof shape === 'function') return value;
  if (isList(shape)) return (value as readonly unknown[]).map((item) => copied(shape[0], item));
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(shape).map(([name, inner]) => [name, copied(inner, fields[name])]),
  );
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
