/**
 * A lesson's `scenario.yaml`: what happens while it is recorded. Data, never code. Steps wait for
 * events, and pause only where time itself matters, so that every recording of it tells the same.
 */
import { LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import type { Act } from '../../src/lab/composition.ts';
import type { EventPattern } from './pattern.ts';
import { readStep } from './scenario-step.ts';
import type { ServerSetup } from './scenario-step.ts';

/** A client program by the name that scenarios have for it. */
export type ClientName = 'hello' | 'three' | 'lines' | 'characters' | 'fixed' | 'composed';

/** One thread of one program. */
export interface ThreadName {
  readonly program: string;
  readonly thread: string;
}

export type ScenarioStep = { readonly line: number } & (
  | ({ readonly start: 'server'; readonly as: string; readonly fails?: string } & ServerSetup)
  | {
      readonly start: string;
      readonly program: ClientName;
      readonly host?: string;
      readonly port?: number;
      /** Name of the error that its connect ends with. */
      readonly fails?: string;
      /** Of a composed client. */
      readonly acts: readonly Act[];
      readonly nodelay: boolean;
    }
  | { readonly stop: string }
  | { readonly type: string; readonly text: string }
  | { readonly wait: EventPattern }
  | { readonly pause: number }
  | { readonly hold: ThreadName }
  | { readonly release: ThreadName }
);

/** What happens in one recording. */
export interface RecordingPlan {
  /** `main` where the lesson has only one. */
  readonly name: string;
  readonly title: string;
  readonly steps: readonly ScenarioStep[];
}

export interface Scenario {
  readonly title: string;
  readonly recordings: readonly RecordingPlan[];
}

/** The scenario is not as it should be: says where and what. */
export class ScenarioError extends Error {}

/** @throws ScenarioError `path:line: what is wrong` */
export function parseScenario(text: string, path: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (at: readonly PropertyKey[]): number => {
    for (let length = at.length; length >= 0; length--) {
      const node = document.getIn(at.slice(0, length) as string[], true) as Node | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const fail = (at: readonly PropertyKey[], what: string): never => {
    throw new ScenarioError(`${path}:${lineOf(at)}: ${what}`);
  };
  const broken = document.errors[0];
  if (broken !== undefined) {
    const line = lines.linePos(broken.pos[0]).line;
    throw new ScenarioError(`${path}:${line}: ${broken.message.split('\n')[0]}`);
  }
  return readScenario(document.toJS(), fail, lineOf);
}

type Fail = (at: readonly PropertyKey[], what: string) => never;
type LineOf = (at: readonly PropertyKey[]) => number;
type Fields = Readonly<Record<string, unknown>>;

const NAME = /^[a-z][a-z0-9-]{0,39}$/;

function readScenario(value: unknown, fail: Fail, lineOf: LineOf): Scenario {
  const { title, steps, recordings, ...odd } = fieldsOf(value, [], fail);
  refuseOdd(odd, [], fail, 'title, and steps or recordings');
  if (typeof title !== 'string' || title === '') {
    return fail(['title'], 'a scenario has a title');
  }
  if ((steps === undefined) === (recordings === undefined)) {
    return fail([], 'a scenario has either steps (one recording) or recordings (several)');
  }
  if (recordings === undefined) {
    const plan = { name: 'main', title, steps: readSteps(steps, ['steps'], fail, lineOf) };
    return { title, recordings: [plan] };
  }
  if (!Array.isArray(recordings) || recordings.length === 0) {
    return fail(['recordings'], 'recordings is a list');
  }
  const plans = recordings.map((one: unknown, n) => {
    const at = ['recordings', n];
    const { name, title: own = title, steps: list, ...more } = fieldsOf(one, at, fail);
    refuseOdd(more, at, fail, 'name, title, steps');
    if (typeof name !== 'string' || !NAME.test(name)) {
      return fail([...at, 'name'], 'a recording has a name: small letters, digits and dashes');
    }
    if (typeof own !== 'string' || own === '') return fail([...at, 'title'], 'a title is a text');
    return { name, title: own, steps: readSteps(list, [...at, 'steps'], fail, lineOf) };
  });
  plans.forEach(({ name }, n) => {
    const first = plans.findIndex((plan) => plan.name === name);
    if (first < n) fail(['recordings', n], `there are two recordings "${name}"`);
  });
  return { title, recordings: plans };
}

function readSteps(
  value: unknown,
  at: readonly PropertyKey[],
  fail: Fail,
  lineOf: LineOf,
): readonly ScenarioStep[] {
  if (!Array.isArray(value) || value.length === 0) return fail(at, 'steps is a list of steps');
  return value.map((one: unknown, n) => {
    const step = readStep(one);
    if ('problem' in step) return fail([...at, n, ...step.at], step.problem);
    return { ...step.step, line: lineOf([...at, n]) };
  });
}

function fieldsOf(value: unknown, at: readonly PropertyKey[], fail: Fail): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return fail(at, 'there should be names with values here');
}

function refuseOdd(odd: Fields, at: readonly PropertyKey[], fail: Fail, known: string): void {
  const name = Object.keys(odd)[0];
  if (name !== undefined) fail([...at, name], `"${name}" is none of: ${known}`);
}
