/** Checks the first line of a trace. */
import * as z from 'zod/mini';
import { FORMAT_NAME, FORMAT_VERSION } from './format.ts';
import type { TraceHeader } from './format.ts';

const id = z.int().check(z.nonnegative(), z.maximum(2 ** 31 - 1));
const digits = z.string().check(z.regex(/^\d{1,30}$/));
const role = z.enum(['server', 'client']);

const schema = z.object({
  format: z.literal(FORMAT_NAME),
  version: z.literal(FORMAT_VERSION),
  id: z.string(),
  title: z.string(),
  epoch_ns: digits,
  mono_ns: digits,
  clock: z.string(),
  generator: z.string(),
  host: z.object({ os: z.string(), arch: z.string(), runtime: z.string() }),
  pid: z.int(),
  programs: z.array(z.object({ p: id, role, name: z.string() })),
  protocol: z.object({
    header_bytes: z.int().check(z.positive(), z.maximum(65_536)),
    pad: z.string().check(z.regex(/^[0-9a-f]{2}$/)),
    encoding: z.string(),
    framed_replies: z.boolean(),
  }),
  detail: z.enum(['calls', 'lines']),
});

/**
 * The header in a parsed first line, copied field by field; `ext` belongs to other tools and is kept
 * as it came. A reason in words where it is none.
 */
export function readHeader(line: unknown): TraceHeader | string {
  if (typeof line !== 'object' || line === null) return 'the first line is no JSON object';
  const { format, version, ext } = line as Record<string, unknown>;
  if (format !== FORMAT_NAME) return `not a trace: \`format\` is not "${FORMAT_NAME}"`;
  if (version !== FORMAT_VERSION) {
    return `version ${JSON.stringify(version)?.slice(0, 20)}; this reader knows version ${FORMAT_VERSION}`;
  }
  const checked = z.safeParse(schema, line);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return `header: \`${issue?.path.join('.')}\` is missing or wrong`;
  }
  const known = typeof ext === 'object' && ext !== null && !Array.isArray(ext) ? ext : {};
  return { ...checked.data, ext: known as Readonly<Record<string, unknown>> };
}
