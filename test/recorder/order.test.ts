import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Order } from '../../server/recorder/order.ts';
import type { LineSink } from '../../server/recorder/order.ts';
import { allocateMemory } from '../../server/thread/memory.ts';
import { FLAG, RingWriter } from '../../server/thread/ring.ts';

const encoder = new TextEncoder();

class Sink implements LineSink {
  text = '';
  echoed = '';
  take(bytes: Uint8Array, from: number, to: number, echo: boolean): void {
    const piece = Buffer.from(bytes.subarray(from, to)).toString();
    this.text += piece;
    if (echo) this.echoed += piece;
  }
}

/** Some threads with a ring each, and the recorder's end of them. */
function setUp(threads: number) {
  const memory = allocateMemory(threads + 1);
  const writers = Array.from({ length: threads }, (_, n) => new RingWriter(memory, n + 1));
  const sink = new Sink();
  return { writers, sink, order: new Order(memory, sink) };
}

function take(writer: RingWriter): number {
  writer.reserve(100);
  return writer.takeNumber();
}

function publish(writer: RingWriter, seq: number, text: string, flags = 0): void {
  writer.reserve(100);
  const bytes = encoder.encode(text);
  writer.text.set(bytes, writer.place);
  writer.publish(seq, bytes.length, flags);
}

test('lines come in the order of their numbers, whoever publishes first', () => {
  const { writers, sink, order } = setUp(2);
  const [a, b] = writers as [RingWriter, RingWriter];
  const first = take(a);
  const second = take(b);
  publish(b, second, 'second\n');
  order.drain();
  expect(sink.text).toBe('');
  publish(a, first, 'first\n');
  order.drain();
  expect(sink.text).toBe('first\nsecond\n');
});

test('any interleaving of threads and drains gives every line once, in order', () => {
  const act = fc.record({ thread: fc.nat(4), act: fc.constantFrom('take', 'publish', 'drain') });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
      const { writers, sink, order } = setUp(5);
      const taken: number[][] = writers.map(() => []);
      let last = 0;
      for (const { thread, act } of acts) {
        const writer = writers[thread] as RingWriter;
        const mine = taken[thread] as number[];
        if (act === 'drain') order.drain();
        else if (act === 'take') mine.push((last = take(writer)));
        else if (mine.length > 0) publish(writer, mine.shift() as number, 'x\n');
      }
      // A thread publishes in the order in which it took its numbers.
      taken.forEach((mine, thread) => {
        for (const seq of mine) publish(writers[thread] as RingWriter, seq, 'x\n');
      });
      order.drain();
      expect(sink.text).toBe('x\n'.repeat(last));
      expect(order.next).toBe(last + 1);
    }),
  );
});

test('a long line in pieces stays whole while other threads write on', () => {
  const { writers, sink, order } = setUp(2);
  const [a, b] = writers as [RingWriter, RingWriter];
  const long = take(a);
  publish(a, long, 'long ', FLAG.more);
  publish(b, take(b), 'after\n');
  order.drain();
  expect(sink.text).toBe('long ');
  publish(a, long, 'line ', FLAG.more);
  publish(a, long, 'end\n');
  order.drain();
  expect(sink.text).toBe('long line end\nafter\n');
});

test('only pieces marked for the terminal are marked for it', () => {
  const { writers, sink, order } = setUp(1);
  const [a] = writers as [RingWriter];
  publish(a, take(a), 'one\n');
  publish(a, take(a), 'two\n', FLAG.echo);
  publish(a, take(a), 'three\n');
  order.drain();
  expect(sink).toMatchObject({ text: 'one\ntwo\nthree\n', echoed: 'two\n' });
});
