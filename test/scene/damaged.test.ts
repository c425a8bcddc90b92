import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMessages } from '../../src/scene/messages.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { createCallLog } from '../../src/narration/call-log.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { encode } from '../trace/support.ts';

const [head = '', ...lines] = readFileSync('test/trace/golden.trace.jsonl', 'utf8')
  .trimEnd()
  .split('\n');

test('a trace that lost any of its lines still has a scene, frames and words everywhere', () => {
  const kept = fc.subarray(lines, { minLength: 1 });
  fc.assert(
    fc.property(kept, (some) => {
      const { trace } = parseTrace(encode(`${[head, ...some].join('\n')}\n`));
      expect(trace.length).toBe(some.length);
      const scenes = createScenes(trace);
      const messages = createMessages(trace);
      const log = createCallLog(trace);
      const sentences = createSentences(trace);
      for (let position = 0; position < trace.length; position++) {
        const scene = scenes(position);
        for (const connection of scene.connections) messages(connection, position);
        log.line(position, position);
        expect(sentences(position)).not.toBe('');
      }
    }),
    { numRuns: 40 },
  );
});

test('a call whose return is lost is over once its thread does something else', () => {
  const cut = lines.filter((line) => !line.includes('"k":"recv.ret"'));
  const { trace } = parseTrace(encode(`${[head, ...cut].join('\n')}\n`));
  const recv = trace.ofKind('recv')[0] ?? -1;
  const thread = trace.threads[recv];
  const next = trace.ofThread(thread ?? 0).find((position) => position > recv) ?? -1;
  const state = (position: number) =>
    createScenes(trace)(position).threads.find(({ id }) => id === thread)?.state;
  expect(state(next - 1)).toBe('blocked');
  expect(state(next)).toBe('running');
});
