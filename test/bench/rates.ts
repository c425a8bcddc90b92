import type { ChildProcess } from 'node:child_process';
import { median } from './figures.ts';
import type { Job, LoadAnswer, LoadRequest } from './load.ts';
import { kill, message, pin, processorTime, start } from './processes.ts';
import type { Running, Target, TargetName } from './targets.ts';

/** Connections at once. */
export const LEVELS = [1, 8, 64] as const;

/** What is measured of a server: by connections at once, or whole sessions. */
export type Measure = (typeof LEVELS)[number] | 'sessions' | 'bytes' | 'processor';

export interface Timing {
  readonly rounds: number;
  readonly warmMs: number;
  readonly countMs: number;
}

/**
 * One server's medians. `1`, `8`, `64`: messages a second; `sessions`: sessions a second with 8
 * clients; for each message at 8 connections `bytes` of trace, or of strace's log, and
 * microseconds of the server's `processor` time, which a busy machine changes least.
 */
export type Rates = Readonly<Record<Measure, number>>;

/**
 * Turns the load on every server in turn, and begins again: what slows the machine for a while
 * slows them all.
 */
export async function measureRates(
  targets: readonly Target[],
  timing: Timing,
  say: (text: string) => void,
): Promise<ReadonlyMap<TargetName, Rates>> {
  const rounds = new Map<TargetName, Rates[]>();
  const load = start('load-process');
  for (let round = 1; round <= timing.rounds; round++) {
    for (const { name, start: startServer } of targets) {
      const server = await startServer();
      const rates = await measure(server, load, timing, !name.startsWith('strace'));
      await server.stop();
      rounds.set(name, [...(rounds.get(name) ?? []), rates]);
      say(`round ${round}, ${name}: ${LEVELS.map((n) => Math.round(rates[n])).join(' / ')}`);
    }
  }
  await kill(load);
  return new Map([...rounds].map(([name, each]) => [name, medians(each)]));
}

/** Sessions are left out for strace: slowed down so far they say nothing that messages do not. */
async function measure(
  server: Running,
  load: ChildProcess,
  { warmMs, countMs }: Timing,
  withSessions: boolean,
): Promise<Rates> {
  const rates = { 1: NaN, 8: NaN, 64: NaN, sessions: NaN, bytes: NaN, processor: NaN };
  const run = (what: Job['what'], clients: number) =>
    request(load, { what, port: server.port, clients, warmMs, countMs });
  for (const clients of LEVELS) {
    // One connection uses one processor at a time: spread over two, every server is bimodal.
    pin([server.child, load], clients === 1);
    const [bytes, time] = [server.traceBytes() ?? NaN, processorTime(server.child)];
    const { perSecond, all } = await run('messages', clients);
    rates[clients] = perSecond;
    if (clients !== 8) continue;
    rates.bytes = ((server.traceBytes() ?? NaN) - bytes) / all;
    rates.processor = (processorTime(server.child) - time) / all;
  }
  if (withSessions) rates.sessions = (await run('sessions', 8)).perSecond;
  return rates;
}

/** One run of the load. */
export async function request(load: ChildProcess, what: LoadRequest): Promise<LoadAnswer> {
  load.send(what);
  return message<LoadAnswer>(load);
}

function medians(rounds: readonly Rates[]): Rates {
  const of = (what: Measure) => median(rounds.map((rates) => rates[what]));
  return {
    1: of(1),
    8: of(8),
    64: of(64),
    sessions: of('sessions'),
    bytes: of('bytes'),
    processor: of('processor'),
  };
}
