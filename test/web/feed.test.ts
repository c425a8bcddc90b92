import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Feed, type FeedClient } from '../../server/web/feed.ts';

class FakeClient implements FeedClient {
  bufferedAmount = 0;
  readonly got: unknown[] = [];
  closed: number | undefined;

  send(text: string): void {
    this.got.push(JSON.parse(text));
  }

  close(code: number): void {
    this.closed = code;
  }
}

let feed: Feed;
let client: FakeClient;
beforeEach(() => {
  vi.useFakeTimers();
  feed = new Feed();
  client = new FakeClient();
});
afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

const recordings = { type: 'recordings' };
const grew = (bytes: number, id = 'a') => ({ type: 'grew', id, bytes });

/** A client that has had its first messages. */
function settled(): FakeClient {
  feed.join(client);
  vi.advanceTimersByTime(100);
  client.got.length = 0;
  return client;
}

describe('a client', () => {
  test('that joins is told the state of everything', () => {
    feed.grew('a', 10);
    feed.grew('a', 20);
    feed.join(client);
    vi.advanceTimersByTime(50);
    expect(client.got).toEqual([recordings, grew(20)]);
  });

  test('gets the newest length, at most 20 times a second', () => {
    settled();
    for (let ms = 1; ms <= 1000; ms++) {
      feed.grew('a', ms);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(50);
    expect(client.got.length).toBeGreaterThanOrEqual(19);
    expect(client.got.length).toBeLessThanOrEqual(21);
    expect(client.got.at(-1)).toEqual(grew(1000));
  });

  test('is told at once where the last time is long ago', () => {
    settled();
    vi.advanceTimersByTime(1000);
    feed.grew('a', 1);
    vi.advanceTimersByTime(1);
    expect(client.got).toEqual([grew(1)]);
  });

  test('hears of each recording by itself', () => {
    settled();
    feed.grew('a', 1);
    feed.grew('b', 2);
    feed.grew('a', 3);
    feed.recordingsChanged();
    feed.recordingsChanged();
    vi.advanceTimersByTime(50);
    expect(client.got).toEqual([grew(3), grew(2, 'b'), recordings]);
  });

  test('that left hears nothing more', () => {
    settled();
    feed.leave(client);
    feed.grew('a', 1);
    vi.advanceTimersByTime(1000);
    expect(client.got).toEqual([]);
    expect(feed.size).toBe(0);
  });

  test('with nothing new hears nothing, and no timer runs', () => {
    settled();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(client.got).toEqual([]);
  });
});

describe('a client that does not read', () => {
  test('has nothing queued for it and gets the newest when it reads again', () => {
    settled().bufferedAmount = 1;
    for (let n = 1; n <= 400; n++) {
      feed.grew('a', n);
      vi.advanceTimersByTime(50);
    }
    expect(client.got).toEqual([]);
    client.bufferedAmount = 0;
    vi.advanceTimersByTime(50);
    expect(client.got).toEqual([grew(400)]);
    expect(client.closed).toBeUndefined();
  });

  test('for 30 s is sent away with 1013', () => {
    settled().bufferedAmount = 1;
    feed.grew('a', 1);
    vi.advanceTimersByTime(29_900);
    expect(client.closed).toBeUndefined();
    vi.advanceTimersByTime(300);
    expect(client.closed).toBe(1013);
    expect(feed.size).toBe(0);
  });

  test('but with nothing new to hear may stay', () => {
    settled().bufferedAmount = 1;
    vi.advanceTimersByTime(120_000);
    expect(client.closed).toBeUndefined();
  });

  test('twice for 20 s is not sent away', () => {
    settled();
    for (let round = 0; round < 2; round++) {
      client.bufferedAmount = 1;
      feed.grew('a', round);
      vi.advanceTimersByTime(20_000);
      client.bufferedAmount = 0;
      vi.advanceTimersByTime(100);
    }
    expect(client.closed).toBeUndefined();
    expect(client.got).toEqual([grew(0), grew(1)]);
  });

  test('does not slow the others', () => {
    const others = Array.from({ length: 25 }, () => new FakeClient());
    const stalled = Array.from({ length: 5 }, () => new FakeClient());
    for (const one of [...others, ...stalled]) feed.join(one);
    vi.advanceTimersByTime(100);
    for (const one of stalled) one.bufferedAmount = 1;
    for (const one of others) one.got.length = 0;
    for (let n = 1; n <= 1200; n++) {
      feed.grew('a', n);
      vi.advanceTimersByTime(50);
    }
    for (const one of others) expect(one.got).toHaveLength(1200);
    for (const one of stalled) expect([one.closed, one.got.length]).toEqual([1013, 1]);
  });
});

test('after stopping nobody hears anything', () => {
  settled();
  feed.grew('a', 1);
  feed.stop();
  vi.advanceTimersByTime(1000);
  expect(client.got).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
