import { expect, test } from 'vitest';
import { parseScenario } from '../../server/lessons/scenario.ts';
import type { ScenarioStep } from '../../server/lessons/scenario.ts';
import { hexOfText } from '../../src/trace/hex.ts';

const read = (...lines: string[]) => parseScenario(lines.join('\n'), 'scenario.yaml');
const steps = (...lines: string[]): readonly ScenarioStep[] =>
  read('title: T', 'steps:', ...lines).recordings[0]?.steps ?? [];

/** The acts of a composed client. */
const acts = (...list: string[]): unknown => {
  const own = list.map((act) => `      ${act}`);
  const [step] = steps('  - start: client-1', '    program: composed', '    do:', ...own);
  return step !== undefined && 'acts' in step ? step.acts : undefined;
};

test('steps are read in order, each with its line', () => {
  expect(
    steps(
      '  - start: server',
      '  - wait: { kind: accept }',
      '  - start: client-1',
      '    program: three',
      '  - type: client-1',
      '    text: hi',
      '  - pause: 5',
      '  - hold: { program: server, thread: MainThread }',
      '  - release: { program: server, thread: MainThread }',
      '  - stop: server',
    ),
  ).toEqual([
    { line: 3, start: 'server', as: 'server', program: 'course', reuse: true },
    { line: 4, wait: { kind: 'accept', nth: 1, where: {} } },
    { line: 5, start: 'client-1', program: 'three', acts: [], nodelay: false },
    { line: 7, type: 'client-1', text: 'hi' },
    { line: 9, pause: 5 },
    { line: 10, hold: { program: 'server', thread: 'MainThread' } },
    { line: 11, release: { program: 'server', thread: 'MainThread' } },
    { line: 12, stop: 'server' },
  ]);
});

test('a scenario without recordings has one, named main', () => {
  const { title, recordings } = read('title: One', 'steps:', '  - start: server');
  expect(title).toBe('One');
  expect(recordings.map(({ name, title: own }) => [name, own])).toEqual([['main', 'One']]);
});

test('several recordings each have a name, a title (else the scenario’s) and steps', () => {
  const { recordings } = read(
    'title: Both',
    'recordings:',
    '  - name: split',
    '    title: Header in two parts',
    '    steps:',
    '      - start: server',
    '  - name: whole',
    '    steps:',
    '      - start: server',
    '      - pause: 1',
  );
  expect(recordings.map(({ name, title, steps: own }) => [name, title, own.length])).toEqual([
    ['split', 'Header in two parts', 1],
    ['whole', 'Both', 2],
  ]);
  expect(recordings[1]?.steps[1]?.line).toBe(10);
});

test('a server may have a name, a program, sizes, a place and an error that it dies of', () => {
  expect(
    steps(
      '  - start: server',
      '    as: server-2',
      '    program: sizes',
      '    header_recv: 10',
      '    payload_recv: 5',
      '    exactly: true',
      '    port: 5890',
      '    host: 127.0.0.2',
      '    reuse: false',
      '    backlog: 1',
      '    timeout: 0.5',
      '    fails: EADDRINUSE',
    ),
  ).toEqual([
    {
      ...{ line: 3, start: 'server', as: 'server-2', program: 'sizes', exactly: true },
      ...{ headerRecv: 10, payloadRecv: 5, port: 5890, host: '127.0.0.2' },
      ...{ reuse: false, backlog: 1, timeout: 0.5, fails: 'EADDRINUSE' },
    },
  ]);
});

test('a wait takes conditions on numbers and texts', () => {
  expect(
    steps(
      '  - wait: { program: server, thread: Thread-1, kind: recv.ret, nth: 2, n: "<64", queued: 0 }',
      '  - wait: { kind: recv.err, name: ConnectionResetError, ms: ">=40" }',
    ),
  ).toEqual([
    {
      line: 3,
      wait: {
        ...{ program: 'server', thread: 'Thread-1', kind: 'recv.ret', nth: 2 },
        where: { n: '<64', queued: '0' },
      },
    },
    {
      line: 4,
      wait: { kind: 'recv.err', nth: 1, where: { ms: '>=40', name: 'ConnectionResetError' } },
    },
  ]);
});

test('a composed client does what its list says', () => {
  expect(
    acts(
      '- send: { text: "Hé" }',
      '- send: { hex: "31 32" }',
      '- recv: 2048',
      '- pause: 30',
      '- enter',
      '- half-close',
      '- reset',
      '- close',
    ),
  ).toEqual([
    { do: 'send', hex: '48c3a9' },
    { do: 'send', hex: '3132' },
    { do: 'recv', max: 2048 },
    { do: 'pause', ms: 30 },
    { do: 'enter' },
    { do: 'half-close' },
    { do: 'reset' },
    { do: 'close' },
  ]);
});

test('a header is padded to 64 bytes, and data can be repeated', () => {
  const header = hexOfText('12'.padEnd(64));
  expect(acts('- send: { header: "12" }')).toEqual([{ do: 'send', hex: header }]);
  expect(acts('- send: { header: 12 }')).toEqual([{ do: 'send', hex: header }]);
  expect(acts('- send: { text: "ab", times: 3 }')).toEqual([
    { do: 'send', hex: hexOfText('ababab') },
  ]);
});

test('a message is header and payload in two sends, in one, or cut at offsets', () => {
  const header = hexOfText('2'.padEnd(64));
  const whole = hexOfText('2'.padEnd(64) + 'Hi');
  const sends = (...parts: string[]) => parts.map((hex) => ({ do: 'send', hex }));
  expect(acts('- message: "Hi"')).toEqual(sends(header, '4869'));
  expect(acts('- { message: "Hi", joined: true }')).toEqual(sends(whole));
  expect(acts('- { message: "Hi", cut: [1, 65] }')).toEqual(
    sends(whole.slice(0, 2), whole.slice(2, 130), whole.slice(130)),
  );
});

test.each([
  ['no YAML', ['  - start: ['], /^scenario\.yaml:\d+: /],
  ['an unknown step', ['  - start: server', '  - dance: wildly'], /:4: a step is one of/],
  ['an unknown program', ['  - start: client-1', '    program: dance'], /:4: program is one of/],
  ['an unknown event', ['  - wait: { kind: dance }'], /:3: kind is one of: file, prog\.start/],
  ['an odd name of a client', ['  - start: bob', '    program: hello'], /:3: clients are named/],
  ['an odd name of a server', ['  - start: server', '    as: bob'], /:4: servers are named/],
  ['an unknown key', ['  - start: server', '    speed: 3'], /:4: this step has no "speed"/],
  ['an unknown condition', ['  - wait: { kind: recv, size: 3 }'], /:3: this step has no "size"/],
  ['an odd number', ['  - wait: { kind: recv, n: many }'], /:3: a number condition is 12, <64/],
  ['a long pause', ['  - pause: 60000'], /:3: pause is at most 10000/],
  [
    'acts of another program',
    ['  - start: client-1', '    program: hello', '    do: [enter]'],
    /:3: a client with program: composed has do/,
  ],
  [
    'a composed client without acts',
    ['  - start: client-1', '    program: composed'],
    /:3: a client with program: composed has do/,
  ],
  [
    'an unknown act',
    ['  - start: client-1', '    program: composed', '    do:', '      - enter', '      - jump'],
    /:7: an act is one of: send/,
  ],
  [
    'hex that is none',
    ['  - start: client-1', '    program: composed', '    do:', '      - send: { hex: "3g" }'],
    /:6: hex is pairs of digits/,
  ],
  [
    'a cut outside',
    [
      '  - start: client-1',
      '    program: composed',
      '    do:',
      '      - { message: "Hi", cut: [66] }',
    ],
    /:6: cut: the offsets rise, and each is below 66/,
  ],
  [
    'cuts that fall',
    [
      '  - start: client-1',
      '    program: composed',
      '    do:',
      '      - { message: "Hi", cut: [5, 5] }',
    ],
    /:6: cut: the offsets rise/,
  ],
  [
    'too many bytes',
    [
      '  - start: client-1',
      '    program: composed',
      '    do:',
      '      - send: { text: "abcde", times: 1000000 }',
    ],
    /:6: one send is at most 4194304 bytes/,
  ],
  ['no steps', ['  []'], /:3: steps is a list of steps/],
  ['code where data belongs', ['  - run: !!js/function "x"'], /^scenario\.yaml:3: /],
] as const)('%s is refused with file and line', (_what, lines, sentence) => {
  expect(() => steps(...lines)).toThrow(sentence);
});

test.each([
  ['neither steps nor recordings', ['title: T'], /:1: .* either steps .* or recordings/],
  ['both', ['title: T', 'steps: []', 'recordings: []'], /either steps .* or recordings/],
  ['no title', ['steps: []'], /^scenario\.yaml:1: a scenario has a title/],
  ['an unknown name', ['title: T', 'stesp: []'], /:2: "stesp" is none of: title/],
  ['nothing', [''], /:1: there should be names with values here/],
  [
    'an odd recording name',
    ['title: T', 'recordings:', '  - name: A B', '    steps: []'],
    /:3: a recording has a name/,
  ],
  [
    'one name twice',
    [
      'title: T',
      'recordings:',
      '  - { name: a, steps: [{ pause: 1 }] }',
      '  - { name: a, steps: [{ pause: 1 }] }',
    ],
    /:4: there are two recordings "a"/,
  ],
] as const)('a scenario with %s is refused with file and line', (_what, lines, sentence) => {
  expect(() => read(...lines)).toThrow(sentence);
});
