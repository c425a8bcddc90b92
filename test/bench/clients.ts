import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { account, talk, type Crowd } from '../support/crowd.ts';
import { message, residentBytes, start } from './processes.ts';

/** What came of many clients that were served at once. */
export interface Clients {
  readonly clients: number;
  /** Messages that the recording does not have in their places. */
  readonly wrong: number;
  readonly perSecond: number;
  /** Megabytes that the server's process held for each of them. */
  readonly each: number;
}

/** Talks to a recorded server over so many connections at once, then reads its recording. */
export async function measureClients(clients: number, messages: number): Promise<Clients> {
  const crowd: Crowd = { clients, messages, together: true };
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-bench-'));
  const file = join(folder, 'clients.trace.jsonl');
  const child = start('engine-process', ['recorded', file, String(clients)]);
  const { port } = await message<{ port: number }>(child);
  const before = residentBytes(child);
  const began = performance.now();
  await talk(port, crowd);
  const seconds = (performance.now() - began) / 1000;
  const each = (residentBytes(child) - before) / clients / 1e6;
  const gone = once(child, 'exit');
  child.send('stop');
  await gone;
  const { wrong } = await account(file, crowd);
  rmSync(folder, { recursive: true });
  return { clients, wrong, perSecond: (clients * messages) / seconds, each };
}
