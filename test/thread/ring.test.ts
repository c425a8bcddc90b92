import { expect, test } from 'vitest';
import { allocateMemory } from '../../server/thread/memory.ts';
import { FLAG, MAX_PIECE, RingReader, RingWriter } from '../../server/thread/ring.ts';

const encoder = new TextEncoder();

function ring(slot = 1): { writer: RingWriter; reader: RingReader; next(): RingWriter } {
  const memory = allocateMemory(3);
  return {
    writer: new RingWriter(memory, slot),
    reader: new RingReader(memory, slot),
    next: () => new RingWriter(memory, slot),
  };
}

function write(writer: RingWriter, text: string, flags = 0): number {
  const bytes = encoder.encode(text);
  writer.reserve(bytes.length);
  const seq = writer.takeNumber();
  writer.text.set(bytes, writer.place);
  writer.publish(seq, bytes.length, flags);
  return seq;
}

function read(reader: RingReader): string {
  const text = Buffer.from(reader.text.subarray(reader.place, reader.place + reader.length));
  reader.consume();
  reader.release();
  return text.toString();
}

test('lines come out as they went in, with their numbers and flags', () => {
  const { writer, reader } = ring();
  expect(reader.ready()).toBe(false);
  expect(write(writer, 'one')).toBe(1);
  expect(write(writer, 'two', FLAG.echo)).toBe(2);
  expect(reader.peekNumber()).toBe(1);
  expect(read(reader)).toBe('one');
  expect(reader.flags).toBe(FLAG.echo);
  expect(reader.peekNumber()).toBe(2);
  expect(read(reader)).toBe('two');
  expect(reader.ready()).toBe(false);
});

test('a line is never split by the end of the ring, however often it goes round', () => {
  const { writer, reader } = ring();
  for (let n = 0; n < 500; n++) {
    const line = `${n}`.padEnd(1 + ((n * 7919) % MAX_PIECE), 'x');
    write(writer, line);
    expect(read(reader)).toBe(line);
  }
});

test('the next thread of a slot goes on where the one before ended', () => {
  const { writer, reader, next } = ring();
  write(writer, 'first');
  expect(read(reader)).toBe('first');
  write(next(), 'second');
  expect(read(reader)).toBe('second');
});

test('two rings take numbers from one counter', () => {
  const memory = allocateMemory(3);
  const [one, two] = [new RingWriter(memory, 1), new RingWriter(memory, 2)];
  expect([write(one, 'a'), write(two, 'b'), write(one, 'c')]).toEqual([1, 2, 3]);
});
