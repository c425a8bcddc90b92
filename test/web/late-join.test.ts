import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { Broadcast } from '../../server/web/broadcast.ts';
import { Outlet } from '../../server/web/outlet.ts';
import { Following } from '../../src/sources/following.ts';
import { readFrame } from '../../src/live/frame.ts';
import { until } from '../support/until.ts';
import { FakeWire } from './fake-wire.ts';

afterEach(() => void vi.useRealTimers());

/** A page and its connection, which stalls and breaks: what was on the way then is lost. */
class Page {
  readonly following: Following;
  readonly #got: Uint8Array[] = [];
  readonly #broadcast: Broadcast;
  readonly #file: string;
  #wire = new FakeWire();
  #outlet = new Outlet(this.#wire);

  /** `from`: what it has fetched by HTTP before. */
  constructor(broadcast: Broadcast, file: string, from: number) {
    this.#broadcast = broadcast;
    this.#file = file;
    this.#got.push(readFileSync(file).subarray(0, from));
    const take = (bytes: Uint8Array): void => void this.#got.push(bytes);
    this.following = new Following('a', from, take, () => this.#want());
    this.#want();
  }

  get text(): string {
    return Buffer.concat(this.#got).toString();
  }

  stall(): void {
    this.#wire.stuck = true;
  }

  /** What was sent arrives. */
  read(): void {
    for (const message of this.#wire.frames) {
      const frame = readFrame(Uint8Array.from(message).buffer);
      if (frame && frame.stream === this.following.stream) this.following.frame(frame);
    }
    this.#wire.sent.length = 0;
    this.#wire.stuck = false;
    this.#wire.bufferedAmount = 0;
  }

  /** The connection breaks; it comes back and goes on from what has been put together. */
  reconnect(): void {
    this.#broadcast.leave(this.#outlet);
    this.#wire = new FakeWire();
    this.#outlet = new Outlet(this.#wire);
    this.#want();
  }

  #want(): void {
    this.following.stream = this.#broadcast.want(this.#outlet, 'a', this.#file, this.following.at);
  }
}

const pageNumber = fc.nat(3);
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), bytes: fc.nat(3000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('flood' as const), bytes: fc.nat(700_000) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(120) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('join' as const), part: fc.nat(100) }) },
  ...(['stall', 'read', 'reconnect'] as const).map((what) => ({
    weight: 2,
    arbitrary: fc.record({ do: fc.constant(what), page: pageNumber }),
  })),
);

test('whoever joins, stalls and comes back when, has the whole trace: no gap, nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      const folder = mkdtempSync(join(tmpdir(), 'wirestep-'));
      const file = join(folder, 'a.trace.jsonl');
      writeFileSync(file, 'header\n');
      let [size, line] = [7, 0];
      const broadcast = new Broadcast();
      const pages = [new Page(broadcast, file, 0)];
      const write = (bytes: number): void => {
        let text = '';
        while (text.length < bytes) text += `${line++} ${'x'.repeat(line % 90)}\n`;
        appendFileSync(file, text);
        broadcast.grew({ id: 'a', bytes: (size += text.length) });
      };
      for (const one of acts) {
        if (one.do === 'write' || one.do === 'flood') write(one.bytes);
        else if (one.do === 'wait') vi.advanceTimersByTime(one.ms);
        else if (one.do === 'join') {
          if (pages.length < 4) {
            pages.push(new Page(broadcast, file, Math.floor((size * one.part) / 100)));
          }
        } else pages[one.page]?.[one.do]();
      }
      const whole = readFileSync(file, 'utf8');
      for (let n = 0; n < 60; n++) {
        vi.advanceTimersByTime(250);
        for (const page of pages) page.read();
      }
      vi.useRealTimers();
      // Unpacking takes turns of the event loop.
      await until(() => pages.every(({ following }) => following.at === size));
      for (const { text } of pages) expect(text === whole).toBe(true);
      broadcast.stop();
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 60 },
  );
}, 120_000);
