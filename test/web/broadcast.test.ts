import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Broadcast } from '../../server/web/broadcast.ts';
import { Outlet } from '../../server/web/outlet.ts';
import { FRAME_BYTES } from '../../server/web/tail.ts';
import { readFrame } from '../../src/live/frame.ts';
import { temporaryFolder } from '../support/folder.ts';
import { FakeWire } from './fake-wire.ts';

let file: string;
let size: number;
let broadcast: Broadcast;
beforeEach(() => {
  file = join(temporaryFolder(), 'a.trace.jsonl');
  writeFileSync(file, '');
  size = 0;
  // Files are read for real; only the clock is ours.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  broadcast = new Broadcast();
});
afterEach(() => {
  broadcast.stop();
  vi.useRealTimers();
});

function write(text: string): void {
  appendFileSync(file, text);
  size += text.length;
  broadcast.grew({ id: 'a', bytes: size });
}

interface Follower {
  readonly wire: FakeWire;
  readonly outlet: Outlet;
}

function follow(from = 0): Follower {
  const wire = new FakeWire();
  const outlet = new Outlet(wire);
  broadcast.want(outlet, 'a', file, from);
  return { wire, outlet };
}

/** What its frames say, one after the other; fails where they do not follow each other. */
function text({ wire }: Follower, from = 0): string {
  let at = from;
  const parts = wire.frames.map((message) => {
    const frame = readFrame(Uint8Array.from(message).buffer);
    if (frame?.from !== at) throw new Error(`${frame?.from} comes after ${at}`);
    const bytes = frame.packing === 1 ? inflateRawSync(frame.bytes) : Buffer.from(frame.bytes);
    at += bytes.length;
    return bytes.toString();
  });
  return parts.join('');
}

describe('a follower', () => {
  test('gets what there is from where it wants, then what comes', () => {
    write('one\ntwo\n');
    const late = follow(4);
    vi.advanceTimersByTime(25);
    write('three\n');
    vi.advanceTimersByTime(25);
    expect(text(late, 4)).toBe('two\nthree\n');
  });

  test('that wants more than there is waits for it', () => {
    write('one\n');
    const early = follow(8);
    vi.advanceTimersByTime(100);
    expect(early.wire.sent).toEqual([]);
    write('two\nthree\n');
    vi.advanceTimersByTime(25);
    expect(text(early, 8)).toBe('three\n');
  });

  test('is sent what came within 25 ms as one frame', () => {
    const one = follow();
    for (let ms = 0; ms < 1000; ms++) {
      write('x'.repeat(20) + '\n');
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(25);
    expect(text(one)).toHaveLength(21_000);
    expect(one.wire.frames.length).toBeLessThanOrEqual(42);
  });

  test('is sent the first bytes after a silence at once', () => {
    const one = follow();
    vi.advanceTimersByTime(1000);
    write('one\n');
    vi.advanceTimersByTime(1);
    expect(text(one)).toBe('one\n');
  });

  test('that left is sent nothing more', () => {
    const one = follow();
    broadcast.leave(one.outlet);
    write('one\n');
    vi.advanceTimersByTime(1000);
    expect(one.wire.sent).toEqual([]);
    expect(broadcast.size).toBe(0);
  });

  test('that wants another recording gets no more of the first', () => {
    const other = join(temporaryFolder(), 'b.trace.jsonl');
    writeFileSync(other, 'other\n');
    const one = follow();
    const second = broadcast.want(one.outlet, 'b', other, 0);
    write('one\n');
    vi.advanceTimersByTime(100);
    expect(text(one)).toBe('other\n');
    expect(readFrame(Uint8Array.from(one.wire.frames[0] ?? []).buffer)?.stream).toBe(second);
  });
});

test('all who follow are sent the same frame, packed once', () => {
  const all = Array.from({ length: 300 }, () => follow());
  write('{"i":1,"t":2,"k":"recv"}\n'.repeat(200));
  vi.advanceTimersByTime(25);
  const [first] = all[0]?.wire.sent ?? [];
  expect(first).toBeInstanceOf(Uint8Array);
  for (const { wire } of all) expect(wire.sent[0]).toBe(first);
});

describe('a follower that does not read', () => {
  test('has nothing queued, and catches up from the file without gap or repeat', () => {
    const one = follow();
    write('one\n');
    vi.advanceTimersByTime(25);
    one.wire.bufferedAmount = 1;
    for (let n = 0; n < 400; n++) {
      write('x'.repeat(999) + '\n');
      vi.advanceTimersByTime(25);
    }
    expect(one.wire.frames).toHaveLength(1);
    one.wire.bufferedAmount = 0;
    vi.advanceTimersByTime(200);
    expect(text(one)).toHaveLength(size);
  });

  test('has one frame of at most 256 KiB in its buffer, however much there is', () => {
    write('x'.repeat(5 * FRAME_BYTES));
    const one = follow();
    one.wire.stuck = true;
    for (let n = 0; n < 100; n++) {
      write('x'.repeat(FRAME_BYTES / 4));
      vi.advanceTimersByTime(25);
    }
    expect(text(one)).toHaveLength(FRAME_BYTES);
  });

  test('changes nothing for the others', () => {
    const others = Array.from({ length: 25 }, () => follow());
    const stalled = Array.from({ length: 5 }, () => follow());
    for (const { wire } of stalled) wire.bufferedAmount = 1;
    for (let n = 0; n < 100; n++) {
      write('x'.repeat(99) + '\n');
      vi.advanceTimersByTime(25);
      for (const one of others) expect(one.wire.frames).toHaveLength(n + 1);
    }
    for (const one of others) expect(text(one)).toHaveLength(size);
    for (const { wire } of stalled) expect(wire.sent).toEqual([]);
  });
});

describe('in a flood', () => {
  /** 20 MB a second. */
  const flood = (ms: number): void => {
    const line = 'x'.repeat(19_999) + '\n';
    for (let n = 0; n < ms; n++) {
      write(line);
      vi.advanceTimersByTime(1);
    }
  };

  test('followers get the head of the trace, a few frames a second, and all of it afterwards', () => {
    const one = follow();
    flood(1000);
    expect(one.wire.frames.length).toBeLessThan(12);
    expect(text(one).length).toBeLessThan(size / 4);
    vi.advanceTimersByTime(5000);
    expect(text(one)).toHaveLength(size);
  });
});

test('nothing runs where nothing is new, nor after stopping', () => {
  const one = follow();
  write('one\n');
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
  write('two\n');
  broadcast.stop();
  vi.advanceTimersByTime(1000);
  expect(text(one)).toBe('one\n');
  expect(vi.getTimerCount()).toBe(0);
});
