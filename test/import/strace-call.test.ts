import { expect, test } from 'vitest';
import { joinStatement, parseStatement, splitArguments } from '../../src/import/strace-call.ts';
import { LineError } from '../../src/import/strace-text.ts';

const resultOf = (text: string) => {
  const statement = parseStatement(text);
  return statement.what === 'call' ? statement.result : undefined;
};

test('a call has its name, its arguments and its result', () => {
  expect(parseStatement('recvfrom(4, "\\x48\\x69", 64, 0, NULL, NULL) = 2')).toEqual({
    what: 'call',
    name: 'recvfrom',
    args: ['4', '"\\x48\\x69"', '64', '0', 'NULL', 'NULL'],
    result: { value: 2, message: '', took: 0 },
  });
});

test.each([
  ['close(3)        = 0', { value: 0 }],
  ['read(3, "", 1)  = 0', { value: 0 }],
  ['accept4(3, NULL, NULL, 0) = 5<TCP:[127.0.0.1:1->127.0.0.1:2]>', { value: 5 }],
  ['socket(AF_INET, SOCK_STREAM, 0) = 3<socket:[52]> <0.000031>', { value: 3, took: 31_000 }],
  ['close(3) = 0 <1.5>', { value: 0, took: 1.5e9 }],
  [
    'recvfrom(4, 0x7f, 5, 0, NULL, NULL) = -1 ECONNRESET (Connection reset by peer)',
    { value: -1, error: 'ECONNRESET', message: 'Connection reset by peer' },
  ],
  [
    'accept4(3, 0x7f, [16], 0) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)',
    {
      value: undefined,
      error: 'ERESTARTSYS',
      message: 'To be restarted if SA_RESTART is set',
    },
  ],
  ['exit_group(0)   = ?', { value: undefined }],
  ['recvfrom(4, 0x7f, 5, 0, NULL, NULL) = ? <unavailable>', { value: undefined }],
  ['fcntl(3, F_GETFL) = 0x802 (flags O_RDWR|O_NONBLOCK)', { value: 0x802 }],
])('%s came back so', (text, result) => {
  expect(resultOf(text)).toEqual({ message: '', took: 0, ...result });
});

test('commas and brackets in texts, lists and paths cut nothing', () => {
  const cut = (text: string) => splitArguments(text, 0).args;
  expect(cut('1, "a, \\"b) = 0", 3) = 3')).toEqual(['1', '"a, \\"b) = 0"', '3']);
  expect(cut('3, [{a=1, b=(2, 3)}], 4)')).toEqual(['3', '[{a=1, b=(2, 3)}]', '4']);
  expect(cut('1</a,b)c>, "x")')).toEqual(['1</a,b)c>', '"x"']);
  expect(cut('4<TCP:[1.1.1.1:1->2.2.2.2:2]>, "x")')).toEqual([
    '4<TCP:[1.1.1.1:1->2.2.2.2:2]>',
    '"x"',
  ]);
  expect(cut(')')).toEqual([]);
});

test('a call that another thread interrupts is an entry, and has a rest', () => {
  const entry = parseStatement('accept4(3,  <unfinished ...>');
  expect(entry).toEqual({ what: 'entry', name: 'accept4', args: ['3'], text: 'accept4(3,' });
  const rest = parseStatement('<... accept4 resumed>NULL, NULL, SOCK_CLOEXEC) = 4');
  expect(rest).toEqual({ what: 'rest', name: 'accept4', text: 'NULL, NULL, SOCK_CLOEXEC) = 4' });
  expect(joinStatement('accept4(3,', 'NULL, NULL, SOCK_CLOEXEC) = 4')).toMatchObject({
    args: ['3', 'NULL', 'NULL', 'SOCK_CLOEXEC'],
    result: { value: 4 },
  });
});

test('older versions put a space behind the resumption, killed calls its own words', () => {
  expect(parseStatement('<... recv resumed> "a", 1) = 1')).toMatchObject({ text: '"a", 1) = 1' });
  const killed = parseStatement('<... accept4 resumed> <unfinished ...>) = ?');
  expect(killed).toMatchObject({ what: 'rest' });
  expect(joinStatement('accept4(3,', '<unfinished ...>) = ?').result.value).toBeUndefined();
});

test.each([
  ['+++ exited with 0 +++', { what: 'exit', code: 0 }],
  ['+++ killed by SIGKILL +++', { what: 'exit', code: 'SIGKILL' }],
  ['+++ killed by SIGSEGV (core dumped) +++', { what: 'exit', code: 'SIGSEGV' }],
  ['+++ superseded by execve in pid 7 +++', { what: 'other' }],
  ['--- SIGINT {si_signo=SIGINT, si_code=SI_USER} ---', { what: 'other', name: 'signal' }],
  ['--- stopped by SIGTTIN ---', { what: 'other', name: 'signal' }],
])('%s is understood', (text, statement) => {
  expect(parseStatement(text)).toMatchObject(statement);
});

test.each([
  '',
  'hello',
  '+++ what',
  'close(3',
  'close(3) = ',
  'close(3) = zero',
  'close(3) zero',
  'write(1, "\\n", 1',
  'write(1, "x>,y", 4x>,y) = 4 5',
  `close(${'1, '.repeat(40)}2) = 0`,
])('%s is refused', (text) => {
  expect(() => parseStatement(text)).toThrow(LineError);
});

test.each([
  ['brackets', '('.repeat(2_000_000)],
  ['quotes', `"${'\\'.repeat(2_000_001)}`],
  ['paths', '1<'.repeat(1_000_000)],
  ['spaces', `) =${' '.repeat(2_000_000)}x`],
  ['arrows', `1<${'->'.repeat(1_000_000)}`],
])('two million %s cost no time to speak of', (_, text) => {
  const begun = performance.now();
  expect(() => parseStatement(`write(1, ${text}`)).toThrow(LineError);
  expect(performance.now() - begun).toBeLessThan(2000);
});
