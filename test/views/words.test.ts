import { expect, test } from 'vitest';
import { inShownSource, portOf } from '../../src/views/player/words.ts';
import { sourceFiles } from '../../src/views/source/program.ts';
import { oneMessage } from '../support/conversation.ts';
import { read } from './at.ts';

const { last } = read(oneMessage());

test('a listening server shows its port', () => {
  expect(portOf(last, 1)).toBe('port 5050');
  expect(portOf(last, 2)).toBe('');
});

test('the sentence of a line names the Python line that it stands for', () => {
  const talk = oneMessage();
  const source = { p: 1, language: 'typescript', source: 'a\nb', path: 'server.ts' };
  talk.add('file', { ...source, f: 2, twin: 1, twin_lines: [0, 7] });
  const seq = talk.add('line', { p: 1, th: 3, f: 2, l: 2, fn: 'handle_client' });
  const { trace } = read(talk);
  const event = trace.at(trace.positionOf(seq));
  const said = 'Thread-1 is about to run line 2 of handle_client.';
  expect(inShownSource(said, event, sourceFiles(trace))).toBe(
    'Thread-1 is about to run line 7 of server.py.',
  );
  expect(inShownSource('Thread-1 ends.', trace.at(0), sourceFiles(trace))).toBe('Thread-1 ends.');
});
