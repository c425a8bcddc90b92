/**
 * A lesson's `scenario.yaml`: what happens while it is recorded. Data, never code. Steps wait for
 * events, and pause only where time itself matters, so that every recording of it tells the same.
 */
import { LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import * as z from 'zod/mini';
import { KINDS } from '../../src/trace/format.ts';
import type { Kind } from '../../src/trace/format.ts';

/** Which event a step waits for: the nth one, since the recording began, that has all of these. */
export interface EventPattern {
  /** Program name, as in `start`. */
  readonly program?: string;
  /** Beginning of the thread's name: `Thread-1`. */
  readonly thread?: string;
  readonly kind: Kind;
  readonly nth: number;
}

export type ScenarioStep = { readonly line: number } & (
  | { readonly start: 'server' }
  | { readonly start: string; readonly program: 'hello' | 'three' | 'lines' }
  | { readonly type: string; readonly text: string }
  | { readonly wait: EventPattern }
  | { readonly pause: number }
);

export interface Scenario {
  readonly title: string;
  readonly steps: readonly ScenarioStep[];
}

/** The scenario is not as it should be: says where and what. */
export class ScenarioError extends Error {}

const name = z.string().check(z.regex(/^client-\d+$/, 'clients are named client-1, client-2, …'));

const step = z.union([
  z.strictObject({ start: z.literal('server') }),
  z.strictObject({ start: name, program: z.enum(['hello', 'three', 'lines']) }),
  z.strictObject({ type: name, text: z.string() }),
  z.strictObject({
    wait: z.strictObject({
      program: z.optional(z.string()),
      thread: z.optional(z.string()),
      kind: z.enum(KINDS),
      nth: z._default(z.int().check(z.gte(1)), 1),
    }),
  }),
  z.strictObject({ pause: z.int().check(z.gte(0), z.lte(10_000)) }),
]);

const scenario = z.strictObject({
  title: z.string().check(z.minLength(1)),
  steps: z.array(step).check(z.minLength(1)),
});

/** @throws ScenarioError `path:line: what is wrong` */
export function parseScenario(text: string, path: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (at: readonly PropertyKey[]): number => {
    const node = document.getIn(at as string[], true) as Node | undefined;
    return lines.linePos(node?.range?.[0] ?? 0).line;
  };
  const broken = document.errors[0];
  if (broken !== undefined) {
    const line = lines.linePos(broken.pos[0]).line;
    throw new ScenarioError(`${path}:${line}: ${broken.message.split('\n')[0]}`);
  }
  const checked = scenario.safeParse(document.toJS());
  if (!checked.success) {
    const issue = checked.error.issues[0];
    const where = issue?.path ?? [];
    const what = where[0] === 'steps' && where.length === 2 ? STEP_HELP : issue?.message;
    throw new ScenarioError(`${path}:${lineOf(where)}: ${what}`);
  }
  return {
    title: checked.data.title,
    steps: checked.data.steps.map((one, n) => ({ ...one, line: lineOf(['steps', n]) })),
  };
}

const STEP_HELP =
  'a step is one of: start: server · start: client-N with program: hello, three or lines · ' +
  'type: client-N with text: … · wait: { kind, program, thread, nth } · pause: MILLISECONDS';
