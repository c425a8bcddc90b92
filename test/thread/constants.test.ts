import { expect, test } from 'vitest';
import { programSources } from '../../server/build/programs.mjs';
import { withConstants } from '../../server/thread/constants.ts';
import type { ProgramOptions } from '../../server/thread/context.ts';
import type { ProgramSource } from '../../server/thread/programs.ts';

const sources = programSources() as Record<string, ProgramSource>;

function shown(name: string, options: ProgramOptions): ProgramSource {
  return withConstants(sources[name] as ProgramSource, options);
}

test('a run’s own sizes stand in both sources', () => {
  const { python, source } = shown('server_sizes', {
    headerRecv: 10,
    payloadRecv: 5,
    exactly: true,
  });
  expect(python).toMatch(/^HEADER_RECV = 10\nPAYLOAD_RECV = 5\nEXACTLY = True$/m);
  expect(source).toMatch(
    /^const HEADER_RECV = headerRecv\(10\);\nconst PAYLOAD_RECV = payloadRecv\(5\);\nconst EXACTLY = exactly\(true\);$/m,
  );
});

test('so does its patience', () => {
  const { python, source } = shown('server_fixed', { timeout: 0.5 });
  expect(python).toMatch(/^TIMEOUT = 0\.5$/m);
  expect(source).toMatch(/^const TIMEOUT = timeout\(0\.5\);$/m);
});

test('no line is added or lost, so the twins stay', () => {
  const before = sources['server_sizes'] as ProgramSource;
  const after = shown('server_sizes', { headerRecv: 1, exactly: false });
  expect(after.source.split('\n')).toHaveLength(before.source.split('\n').length);
  expect(after.python.split('\n')).toHaveLength(before.python.split('\n').length);
  expect(after.twinLines).toBe(before.twinLines);
});

test('without such options a source is as it was written', () => {
  expect(shown('server_fixed', { host: '127.0.0.1', port: 9, reuse: true })).toEqual(
    sources['server_fixed'],
  );
  expect(shown('server', { headerRecv: 3, timeout: 1 })).toEqual(sources['server']);
});
