import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, residentBytes, start } from './processes.ts';
import { request } from './rates.ts';
import { ourServer, type Running } from './targets.ts';

const MB = 1e6;
/** Events of one message at `detail: calls`: two calls with their returns and one more, a print. */
const EVENTS_A_MESSAGE = 7;

/** What recording costs in memory. */
export interface Memory {
  /** Megabytes for each live handler thread, between 4 and 64 of them. */
  readonly perThread: number;
  /** Megabytes that the process grew while it recorded a million events. */
  readonly growth: number;
}

/** Measures the recorded server: 64 busy connections, then a million events over 8. */
export async function measureMemory(): Promise<Memory> {
  const server = await ourServer('recorded').start();
  const load = start('load-process');
  const few = await during(server, load, 4);
  const many = await during(server, load, 64);
  // The first events fill each thread's young heap; what grows from there on is growth.
  await record(server, load, 0.5e6);
  const before = residentBytes(server.child);
  await record(server, load, 1e6);
  const growth = (residentBytes(server.child) - before) / MB;
  await kill(load);
  await server.stop();
  return { perThread: (many - few) / 60 / MB, growth };
}

/** Talks over 8 connections until so many events more have been recorded. */
async function record(server: Running, load: ChildProcess, events: number): Promise<void> {
  const what = { what: 'messages', port: server.port, clients: 8 } as const;
  for (let done = 0; done < events;) {
    const { all } = await request(load, { ...what, warmMs: 0, countMs: 500 });
    done += all * EVENTS_A_MESSAGE;
  }
}

/** The most bytes that the server held while so many clients talked to it. */
async function during(server: Running, load: ChildProcess, clients: number): Promise<number> {
  const what = { what: 'messages', port: server.port, clients } as const;
  const answer = request(load, { ...what, warmMs: 500, countMs: 500 });
  let most = 0;
  for (let done = false; !done;) {
    done = await Promise.race([answer.then(() => true), sleep(100, false)]);
    most = Math.max(most, residentBytes(server.child));
  }
  return most;
}
