import { describe, expect, test } from 'vitest';
import { createSentences } from '../../src/narration/sentence.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { Cut } from '../../src/trace/cut.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from '../support/conversation.ts';

const talk = oneMessage();
talk.add('end');
const whole = parseTrace(talk.bytes()).trace;
const seqs = [...whole.seqs];

/** All that views ask of a trace, of its last event. */
const described = (trace: typeof whole) => ({
  length: trace.length,
  stops: [...trace.stops],
  threads: trace.threadIds,
  sends: [...trace.ofKind('send')],
  sentence: createSentences(trace)(trace.length - 1),
});

describe('a trace that is cut', () => {
  test('ends with the event that it is cut after', () => {
    for (const seq of seqs) {
      const part = new Cut(whole).upTo(seq);
      expect(part.seqs.at(-1)).toBe(seq);
      expect(part.length).toBe(seqs.indexOf(seq) + 1);
    }
  });

  test('is what a recording would be that had stopped there: no byte of the rest is in it', () => {
    const part = new Cut(whole).upTo(seqs[20]);
    const alone = parseTrace(part.bytes.slice()).trace;
    expect(described(part)).toEqual(described(alone));
    const last = part.length - 1;
    expect(createScenes(part)(last).connections).toEqual(createScenes(alone)(last).connections);
    expect(new TextDecoder().decode(part.bytes)).not.toContain('Hello World!');
  });

  test('grows as a live recording does: what was read stays', () => {
    const cut = new Cut(whole);
    const before = cut.upTo(seqs[10]);
    const after = cut.upTo(seqs[25]);
    expect(after.length).toBe(26);
    expect(after.lineage).toBe(before.lineage);
    expect(cut.upTo(undefined).lineage).toBe(before.lineage);
    expect(described(cut.upTo(undefined))).toEqual(described(whole));
  });

  test('can be cut earlier again', () => {
    const cut = new Cut(whole);
    cut.upTo(seqs[25]);
    expect(described(cut.upTo(seqs[10]))).toEqual(described(new Cut(whole).upTo(seqs[10])));
  });

  test('is the trace itself where nothing is hidden, and the same part as long as nothing changes', () => {
    const cut = new Cut(whole);
    expect(cut.upTo(undefined)).toBe(whole);
    expect(cut.upTo(seqs.at(-1))).toBe(whole);
    expect(cut.upTo(seqs[9])).toBe(cut.upTo(seqs[9]));
  });

  test('does not grow by itself when its recording does', () => {
    const growing = oneMessage();
    const cut = new Cut(parseTrace(growing.bytes()).trace);
    const before = cut.upTo(seqs[10]);
    growing.add('marker', { text: 'more' });
    cut.grow(parseTrace(growing.bytes()).trace);
    expect(cut.upTo(seqs[10])).toBe(before);
    expect(cut.upTo(undefined).kindAt(cut.upTo(undefined).length - 1)).toBe('marker');
  });

  test('is empty where nothing may be seen, and whole where all may', () => {
    expect(new Cut(whole).upTo(0).length).toBe(0);
    expect(new Cut(whole).upTo(10_000)).toBe(whole);
  });
});
