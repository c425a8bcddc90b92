import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { asciicasts } from '../../src/export/asciicast.ts';
import { writeMermaid } from '../../src/export/mermaid.ts';
import { writePerfetto } from '../../src/export/perfetto.ts';
import { writeStrace } from '../../src/export/strace.ts';
import { writeSvg } from '../../src/export/svg.ts';
import { importFile } from '../../src/import/import.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { HEADER, MAIN, encode, traceOf } from '../trace/support.ts';
import { partOfTrace, textOf } from './parts.ts';
import { complaints, type Row } from './trace-event-rules.ts';

async function imported(path: string) {
  const { trace } = await importFile(readFileSync(path));
  return partOfTrace(parseTrace(trace, OWN).trace);
}
const rowsOf = (json: string) =>
  (JSON.parse(json) as { readonly traceEvents: readonly Row[] }).traceEvents;

describe('of a capture', () => {
  const capture = imported('test/import/menagerie/two-clients.pcapng');

  test('the log says what was sent, and of no call that it waits', async () => {
    const log = textOf(writeStrace(await capture));
    expect(log).toContain(
      '--- Not recorded: calls, threads, what was waiting, source lines, terminals. ---',
    );
    expect(log).toMatch(/\[client-1\] sent "Hello World!", 12 bytes\n/);
    expect(log).not.toMatch(/(send|recv|accept)\(|= \?/);
  });

  test('the timeline has moments, and nothing that is unfinished', async () => {
    const json = textOf(writePerfetto(await capture));
    expect(complaints(rowsOf(json))).toEqual([]);
    expect(rowsOf(json).filter(({ ph }) => ph === 'X')).toHaveLength(18);
    expect(json).not.toContain('unfinished');
    const counts = rowsOf(json).filter(({ ph }) => ph === 'C');
    expect(counts.map(({ args }) => args?.['connections'])).toEqual([1, 0, 1, 0]);
  });

  test('the diagrams have its messages, and say nothing of what was taken', async () => {
    const part = await capture;
    const diagram = textOf(writeMermaid(part));
    expect(diagram).toContain('  p1->>p2: 12 bytes "Hello World!"\n');
    expect(diagram).toContain('  p2-->>p1: 12 bytes "Msg received"\n');
    expect(diagram.match(/: connects\n/g)).toHaveLength(2);
    expect(diagram.match(/: FIN\n/g)).toHaveLength(4);
    for (const text of [diagram, textOf(writeSvg(part))])
      expect(text).not.toMatch(/not taken|recv/);
  });

  test('there is no terminal', async () => {
    expect(asciicasts(await capture)).toEqual([]);
  });
});

describe('of a log of strace', () => {
  const log = imported('test/import/strace/short.strace');

  test('calls are calls, and arrows join them', async () => {
    const part = await log;
    expect(textOf(writeStrace(part))).toMatch(/\[Thread-1\] recv\(4, "Hello World!", 12\) = 12/);
    const json = textOf(writePerfetto(part));
    expect(complaints(rowsOf(json))).toEqual([]);
    expect(rowsOf(json).filter(({ ph }) => ph === 's').length).toBeGreaterThan(8);
    expect(textOf(writeMermaid(part))).toContain('"Hello World!"');
  });

  test('bytes that it cut are said to be not recorded', async () => {
    const diagram = textOf(writeMermaid(await log));
    expect(diagram).toMatch(/64 bytes "12"…, \d+ of them not recorded\n/);
  });

  test('its terminals can be played, with what was cut from them named', async () => {
    const [server] = asciicasts(await log);
    expect(textOf(server?.chunks() ?? [])).toContain('bytes not recorded]');
  });
});

test('a chunk of which nothing is recorded, and a recv that nobody knows the most of', () => {
  const bytes = encode('');
  const socket = { ...MAIN, socket: 1, fd: 3 } as const;
  const part = partOfTrace(
    traceOf(
      [
        { kind: 'recv', ...socket },
        { kind: 'recv.ret', ...socket, call: 1, n: 9, offset: 0, bytes, cut: 9 },
      ],
      { ...HEADER, imported: { from: 'strace', tool: '', missing: ['queues'] } },
    ),
  );
  expect(textOf(writeMermaid(part))).toContain('9 bytes ""…, 9 of them not recorded');
  expect(textOf(writeSvg(part))).toContain('>recv got 9<');
  expect(textOf(writeStrace(part))).toContain('= 9');
});
