import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildPresets, presetFile, readPreset } from '../../server/build/presets.ts';
import { LESSONS } from '../../server/lessons/folders.ts';
import { checkPresets, recordPreset, runUntilSeen } from '../../server/lessons/presets.ts';
import { missingEffects, variantsOf } from '../../src/lab/effects.ts';
import { effect } from '../../src/lab/preset.ts';
import type { Preset } from '../../src/lab/preset.ts';
import { presetNamed, PRESETS } from '../../src/lab/presets.ts';
import type { PresetEntry } from '../../src/live/api.ts';
import { temporaryFolder } from '../support/folder.ts';

/** A run takes two seconds, on a machine that has nothing else to do. */
const PATIENCE_MS = 90_000;

const named = (name: string): Preset => {
  const preset = presetNamed(name);
  if (preset === undefined) throw new Error(`no preset ${name}`);
  return preset;
};

describe('a committed recording', () => {
  test.each(PRESETS.map((preset) => [preset.name, preset] as const))(
    'of %s shows what the preset says, and is small',
    (name, { composition, effects }) => {
      const file = presetFile(LESSONS, name);
      expect(missingEffects(readPreset(file), effects[composition.server.program] ?? [])).toEqual(
        [],
      );
      expect(statSync(file).size).toBeLessThan(700_000);
    },
  );

  test('is missed where there is none, and no file is there without a preset', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'presets'));
    writeFileSync(join(folder, 'presets', 'mine.trace.jsonl'), '');
    const { problems } = await checkPresets(folder, { record: false, onStep: () => undefined });
    expect(problems[0]).toMatch(/mine\.trace\.jsonl:1: no preset has this name/);
    expect(problems[1]).toMatch(
      /good\.trace\.jsonl:1: it is not recorded: wirestep record presets/,
    );
    expect(problems).toHaveLength(PRESETS.length + 1);
  });

  test('comes into the page, with an entry in the list', () => {
    const out = temporaryFolder();
    buildPresets(LESSONS, out);
    const index = readFileSync(join(out, 'presets', 'index.json'), 'utf8');
    const entries = JSON.parse(index) as readonly PresetEntry[];
    expect(entries.map(({ name }) => name)).toEqual(PRESETS.map(({ name }) => name));
    const [first] = entries;
    expect(first?.bytes).toBe(statSync(join(out, 'presets', 'good.trace.jsonl')).size);
    expect(first?.events).toBe(readPreset(presetFile(LESSONS, 'good')).length);
  });
});

describe('a new run', () => {
  test.each(['split-header', 'negative'])(
    'of %s has its effect with every program that it speaks of',
    async (name) => {
      const folder = temporaryFolder();
      for (const variant of variantsOf(named(name))) {
        const file = join(folder, `${variant.program}.trace.jsonl`);
        expect(await runUntilSeen(named(name), variant, file)).toEqual([]);
      }
    },
    PATIENCE_MS,
  );

  test(
    'that does not show what the preset says replaces nothing',
    async () => {
      const folder = temporaryFolder();
      const wrong = { ...named('good'), effects: { course: [effect('It snows.', 'gap')] } };
      await expect(recordPreset(wrong, folder)).rejects.toThrow('good: "It snows." is not so');
      expect(() => statSync(presetFile(folder, 'good'))).toThrow('ENOENT');
    },
    PATIENCE_MS,
  );

  test(
    'that shows it is kept under its name',
    async () => {
      const folder = temporaryFolder();
      expect(await recordPreset(named('good'), folder)).toBe(presetFile(folder, 'good'));
      expect(readPreset(presetFile(folder, 'good')).header.title).toBe('Byte lab: The good run');
    },
    PATIENCE_MS,
  );
});

test('an effect is counted exactly where it says how often', () => {
  const trace = readPreset(presetFile(LESSONS, 'good'));
  const sends = (count?: number) =>
    missingEffects(trace, [effect('Sends.', 'send', { program: 'client-1' }, count)]);
  expect(sends()).toEqual([]);
  expect(sends(4)).toEqual([]);
  expect(sends(3)).toEqual([
    '"Sends." is not so: 3 events of kind="send" program="client-1" expected, 4 recorded',
  ]);
});
