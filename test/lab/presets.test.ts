import { expect, test } from 'vitest';
import { actsOf } from '../../src/lab/composition.ts';
import { problemOf } from '../../src/lab/limits.ts';
import { readComposition, writeComposition } from '../../src/lab/link.ts';
import { presetNamed, PRESETS } from '../../src/lab/presets.ts';
import { NAME } from '../../src/live/name.ts';

test('a preset is found by its name, and names are unique', () => {
  expect(PRESETS.map(({ name }) => presetNamed(name))).toEqual(PRESETS);
  expect(presetNamed('no-such')).toBeUndefined();
});

test.each(PRESETS.map((preset) => [preset.name, preset] as const))(
  '%s can be run, kept in a link, and compared with a good run',
  (name, { composition, good, effects }) => {
    expect(name).toMatch(NAME);
    expect(problemOf(composition)).toBeUndefined();
    expect(readComposition(writeComposition(composition))).toEqual(composition);
    expect(PRESETS.map((preset) => preset.name)).toContain(good);
    expect(effects[composition.server.program]).not.toHaveLength(0);
  },
);

test.each(PRESETS.map(({ name, title, shows }) => [name, title, shows] as const))(
  '%s says what it shows in one or two sentences of at most 25 words',
  (_name, title, shows) => {
    const sentences = shows.split(/(?<=[.!?]) (?=[A-Z])/);
    expect(sentences.length).toBeLessThanOrEqual(2);
    for (const sentence of [...sentences, title]) {
      expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(25);
    }
    expect(shows).toMatch(/\.$/);
  },
);

test('no two presets do the same', () => {
  const done = PRESETS.map(({ composition }) => writeComposition(composition));
  expect(new Set(done).size).toBe(PRESETS.length);
});

test('the good runs do no harm: right headers, two sends a message, each reply read', () => {
  for (const name of ['good', 'good-two', 'three']) {
    const composition = presetNamed(name)?.composition;
    const acts = composition === undefined ? [] : actsOf(composition);
    const messages = (composition?.messages.length ?? 0) + 1;
    expect(acts.filter((act) => act.do === 'send')).toHaveLength(2 * messages);
    expect(acts.filter((act) => act.do === 'recv')).toHaveLength(messages);
    expect(acts.at(-1)).toEqual({ do: 'close' });
  }
});
