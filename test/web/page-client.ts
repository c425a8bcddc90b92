import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Command } from '../../src/live/messages.ts';
import type { ReplyMessage, ServerMessage, Topic } from '../../src/live/state.ts';
import type { Site } from './site.ts';

/** Without a `type` common to all of them `Omit` would forget which is which. */
export type Said = Command | { readonly type: string; readonly [field: string]: unknown };

/** A page that is connected to the WebSocket. */
export interface PageClient {
  readonly socket: WebSocket;
  /** All text messages so far. */
  readonly got: ServerMessage[];
  /** All binary messages so far. */
  readonly frames: Uint8Array[];
  readonly closed: Promise<number>;
  /** The newest of a topic. */
  newest<T extends Topic['type']>(type: T): Extract<Topic, { type: T }> | undefined;
  /** Waits for the answer. */
  say(command: Said): Promise<ReplyMessage>;
}

/** Opens the WebSocket as a page of the site would, with the cookie of its browser. */
export async function openPage(
  site: Pick<Site, 'port'>,
  cookie = '',
  path = '/api/live',
): Promise<PageClient> {
  const origin = `http://127.0.0.1:${site.port}`;
  const headers = cookie === '' ? {} : { cookie };
  const socket = new WebSocket(`ws://127.0.0.1:${site.port}${path}`, { origin, headers });
  const got: ServerMessage[] = [];
  const frames: Uint8Array[] = [];
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) frames.push(data);
    else got.push(JSON.parse(String(data)) as ServerMessage);
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  onTestFinished(() => socket.terminate());
  let n = 0;
  return {
    ...{ socket, got, frames, closed },
    newest: (type) => got.findLast((message) => message.type === type) as never,
    say: async (command) => {
      const mine = ++n;
      socket.send(JSON.stringify({ ...command, n: mine }));
      return vi.waitFor(() => {
        const reply = got.find((message) => 'n' in message && message.n === mine);
        if (reply === undefined) throw new Error(`no answer to ${command.type}`);
        return reply as ReplyMessage;
      }, GENEROUS);
    },
  };
}

/** A busy machine takes its time. */
export const GENEROUS = { timeout: 15_000, interval: 5 };
