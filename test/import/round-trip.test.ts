/** What wirestep exports as a capture, it opens again: the same connections, bytes, sends and times. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBytes } from '../../src/import/open.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import type { DirectionScene } from '../../src/scene/scene.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { captureOf, recordedStreams } from '../export/captures.ts';
import { golden, partOfTrace } from '../export/parts.ts';
import { perform } from '../export/random-trace.ts';
import type { Step } from '../export/random-trace.ts';

/** Where each send or recv of a direction began and ended, and when it was, in ns since 1970. */
function chunksOf(trace: Trace, { sends, recvs, sent }: DirectionScene): readonly string[] {
  const spans = sent === undefined ? recvs : sends;
  return Array.from({ length: spans.length }, (_, n) => {
    const span = spans.at(n);
    const position = trace.positionOf(span?.seq ?? 0);
    const at = BigInt(trace.header.epoch_ns) + BigInt(trace.ats[position] as number);
    return `${span?.from} to ${span?.to} at ${at}`;
  });
}

function chunks(trace: Trace) {
  const { connections } = createScenes(trace)(trace.length - 1);
  return connections.map(({ up, down }) => [chunksOf(trace, up), chunksOf(trace, down)]);
}

const who = fc.nat(3);
const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 90 }),
  fc.integer({ min: 1400, max: 5000 }).map((length) => new Uint8Array(length).fill(length)),
);
const connect = fc
  .record({ recorded: fc.boolean(), host: fc.constantFrom('10.1.2.3', '10.0.0.1', '10.9.9.9') })
  .map((end): Step[] => [{ do: 'connect', ...end }]);
/** A send of which the kernel takes all, half, or nothing. */
const send = fc
  .record({ who, up: fc.boolean(), bytes, part: fc.constantFrom(1, 1, 1, 0.5, 0) })
  .map((given): Step[] => [{ do: 'send', ...given }]);
/** One that is taken at once, in whole or in part: of an outside client nothing else is known. */
const sendAndRecv = fc
  .record({ who, up: fc.boolean(), bytes, max: fc.constantFrom(64, 1, 5000) })
  .map(({ max, ...given }): Step[] => [
    { do: 'send', ...given, part: 1 },
    { do: 'recv', who: given.who, up: given.up, max },
  ]);

/** A conversation that programs can have: nobody sends on what is closed. */
const talk = fc
  .tuple(
    fc.array(fc.oneof(connect, send, sendAndRecv), { minLength: 1, maxLength: 30 }),
    fc.array(who, { maxLength: 3 }),
  )
  .map(([steps, closes]) =>
    perform([...steps.flat(), ...closes.map((one): Step => ({ do: 'close', who: one }))]),
  );

async function again(trace: Trace): Promise<Trace> {
  const opened = await openBytes(captureOf(partOfTrace(trace)));
  expect(opened.damage).toEqual([]);
  expect(opened.trace.header.imported?.tool).toBe(trace.header.generator);
  return opened.trace;
}

test('of any conversation, the same chunks with the same bytes at the same times', async () => {
  await fc.assert(
    fc.asyncProperty(talk, async ({ trace }) => {
      const back = await again(trace);
      expect(recordedStreams(back)).toEqual(recordedStreams(trace));
      expect(chunks(back)).toEqual(chunks(trace));
    }),
    { numRuns: 60 },
  );
});

test.each([
  'lessons/01-hello-world/trace.jsonl',
  'lessons/07-a-thread-for-each-client/recordings/dead-thread.trace.jsonl',
])('%s comes back as it was', async (path) => {
  const { trace } = parseTrace(readFileSync(path), OWN);
  const back = await again(trace);
  expect(recordedStreams(back)).toEqual(recordedStreams(trace));
  expect(chunks(back)).toEqual(chunks(trace));
});

test('the golden trace comes back with the bytes of all its connections', async () => {
  expect(recordedStreams(await again(golden()))).toEqual(recordedStreams(golden()));
});

test('what was imported is exported and imported once more without a change', async () => {
  const once = await again(golden());
  const twice = await again(once);
  expect(recordedStreams(twice)).toEqual(recordedStreams(once));
  expect(chunks(twice)).toEqual(chunks(once));
});
