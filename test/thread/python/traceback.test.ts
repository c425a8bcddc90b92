import { expect, it } from 'vitest';
import { PythonError } from '../../../server/thread/python/errors.ts';
import { threadTracebackText, tracebackText } from '../../../server/thread/python/traceback.ts';

it("is what Python writes when a handler's thread dies", () => {
  const frame = {
    file: 'server.py',
    line: 20,
    function: 'handle_client',
    source: '            msg_length = int(msg_length)',
  };
  const error = new PythonError('ValueError', "invalid literal for int() with base 10: 'two'");
  expect(threadTracebackText('Thread-1 (handle_client)', [frame], error)).toBe(
    `Exception in thread Thread-1 (handle_client):
Traceback (most recent call last):
  File "server.py", line 20, in handle_client
    msg_length = int(msg_length)
ValueError: invalid literal for int() with base 10: 'two'
`,
  );
});

it('prints the innermost frame last, and a bare type where there is no text', () => {
  const frames = [
    { file: 'client.py', line: 22, function: '<module>', source: 'send("Hello World!")' },
    { file: 'client.py', line: 20, function: 'send', source: 'print(client.recv(2048))' },
  ];
  expect(tracebackText(frames, new PythonError('MemoryError', '')).split('\n')).toEqual([
    'Traceback (most recent call last):',
    '  File "client.py", line 22, in <module>',
    '    send("Hello World!")',
    '  File "client.py", line 20, in send',
    '    print(client.recv(2048))',
    'MemoryError',
    '',
  ]);
});
