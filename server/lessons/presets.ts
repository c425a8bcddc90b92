/** The recordings of the byte lab's presets: made and checked. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingEffects, variantsOf } from '../../src/lab/effects.ts';
import type { Preset } from '../../src/lab/preset.ts';
import { PRESETS } from '../../src/lab/presets.ts';
import { presetFile, PRESETS_FOLDER, readPreset } from '../build/presets.ts';
import { TRACE_SUFFIX } from '../data/ids.ts';
import { recordComposition } from '../live/lab-run.ts';

/** How often a preset is run before its effect counts as missing: a busy machine is late at times. */
const TRIES = 3;

/**
 * Runs a preset with its own server until the recording shows what the preset says, and puts it in
 * place of the one that was there.
 * @throws Error in words; what was there before is then still there.
 */
export async function recordPreset(preset: Preset, lessonsDir: string): Promise<string> {
  const own = variantsOf(preset).find(
    ({ program }) => program === preset.composition.server.program,
  );
  if (own === undefined) throw new Error(`${preset.name} says nothing of its own server.`);
  const file = presetFile(lessonsDir, preset.name);
  mkdirSync(join(lessonsDir, PRESETS_FOLDER), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  try {
    const missing = await runUntilSeen(preset, own, draft);
    if (missing.length > 0) throw new Error(`${preset.name}: ${missing.join(' ')}`);
    renameSync(draft, file);
    return file;
  } finally {
    rmSync(draft, { force: true });
  }
}

type Variant = ReturnType<typeof variantsOf>[number];

/** What the last run did not show; the first that shows all of it is kept in `file`. */
export async function runUntilSeen(
  { title }: Pick<Preset, 'title'>,
  { composition, effects }: Variant,
  file: string,
): Promise<readonly string[]> {
  let missing: readonly string[] = [];
  for (let n = 0; n < TRIES; n++) {
    rmSync(file, { force: true });
    try {
      await recordComposition(composition, { file, title: `Byte lab: ${title}` });
      missing = missingEffects(readPreset(file), effects);
    } catch (error) {
      // A thread that a busy machine did not let end in time is no word about the preset.
      missing = [(error as Error).message];
    }
    if (missing.length === 0) break;
  }
  return missing;
}

export interface PresetsReport {
  readonly problems: readonly string[];
  /** New recordings that were made. */
  readonly recordings: number;
}

/** Holds the committed recordings, and new ones with every program, against what the presets say. */
export async function checkPresets(
  lessonsDir: string,
  { record, onStep }: { readonly record: boolean; readonly onStep: (text: string) => void },
): Promise<PresetsReport> {
  const problems = [...strangers(lessonsDir)];
  let recordings = 0;
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-presets-'));
  try {
    for (const preset of PRESETS) {
      problems.push(...committedFaults(preset, lessonsDir));
      for (const variant of record ? variantsOf(preset) : []) {
        onStep(`presets: ${preset.name}, ${variant.program}`);
        const file = join(folder, preset.name + TRACE_SUFFIX);
        const missing = await runUntilSeen(preset, variant, file);
        const where = `preset ${preset.name}, ${variant.program}, new recording`;
        problems.push(...missing.map((sentence) => `${where}: ${sentence}`));
        recordings++;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { problems, recordings };
}

function committedFaults(preset: Preset, lessonsDir: string): readonly string[] {
  const file = presetFile(lessonsDir, preset.name);
  if (!existsSync(file)) {
    return [`${file}:1: it is not recorded: wirestep record presets`];
  }
  const own = preset.effects[preset.composition.server.program] ?? [];
  return missingEffects(readPreset(file), own).map((sentence) => `${file}:1: ${sentence}`);
}

/** Files that belong to no preset. */
function strangers(lessonsDir: string): readonly string[] {
  const folder = join(lessonsDir, PRESETS_FOLDER);
  const known = new Set(PRESETS.map(({ name }) => name + TRACE_SUFFIX));
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => !known.has(name))
    .map((name) => `${join(folder, name)}:1: no preset has this name: remove that file`);
}
