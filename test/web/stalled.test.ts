import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Broadcast } from '../../server/web/broadcast.ts';
import { Outlet } from '../../server/web/outlet.ts';
import { FRAME_BYTES } from '../../server/web/tail.ts';
import { FRAME_HEADER } from '../../src/live/frame.ts';
import { temporaryFolder } from '../support/folder.ts';

/** More than the system keeps for a socket; random, so that packing makes it no smaller. */
const TRACE_BYTES = 14 * 2 ** 20;

/** A busy machine takes its time. */
const GENEROUS = { timeout: 60_000, interval: 20 };

/** Both ends of a real connection; what the follower has put together from its frames. */
interface Follower {
  readonly page: WebSocket;
  readonly wire: WebSocket;
  got: number;
  readonly parts: Buffer[];
}

async function connected(sockets: WebSocketServer): Promise<Follower> {
  const { port } = sockets.address() as AddressInfo;
  const arrived = once(sockets, 'connection') as Promise<[WebSocket]>;
  const page = new WebSocket(`ws://127.0.0.1:${port}`);
  const follower: Follower = { page, wire: (await arrived)[0], got: 0, parts: [] };
  page.on('message', (frame: Buffer) => {
    const body = frame.subarray(FRAME_HEADER);
    const bytes = frame[0] === 1 ? inflateRawSync(body) : body;
    if (frame.readDoubleBE(5) !== follower.got) throw new Error('a frame is not the next one');
    follower.got += bytes.length;
    follower.parts.push(bytes);
  });
  return follower;
}

test('nothing queues for a follower that reads nothing, and it gets all of it once it reads', async () => {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(sockets, 'listening');
  const broadcast = new Broadcast();
  onTestFinished(() => {
    broadcast.stop();
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });
  const file = join(temporaryFolder(), 'a.trace.jsonl');
  const whole = randomBytes(TRACE_BYTES);
  writeFileSync(file, whole);
  const asleep = await connected(sockets);
  const awake = [await connected(sockets), await connected(sockets)];
  asleep.page.pause();
  for (const { wire } of [asleep, ...awake]) broadcast.want(new Outlet(wire), 'a', file, 0);

  let most = 0;
  await vi.waitFor(() => {
    most = Math.max(most, asleep.wire.bufferedAmount);
    for (const { got } of awake) expect(got).toBe(whole.length);
  }, GENEROUS);
  for (const { parts } of awake) expect(Buffer.concat(parts).equals(whole)).toBe(true);
  // It was full at some time, or this has shown nothing.
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(2 * FRAME_BYTES);
  expect(asleep.got).toBeLessThan(whole.length);

  asleep.page.resume();
  await vi.waitFor(() => expect(asleep.got).toBe(whole.length), GENEROUS);
  expect(Buffer.concat(asleep.parts).equals(whole)).toBe(true);
}, 180_000);
