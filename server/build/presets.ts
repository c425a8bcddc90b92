/** The recordings of the byte lab's presets: where they lie, and how they come into the page. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PRESETS } from '../../src/lab/presets.ts';
import type { PresetEntry } from '../../src/live/api.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { TRACE_SUFFIX } from '../data/ids.ts';

/** Name of the folder, beside the lessons and in the page. */
export const PRESETS_FOLDER = 'presets';

export function presetFile(lessonsDir: string, name: string): string {
  return join(lessonsDir, PRESETS_FOLDER, name + TRACE_SUFFIX);
}

export function readPreset(file: string): Trace {
  return parseTrace(readFileSync(file)).trace;
}

/** Writes `presets/NAME.trace.jsonl` and `presets/index.json` of those that are recorded. */
export function buildPresets(lessonsDir: string, outDir: string): void {
  const folder = join(outDir, PRESETS_FOLDER);
  mkdirSync(folder, { recursive: true });
  const entries = PRESETS.flatMap(({ name }): readonly PresetEntry[] => {
    const file = presetFile(lessonsDir, name);
    if (!existsSync(file)) return [];
    copyFileSync(file, join(folder, name + TRACE_SUFFIX));
    return [{ name, events: readPreset(file).length, bytes: statSync(file).size }];
  });
  writeFileSync(join(folder, 'index.json'), JSON.stringify(entries));
}
