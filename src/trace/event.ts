/**
 * A parsed line → an event, in two steps: `checkEvent` while a trace is built, `copyEvent` whenever
 * the event is looked at. Fields are copied one by one; everything else in the line is left behind.
 */
import { base64Bytes, textBytes } from './chunk.ts';
import { FieldError, refuse } from './fields.ts';
import type { Field, Fields } from './fields.ts';
import { DISK_NAMES, KINDS } from './format.ts';
import type { Kind, TraceEvent } from './format.ts';
import { FIELDS } from './kinds.ts';

interface Entry {
  readonly name: string;
  readonly disk: string;
  readonly field: Field<unknown>;
}

interface Plan {
  readonly kind: Kind;
  readonly number: number;
  readonly entries: readonly Entry[];
  /** Disk name of the field that says how many bytes the chunk has. */
  readonly length: 'n' | 'len' | undefined;
}

const PLANS: ReadonlyMap<unknown, Plan> = new Map(
  KINDS.map((kind, number): [Kind, Plan] => {
    const entries = Object.entries(FIELDS[kind]).map(([name, field]) => {
      const disk = (DISK_NAMES as Readonly<Record<string, string>>)[name] ?? name;
      return { name, disk, field: field as Field<unknown> };
    });
    const length = kind === 'send' ? 'len' : kind === 'recv.ret' ? 'n' : undefined;
    return [kind, { kind, number, entries, length }];
  }),
);

/**
 * The kind's number in `KINDS`, once every field has been found right; undefined for kinds that this
 * reader does not know.
 * @throws {FieldError} where a field is missing or wrong.
 */
export function checkEvent(line: Fields): number | undefined {
  const plan = PLANS.get(line['k']);
  if (plan === undefined) {
    if (typeof line['k'] !== 'string') refuse('k', 'a text', line['k']);
    checkFields(line, FIELDS_OF_ALL);
    return undefined;
  }
  checkFields(line, plan.entries);
  if (plan.length !== undefined) chunkBytes(line, plan.length);
  return plan.number;
}

/** The event of a line that `checkEvent` has accepted. */
export function copyEvent(line: Fields): TraceEvent {
  const plan = PLANS.get(line['k']) as Plan;
  const event: Record<string, unknown> = { kind: plan.kind };
  for (const { name, disk, field } of plan.entries) {
    const value = line[disk];
    if (value === undefined) continue;
    event[name] = field.copy === undefined ? value : field.copy(value);
  }
  if (plan.length !== undefined) event['bytes'] = chunkBytes(line, plan.length);
  return event as unknown as TraceEvent;
}

const FIELDS_OF_ALL = (PLANS.get('end') as Plan).entries;

function checkFields(line: Fields, entries: readonly Entry[]): void {
  for (const { disk, field } of entries) {
    const value = line[disk];
    if (value === undefined && field.optional) continue;
    if (!field.is(value)) refuse(disk, field.wanted, value);
  }
}

function chunkBytes(line: Fields, name: 'n' | 'len'): Uint8Array {
  const { u, b, cut = 0, [name]: length } = line;
  if (u !== undefined && b !== undefined) throw new FieldError('both `u` and `b` are given');
  const bytes =
    b === undefined
      ? ((typeof u === 'string' ? textBytes(u) : undefined) ??
        refuse('u', 'a text of whole characters', u))
      : ((typeof b === 'string' ? base64Bytes(b) : undefined) ?? refuse('b', 'base64', b));
  if (bytes.length + (cut as number) === length) return bytes;
  const but = cut === 0 ? '' : ` and ${String(cut)} cut off`;
  throw new FieldError(`\`${name}\` says ${String(length)} bytes, there are ${bytes.length}${but}`);
}
