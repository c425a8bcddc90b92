import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { connectionsOf, countedAddress } from '../../server/thread/crowd.ts';
import { Engine } from '../../server/thread/engine.ts';
import { allocateMemory, SLOT, slotWord } from '../../server/thread/memory.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { temporaryFolder } from '../support/folder.ts';
import { frame } from '../support/ports.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { until } from '../support/until.ts';

/** An address of this machine that other machines could reach it by. */
const own = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

/** A server for at most two connections an address, on all of this machine's. */
async function server() {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const recording = { file, title: 'crowd', detail: 'calls' } as const;
  const engine = new Engine({ recording, maxPerAddress: 2 });
  onTestFinished(async () => void (await engine.stop()));
  const { port } = await engine.startServer({ host: '0.0.0.0', port: 0 });
  const events = (): TraceEvent[] => eventsOf(readTrace(file));
  const call = async (host: string): Promise<Socket> => {
    const socket = connect({ host, port });
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket.resume().on('error', () => undefined);
  };
  return { engine, events, call };
}

test('different addresses are different numbers; this machine’s own are none', () => {
  const part = fc.integer({ min: 0, max: 255 });
  const address = fc.tuple(fc.integer({ min: 1, max: 126 }), part, part, part);
  fc.assert(
    fc.property(address, address, (a, b) => {
      const same = a.join('.') === b.join('.');
      expect(countedAddress(a.join('.')) === countedAddress(b.join('.'))).toBe(same);
      expect(countedAddress(a.join('.'))).not.toBe(0);
    }),
  );
  expect(countedAddress('255.255.255.255')).not.toBe(0);
  for (const host of ['127.0.0.1', '127.8.9.1']) expect(countedAddress(host)).toBe(0);
});

test('connections are counted by the addresses of those that have one', () => {
  const memory = allocateMemory(4);
  const address = countedAddress('192.168.1.200');
  for (const slot of [1, 3]) memory.words[slotWord(slot, SLOT.peer)] = address;
  expect(connectionsOf(memory, address)).toBe(2);
  expect(connectionsOf(memory, countedAddress('192.168.1.201'))).toBe(0);
});

test.runIf(own)(
  'one connection too many of another machine is closed by wirestep, and told once',
  async () => {
    const { events, call } = await server();
    const [first] = [await call(String(own)), await call(String(own))];
    await until(() => only(events(), 'thread.start').length === 2);
    for (let n = 0; n < 2; n++) await once(await call(String(own)), 'close');
    await until(() => only(events(), 'close.ret').length === 2);
    expect(only(events(), 'close').map(({ by }) => by)).toEqual(['wirestep', 'wirestep']);
    expect(only(events(), 'thread.start')).toHaveLength(2);
    const notices = only(events(), 'out').filter(({ by }) => by === 'wirestep');
    expect(notices.map(({ text }) => text)).toEqual([
      `[wirestep] ${own} has 2 connections, the most allowed for one address. ` +
        'wirestep closes every further one.\n',
    ]);
    // A place is free again once one of them has left.
    first?.write(frame('!DISCONNECT'));
    await until(() => only(events(), 'thread.exit').length === 1);
    await call(String(own));
    await until(() => only(events(), 'thread.start').length === 3);
  },
);

test('clients of this machine are not limited: a class comes through the page', async () => {
  const { events, call } = await server();
  for (let n = 0; n < 5; n++) await call('127.0.0.1');
  await until(() => only(events(), 'thread.start').length === 5);
  expect(only(events(), 'close')).toEqual([]);
});
