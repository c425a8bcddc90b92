/** The presets of the byte lab: every classic mistake, and the runs to compare it with. */
import { CUT_PRESETS } from './presets-cuts.ts';
import { END_PRESETS, GOOD_PRESETS } from './presets-ends.ts';
import { HEADER_PRESETS } from './presets-headers.ts';
import type { Preset } from './preset.ts';

export interface PresetGroup {
  readonly title: string;
  readonly presets: readonly Preset[];
}

/** In the order of the menu. */
export const PRESET_GROUPS: readonly PresetGroup[] = [
  { title: 'Nothing wrong', presets: GOOD_PRESETS },
  { title: 'Where the sends are cut', presets: CUT_PRESETS },
  { title: 'What the header says', presets: HEADER_PRESETS },
  { title: 'Reading and leaving', presets: END_PRESETS },
];

export const PRESETS: readonly Preset[] = PRESET_GROUPS.flatMap(({ presets }) => presets);

/** The preset with this name; undefined where there is none. */
export function presetNamed(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name);
}
