import { expect, test } from 'vitest';
import { Progress } from '../../server/cli/progress.ts';

/** Progress on a stream whose clock stands still until it is set. */
function progress(isTTY: boolean | undefined) {
  const clock = { ms: 0 };
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) };
  return { clock, written, shown: new Progress(stream, () => clock.ms) };
}

test('nothing is said of what is done within a second', () => {
  const { clock, written, shown } = progress(true);
  shown.at('file', 0.5);
  clock.ms = 999;
  shown.at('file', 0.9);
  shown.end();
  expect(written).toEqual([]);
});

test('after a second the percents are said, each once, and taken away at the end', () => {
  const { clock, written, shown } = progress(true);
  clock.ms = 1000;
  for (const done of [0.101, 0.102, 0.11, 1]) shown.at('file', done);
  shown.end();
  expect(written.map((text) => text.replace('\r\x1b[2K', '<'))).toEqual([
    '<file: 10 %',
    '<file: 11 %',
    '<file: 100 %',
    '<',
  ]);
});

test('nothing is said into a pipe', () => {
  const { clock, written, shown } = progress(undefined);
  clock.ms = 5000;
  shown.at('file', 0.5);
  shown.end();
  expect(written).toEqual([]);
});
