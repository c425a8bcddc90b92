/** The steps of a scenario: which there are, what each may hold, and what is wrong with one. */
import * as z from 'zod/mini';
import type { Act } from '../../src/lab/composition.ts';
import { KINDS } from '../../src/trace/format.ts';
import { NUMBER_CONDITION, NUMBER_CONDITIONS, TEXT_CONDITIONS } from './pattern.ts';
import { readAct } from './scenario-acts.ts';
import type { ScenarioStep } from './scenario.ts';

/** How a server is started, beside its name. */
export interface ServerSetup {
  readonly program: 'course' | 'fixed' | 'sizes';
  readonly host?: string;
  readonly port?: number;
  readonly reuse: boolean;
  readonly backlog?: number;
  readonly headerRecv?: number;
  readonly payloadRecv?: number;
  readonly exactly?: boolean;
  /** Seconds that a recv of the fixed program waits. */
  readonly timeout?: number;
}

/** `Omit` for each member of the union. */
type Lineless<S> = S extends ScenarioStep ? Omit<S, 'line'> : never;
export type ReadStep =
  | { readonly step: Lineless<ScenarioStep> }
  /** `at`: where in the step. */
  | { readonly problem: string; readonly at: readonly PropertyKey[] };

const client = z.string().check(z.regex(/^client-\d+$/, 'clients are named client-1, client-2, …'));
const server = z
  .string()
  .check(z.regex(/^server(-\d+)?$/, 'servers are named server, server-2, …'));
const program = z
  .string()
  .check(z.regex(/^(client-\d+|server(-\d+)?)$/, 'a program is server, server-2, client-1, …'));
const port = z.optional(z.int().check(z.gte(0), z.lte(65_535)));
const host = z.optional(z.string());
const fails = z.optional(
  z.string().check(z.regex(/^[A-Za-z.]+$/, "fails: the error's name, such as ECONNREFUSED")),
);
const size = z.optional(z.int().check(z.gte(1), z.lte(2 ** 31 - 1)));
const flag = z.optional(z.boolean());
const number = z.union([
  z.int(),
  z.string().check(z.regex(NUMBER_CONDITION, 'a number condition is 12, <64, <=64, >64 or >=64')),
]);
const thread = z.strictObject({ program, thread: z.string() });

const STEPS = {
  server: z.strictObject({
    start: z.literal('server'),
    as: z._default(server, 'server'),
    program: z._default(z.enum(['course', 'fixed', 'sizes']), 'course'),
    ...{ host, port, fails },
    reuse: z._default(z.boolean(), true),
    backlog: z.optional(z.int().check(z.gte(0), z.lte(4096))),
    header_recv: size,
    payload_recv: size,
    exactly: flag,
    timeout: z.optional(z.number().check(z.gt(0), z.lte(60))),
  }),
  client: z.strictObject({
    start: client,
    program: z.enum(['hello', 'three', 'lines', 'characters', 'fixed', 'composed']),
    ...{ host, port, fails },
    nodelay: flag,
    do: z.optional(z.array(z.unknown()).check(z.minLength(1))),
  }),
  stop: z.strictObject({ stop: program }),
  type: z.strictObject({ type: client, text: z.string() }),
  wait: z.strictObject({
    wait: z.strictObject({
      program: z.optional(program),
      thread: z.optional(z.string()),
      kind: z.enum(KINDS),
      nth: z._default(z.int().check(z.gte(1)), 1),
      ...Object.fromEntries(NUMBER_CONDITIONS.map((name) => [name, z.optional(number)])),
      ...Object.fromEntries(TEXT_CONDITIONS.map((name) => [name, z.optional(z.string())])),
    }),
  }),
  pause: z.strictObject({ pause: z.int().check(z.gte(0), z.lte(10_000)) }),
  hold: z.strictObject({ hold: thread }),
  release: z.strictObject({ release: thread }),
} as const;

const STEP_HELP =
  'a step is one of: start: server · start: client-N with a program · stop: PROGRAM · ' +
  'type: client-N with a text · wait: { kind, program, thread, nth, … } · pause: MILLISECONDS · ' +
  'hold: { program, thread } · release: { program, thread }';

/** Reads one step. */
export function readStep(value: unknown): ReadStep {
  const kind = kindOf(value);
  if (kind === undefined) return { problem: STEP_HELP, at: [] };
  const result = STEPS[kind].safeParse(value);
  if (!result.success) return problemOf(result.error.issues[0]);
  const step = result.data;
  if ('do' in step || 'nodelay' in step || kind === 'client') {
    return clientStep(step as z.infer<typeof STEPS.client>);
  }
  if ('wait' in step) return { step: { wait: patternOf(step.wait) } };
  if (kind !== 'server') return { step: step as Lineless<ScenarioStep> };
  const { header_recv, payload_recv, ...rest } = step as z.infer<typeof STEPS.server>;
  return {
    step: { ...rest, ...named('headerRecv', header_recv), ...named('payloadRecv', payload_recv) },
  };
}

function kindOf(value: unknown): keyof typeof STEPS | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('start' in value) return value.start === 'server' ? 'server' : 'client';
  return (['stop', 'type', 'wait', 'pause', 'hold', 'release'] as const).find(
    (key) => key in value,
  );
}

function clientStep(step: z.infer<typeof STEPS.client>): ReadStep {
  const { do: list, nodelay = false, ...rest } = step;
  const composed = rest.program === 'composed';
  if (composed === (list === undefined)) {
    const problem = 'a client with program: composed has do: a list of acts; the others have none';
    return { problem, at: [] };
  }
  if (nodelay && !composed) return { problem: 'nodelay is for composed clients', at: ['nodelay'] };
  const acts: Act[] = [];
  for (const [n, entry] of (list ?? []).entries()) {
    const read = readAct(entry);
    if (typeof read === 'string') return { problem: read, at: ['do', n] };
    acts.push(...read);
  }
  return { step: { ...rest, acts, nodelay } };
}

function patternOf(wait: z.infer<typeof STEPS.wait>['wait']) {
  const {
    program: of,
    thread: by,
    kind,
    nth,
    ...conditions
  } = wait as typeof wait & Record<string, unknown>;
  const where = Object.fromEntries(
    Object.entries(conditions)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
  return { ...named('program', of), ...named('thread', by), kind, nth, where };
}

/** The field, or nothing where it is absent. */
function named<K extends string, V>(name: K, value: V | undefined): { readonly [k in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [k in K]?: V });
}

function problemOf(issue: z.core.$ZodIssue | undefined): ReadStep {
  const at = issue?.path ?? [];
  const name = String(at.at(-1) ?? 'this');
  switch (issue?.code) {
    case 'unrecognized_keys':
      return { problem: `this step has no "${issue.keys[0]}"`, at: [...at, issue.keys[0] ?? ''] };
    case 'invalid_value':
      return { problem: `${name} is one of: ${issue.values.slice(0, 60).join(', ')}`, at };
    case 'invalid_type':
      return { problem: `${name} is missing, or is no ${issue.expected}`, at };
    case 'too_small':
      return { problem: `${name} is at least ${String(issue.minimum)}`, at };
    case 'too_big':
      return { problem: `${name} is at most ${String(issue.maximum)}`, at };
    case 'invalid_union':
      return { problem: ownMessage(issue.errors) ?? STEP_HELP, at };
    default:
      return { problem: issue?.message ?? STEP_HELP, at };
  }
}

/** The sentence of ours among a union's messages. */
function ownMessage(errors: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  return errors.flat().find(({ code }) => code === 'invalid_format')?.message;
}
