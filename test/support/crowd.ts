/** Many clients of the course's server at once, each with texts of its own. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { frame } from './ports.ts';

const REPLY = 'Msg received';

/** Size of a crowd. */
export interface Crowd {
  readonly clients: number;
  /** Of each client. */
  readonly messages: number;
  /** All are served at once: nobody goes on before everybody has had a reply. */
  readonly together: boolean;
}

const textOf = (client: number, message: number): string => `client ${client} says ${message}`;

/**
 * Connects all of them, then has each send its messages, the next when the one before is answered,
 * and a goodbye; resolves once all have seen the end of their connections.
 */
export async function talk(port: number, crowd: Crowd): Promise<void> {
  const { clients, messages, together } = crowd;
  const all = Array.from({ length: clients }, () => connect({ port, host: '127.0.0.1' }));
  await Promise.all(all.map((socket) => once(socket, 'connect')));
  let answered = 0;
  let everybody: () => void = () => undefined;
  const isServed = new Promise<void>((resolve) => (everybody = resolve));
  const begin = async (socket: Socket, client: number): Promise<void> => {
    const ended = once(socket, 'end');
    let got = 0;
    const say = (n: number): unknown =>
      socket.write(frame(n < messages ? textOf(client, n) : '!DISCONNECT'));
    socket.on('data', ({ length }) => {
      const before = Math.floor(got / REPLY.length);
      got += length;
      const replies = Math.floor(got / REPLY.length);
      if (replies === before || replies > messages) return;
      if (replies > 1 || !together) return void say(replies);
      answered++;
      if (answered === clients) everybody();
      void isServed.then(() => say(1));
    });
    say(0);
    await ended;
    socket.destroy();
  };
  await Promise.all(all.map(begin));
}

/** What the server took, by its recording: nothing may be lost, doubled or in another order. */
export interface Account {
  /** Messages that are not there where they should be. */
  readonly wrong: number;
  /** Messages that are in their places. */
  readonly right: number;
  readonly events: number;
}

/** Reads the recording of a crowd's visit, line by line: it may be large. */
export async function account(file: string, { clients, messages }: Crowd): Promise<Account> {
  const printed = new Map<unknown, string[]>();
  let events = 0;
  for await (const line of createInterface(createReadStream(file))) {
    events++;
    if (!line.includes('"k":"out"')) continue;
    const { th, text } = JSON.parse(line) as { readonly th: number; readonly text: string };
    const said = /\] (client \d+ says \d+)\n$/.exec(text)?.[1];
    if (said !== undefined) printed.set(th, [...(printed.get(th) ?? []), said]);
  }
  let right = 0;
  for (const said of printed.values()) {
    const client = Number(/\d+/.exec(said[0] ?? '')?.[0]);
    right += said.filter((text, n) => text === textOf(client, n)).length;
  }
  return { right, wrong: clients * messages - right, events };
}
