import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LineSender } from '../../src/views/terminal/line-sender.ts';

const line = (client: string, text: string) => ({ type: 'client-type', client, text }) as const;

/** A server that answers when the test says so. */
class Server {
  readonly got: string[] = [];
  readonly back: string[][] = [];
  #answer: (done: boolean) => void = () => undefined;
  readonly sender = new LineSender(
    ({ client, text }) => {
      this.got.push(`${client} ${text}`);
      return new Promise((resolve) => (this.#answer = resolve));
    },
    (lines) => this.back.push(lines.map(({ client, text }) => `${client} ${text}`)),
  );

  /** Answers, and lets the pause before the next line pass. */
  async answer(done: boolean): Promise<void> {
    this.#answer(done);
    await vi.runAllTimersAsync();
  }
}

describe('lines are sent one after the other', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('each once the one before it has arrived, all in their order', async () => {
    const server = new Server();
    for (const text of ['1', '2', '3']) server.sender.add(line('a', text));
    expect(server.got).toEqual(['a 1']);
    await server.answer(true);
    expect(server.got).toEqual(['a 1', 'a 2']);
    await server.answer(true);
    await server.answer(true);
    server.sender.add(line('a', '4'));
    expect(server.got).toEqual(['a 1', 'a 2', 'a 3', 'a 4']);
    expect(server.back).toEqual([]);
  });

  test('no more than the server lets a page say: a hundred take seconds', async () => {
    const times: number[] = [];
    const sender = new LineSender(
      () => Promise.resolve(times.push(Date.now()) > 0),
      () => undefined,
    );
    for (let n = 0; n < 100; n++) sender.add(line('a', String(n)));
    await vi.runAllTimersAsync();
    const busiest = times.map(
      (from) => times.filter((at) => at >= from && at < from + 1000).length,
    );
    // 50 a second, of which a presenter's page needs some for where it is.
    expect(Math.max(...busiest)).toBeLessThanOrEqual(30);
    expect(times).toHaveLength(100);
  });

  test('a refused one comes back with what was to follow it; other clients’ lines go on', async () => {
    const server = new Server();
    for (const text of ['1', '2', '3']) server.sender.add(line('a', text));
    server.sender.add(line('b', '1'));
    await server.answer(true);
    await server.answer(false);
    expect(server.back).toEqual([['a 2', 'a 3']]);
    expect(server.got).toEqual(['a 1', 'a 2', 'b 1']);
  });

  test('what is dropped is not sent', async () => {
    const server = new Server();
    for (const text of ['1', '2', '3']) server.sender.add(line('a', text));
    server.sender.add(line('b', '1'));
    expect(server.sender.drop('a')).toHaveLength(2);
    await server.answer(true);
    expect(server.got).toEqual(['a 1', 'b 1']);
    expect(server.back).toEqual([]);
  });
});
