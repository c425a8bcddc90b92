import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { perform } from '../../server/lessons/perform.ts';
import { parseScenario } from '../../server/lessons/scenario.ts';
import { temporaryFolder } from '../support/folder.ts';
import { eventsOf, printed, readTrace } from '../support/trace.ts';

const parse = (...steps: string[]) =>
  parseScenario(['title: T', 'steps:', ...steps].join('\n'), 'scenario.yaml');

test('steps are read in order, each with its line', () => {
  const { title, steps } = parse(
    '  - start: server',
    '  - wait: { kind: accept }',
    '  - start: client-1',
    '    program: three',
    '  - type: client-1',
    '    text: hi',
    '  - pause: 5',
  );
  expect(title).toBe('T');
  expect(steps).toEqual([
    { line: 3, start: 'server' },
    { line: 4, wait: { kind: 'accept', nth: 1 } },
    { line: 5, start: 'client-1', program: 'three' },
    { line: 7, type: 'client-1', text: 'hi' },
    { line: 9, pause: 5 },
  ]);
});

test.each([
  ['no YAML', ['  - start: ['], /^scenario\.yaml:\d+: /],
  [
    'an unknown step',
    ['  - start: server', '  - dance: wildly'],
    /^scenario\.yaml:4: a step is one of/,
  ],
  [
    'an unknown program',
    ['  - start: client-1', '    program: dance'],
    /^scenario\.yaml:3: a step is one of/,
  ],
  ['an unknown event', ['  - wait: { kind: dance }'], /^scenario\.yaml:3: a step is one of/],
  ['code where data belongs', ['  - run: !!js/function "x"'], /^scenario\.yaml:3: /],
])('%s is refused with file and line', (_what, steps, sentence) => {
  expect(() => parse(...steps)).toThrow(sentence);
});

test('a scenario that types to a client that was not started says which line', async () => {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const scenario = parse('  - type: client-1', '    text: hi');
  await expect(perform(scenario, { path: 'scenario.yaml', file, port: 0 })).rejects.toThrow(
    'scenario.yaml:3: client-1 has not been started',
  );
});

/** The two transcripts of the course, as its material shows them. */
const TRANSCRIPTS = {
  '01-hello-world': { messages: ['Hello World!'], client: 'Msg received\n' },
  '02-three-messages': {
    messages: [
      'Hello World!',
      'Hello World Second Message!',
      'Hello World Third Message!',
      '!DISCONNECT',
    ],
    client: 'Msg received\n'.repeat(4),
  },
} as const;

test.each(Object.entries(TRANSCRIPTS))(
  '%s, committed and performed again, shows the transcripts of the course',
  async (lesson, { messages, client }) => {
    const path = join('lessons', lesson, 'scenario.yaml');
    const again = join(temporaryFolder(), 'trace.jsonl');
    await perform(parseScenario(readFileSync(path, 'utf8'), path), { path, file: again, port: 0 });
    for (const file of [join('lessons', lesson, 'trace.jsonl'), again]) {
      const parsed = readTrace(file);
      const events = eventsOf(parsed);
      expect(parsed).toMatchObject({ ended: true, damage: [], torn: 0 });
      expect(printed(events, 2)).toBe(client);
      expect(printed(events, 1).replace(/(?<='127\.0\.0\.1', )\d+/g, '58994')).toBe(
        [
          '[STARTING] server is starting...',
          '[LISTENING] Server is listening on 127.0.0.1',
          "[NEW CONNECTION] ('127.0.0.1', 58994) connected.",
          '[ACTIVE CONNECTIONS] 1',
          ...messages.map((text) => `[('127.0.0.1', 58994)] ${text}`),
          '',
        ].join('\n'),
      );
    }
  },
);
