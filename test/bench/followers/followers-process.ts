import { inflateRawSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { FRAME_HEADER } from '../../../src/live/frame.ts';
import { Delays } from './delays.ts';
import type { Order, Report } from './protocol.ts';

/** Hundreds of followers in one process: each has a connection of its own. */
interface Follower {
  readonly socket: WebSocket;
  at: number;
  stalled: boolean;
}

/** A frame as all followers get it: its length, and when its events happened. */
interface Content {
  readonly length: number;
  readonly times: readonly number[];
}

const followers: Follower[] = [];
/** Frames by where they begin and how long they are: the same for all, and read once. */
const seen = new Map<string, Content>();
let zero = 0n;
let delays = new Delays();
let watch = false;
let gaps = 0;

process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer ?? {}));
});
process.on('disconnect', () => process.exit());

async function obey(order: Order): Promise<Report | undefined> {
  switch (order.do) {
    case 'join':
      for (let n = 0; n < order.count; n++) followers.push(await join(order));
      return undefined;
    case 'follow':
      gaps = 0;
      seen.clear();
      for (const follower of followers) want(follower, order);
      return undefined;
    case 'unwant':
      for (const { socket } of followers) socket.send(JSON.stringify({ n: 1, type: 'unwant' }));
      return undefined;
    case 'stall':
      for (const [n, follower] of followers.entries()) stall(follower, n < order.count);
      return undefined;
    case 'watch':
      [delays, watch] = [new Delays(), order.on];
      return undefined;
    case 'report':
      return report();
  }
}

async function join({ uiPort, link }: Order & { do: 'join' }): Promise<Follower> {
  const origin = `http://127.0.0.1:${uiPort}`;
  const answer = await fetch(`${origin}/api/join`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code: link.split('#join=')[1] }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const options = { origin, headers: { cookie }, perMessageDeflate: false };
  const socket = new WebSocket(`ws://127.0.0.1:${uiPort}/api/live`, options);
  const follower: Follower = { socket, at: 0, stalled: false };
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) take(follower, data);
  });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return follower;
}

function want(follower: Follower, { id, from }: Order & { do: 'follow' }): void {
  follower.at = from;
  follower.socket.send(JSON.stringify({ n: 1, type: 'want', id, from }));
}

function stall(follower: Follower, stalled: boolean): void {
  follower.stalled = stalled;
  if (stalled) follower.socket.pause();
  else follower.socket.resume();
}

function take(follower: Follower, data: Buffer): void {
  const now = Number(process.hrtime.bigint() - zero) / 1e6;
  const from = data.readDoubleBE(5);
  if (from !== follower.at) {
    // A frame of what was wanted before.
    if (from > follower.at) gaps++;
    return;
  }
  const { length, times } = contentOf(data, from);
  follower.at += length;
  if (watch) for (const time of times) delays.add(now - time);
}

function contentOf(data: Buffer, from: number): Content {
  const key = `${from} ${data.length}`;
  const known = seen.get(key);
  if (known !== undefined) return known;
  const body = data.subarray(FRAME_HEADER);
  const bytes = data[0] === 1 ? inflateRawSync(body) : body;
  if (from === 0) {
    const [, mono = '0'] = /"mono_ns":"(\d+)"/.exec(bytes.toString()) ?? [];
    zero = BigInt(mono);
  }
  const content = { length: bytes.length, times: watch ? timesIn(bytes.toString()) : [] };
  seen.set(key, content);
  return content;
}

/** When each event happened, milliseconds since the trace's time zero. */
function timesIn(text: string): number[] {
  return [...text.matchAll(/^\{"i":\d+,"t":(\d+)/gm)].map(([, t]) => Number(t) / 1e6);
}

function report(): Report {
  const reading = followers.filter(({ stalled }) => !stalled);
  return {
    p50: delays.quantile(0.5),
    p99: delays.quantile(0.99),
    worst: delays.quantile(1),
    delays: delays.size,
    least: Math.min(...reading.map(({ at }) => at)),
    gaps,
  };
}
