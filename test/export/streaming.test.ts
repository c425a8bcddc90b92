import { describe, expect, test } from 'vitest';
import { asciicasts } from '../../src/export/asciicast.ts';
import { writeMermaid } from '../../src/export/mermaid.ts';
import type { Part } from '../../src/export/part.ts';
import { writePerfetto } from '../../src/export/perfetto.ts';
import { writeStrace } from '../../src/export/strace.ts';
import { writeSvg } from '../../src/export/svg.ts';
import { MAIN, encode, traceOf, type Unnumbered } from '../trace/support.ts';
import { partOfTrace, textOf } from './parts.ts';

const EVENTS = 12_000;
const SOCKET = { ...MAIN, socket: 1, fd: 3 } as const;
const bytes = encode('Hello World!');
const trace = traceOf(
  Array.from({ length: EVENTS / 2 }, (_, n): Unnumbered[] => [
    { kind: 'send', ...SOCKET, len: 12, offset: 12 * n, bytes },
    { kind: 'out', ...MAIN, stream: 'stdout', text: `[('127.0.0.1', 58994)] message ${n}\n` },
  ]).flat(),
);

const WRITERS: readonly (readonly [string, (part: Part) => Iterable<string>])[] = [
  ['strace', writeStrace],
  ['perfetto', writePerfetto],
  ['asciicast', (part) => asciicasts(part)[0]?.chunks() ?? []],
  ['mermaid', writeMermaid],
  ['svg', writeSvg],
];

/** The part, and how many of its events were gone through. */
function counted(): { readonly part: Part; seen(): number } {
  const part = partOfTrace(trace);
  let seen = 0;
  const positions = function* (): Generator<number> {
    for (const position of part.positions()) {
      seen++;
      yield position;
    }
  };
  return { part: { ...part, positions }, seen: () => seen };
}

describe.each(WRITERS)('%s', (name, write) => {
  test('goes through the events once, for whoever watches how far it is', () => {
    const { part, seen } = counted();
    expect(textOf(write(part)).length).toBeGreaterThan(1000);
    expect(seen()).toBe(EVENTS);
  });

  test('is the same each time', () => {
    expect(textOf(write(partOfTrace(trace)))).toBe(textOf(write(partOfTrace(trace))));
  });

  test('writes nothing before it is asked', () => {
    const { part, seen } = counted();
    write(part);
    expect(seen()).toBe(0);
  });

  if (name === 'mermaid' || name === 'svg') return;

  test('gives its first chunk long before it has seen all', () => {
    const { part, seen } = counted();
    const [first = ''] = write(part);
    expect(first.length).toBeGreaterThanOrEqual(65_536);
    expect(first.length).toBeLessThan(2 * 65_536);
    expect(seen()).toBeLessThan(EVENTS / 2);
  });
});
