/** Performs a lesson's whole scenario; its recordings replace nothing until all of them are whole. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MAIN } from '../build/recording-places.ts';
import { TRACE_SUFFIX } from '../data/ids.ts';
import { perform } from './perform.ts';
import { parseScenario, ScenarioError } from './scenario.ts';
import type { RecordingPlan, Scenario } from './scenario.ts';

export interface Wanted {
  /** Port of the server while recording; 0: any free one. */
  readonly port: number;
  /** Only the recording of this name. */
  readonly only?: string;
  /** Tells what is being done: one recording after the other. */
  readonly onStart?: (name: string) => void;
}

/** A recording that was made. */
export interface Made {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

/** @throws {ScenarioError} `scenario.yaml:line: what is wrong` */
export function readScenario(folder: string): {
  readonly scenario: Scenario;
  readonly path: string;
} {
  const path = join(folder, 'scenario.yaml');
  if (!existsSync(path)) throw new ScenarioError(`${path}:1: the lesson has no scenario.yaml`);
  return { scenario: parseScenario(readFileSync(path, 'utf8'), path), path };
}

/** Where the recording of this name lies in a lesson's folder. */
export function recordingPlace(folder: string, { recordings }: Scenario, name: string): string {
  const only = recordings.length === 1 && name === MAIN;
  return only ? join(folder, 'trace.jsonl') : join(folder, 'recordings', name + TRACE_SUFFIX);
}

/**
 * Records the scenario of `folder`, each recording to its `place`.
 * @throws an Error in words; what was there before is then still there.
 */
export async function recordLesson(
  folder: string,
  wanted: Wanted,
  place = (scenario: Scenario, name: string) => recordingPlace(folder, scenario, name),
): Promise<readonly Made[]> {
  const { scenario, path } = readScenario(folder);
  const plans = scenario.recordings.filter(({ name }) => (wanted.only ?? name) === name);
  if (plans.length === 0) {
    const names = scenario.recordings.map(({ name }) => name).join(', ');
    throw new Error(`${path} has no recording ${wanted.only}; it has ${names}.`);
  }
  const drafts: { readonly name: string; readonly draft: string; readonly file: string }[] = [];
  try {
    for (const plan of plans) {
      const file = place(scenario, plan.name);
      const draft = `${file}.${process.pid}.draft`;
      drafts.push({ name: plan.name, draft, file });
      wanted.onStart?.(plan.name);
      await recordOne(plan, path, draft, wanted.port);
    }
    return drafts.map(({ name, draft, file }) => {
      renameSync(draft, file);
      return { name, file, bytes: statSync(file).size };
    });
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true });
  }
}

async function recordOne(plan: RecordingPlan, path: string, file: string, port: number) {
  mkdirSync(dirname(file), { recursive: true });
  try {
    await perform(plan, { path, file, port });
  } catch (error) {
    const which = plan.name === MAIN ? '' : `${plan.name}: `;
    const { message } = error as Error;
    // A scenario's error begins with its file and line.
    throw message.startsWith(path) ? error : new Error(`${basename(path)}: ${which}${message}`);
  }
}
