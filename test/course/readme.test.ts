import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../server/lessons/scenario.ts';
import { FACTS } from '../../src/course/conditions.ts';
import { parseLesson } from '../../src/course/parse-lesson.ts';
import { KINDS } from '../../src/trace/format.ts';

const guide = readFileSync('lessons/README.md', 'utf8');

/** The examples of a language, in order. */
const examples = (language: string): readonly string[] =>
  [...guide.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, found, text = '']) =>
    found === language ? [text] : [],
  );

const FRONT = '---\ntitle: A\nsummary: B.\n---\n';
const CUE = '::cue{kind="accept"}\n';

/** An example as a whole lesson. */
function lesson(text: string): string {
  if (text.startsWith('---')) return `${text}\n## S\n\n${CUE}`;
  if (text.startsWith('##')) return FRONT + text;
  return `${FRONT}## S\n\n${text.includes('::cue') ? '' : CUE}\n${text}`;
}

describe('every example of the author guide can be read', () => {
  test.each(examples('md').map((text) => [text]))('%s', (text) => {
    const { steps } = parseLesson('README.md', '01-a', lesson(text));
    expect(steps).toHaveLength(1);
    // Nothing of it was taken for plain text.
    expect(JSON.stringify(steps[0]?.body)).not.toMatch(/":{2,}[a-z]/);
  });

  test.each(examples('yaml').map((text) => [text]))('%s', (text) => {
    expect(parseScenario(text, 'README.md').recordings.length).toBeGreaterThan(0);
  });
});

describe('the author guide has an example of', () => {
  const md = examples('md').join('\n');
  const yaml = examples('yaml').join('\n');
  const directives = [
    ...['step', 'cue', 'highlight', 'runs', 'lab', 'measure', 'holds'].map((name) => `::${name}`),
    ...['option', 'item', 'answer', 'because'].map((name) => `::${name}`),
    ...['number', 'choice', 'text', 'bytes', 'order', 'point', 'aside', 'notes'].map(
      (name) => `:::${name}`,
    ),
    ':term',
  ];
  test.each(directives)('%s', (name) => expect(md).toMatch(new RegExp(`(^|[^:])${name}\\b`, 'm')));

  const steps = ['start', 'stop', 'type', 'wait', 'pause', 'hold', 'release'];
  const acts = ['send', 'message', 'recv', 'enter', 'pause', 'half-close', 'reset', 'close'];
  test.each([...steps, ...acts])('%s', (name) => expect(yaml).toMatch(new RegExp(`- ${name}\\b`)));
});

test('every fact that the author guide names is one, and so is every kind', () => {
  const [, facts = ''] = /### Facts\n([^]*?)\n\nNumbers/.exec(guide) ?? [];
  const named = [...facts.matchAll(/^\| (.*?) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  const odd = named.filter((name) => !FACTS.includes(name) && !/^local\.|^…$/.test(name));
  expect(named.length).toBeGreaterThan(20);
  expect(odd).toEqual([]);
  const [, kinds = ''] = /\nKinds: ([^]*?)\n\n/.exec(guide) ?? [];
  const wrong = [...kinds.matchAll(/`([a-z][^`]*)`/g)].filter(
    ([, name]) => !KINDS.some((kind) => kind === name),
  );
  expect(wrong).toEqual([]);
});
